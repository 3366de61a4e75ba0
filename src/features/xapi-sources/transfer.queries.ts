import { and, eq, isNull, or, lte, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import {
  ForwardProgress,
  ForwardSettings,
  LRS_PROBLEMS,
  PullProgress,
  PullSettings,
  XAPI_VERSIONS,
  type LrsFailure,
  type TransferCounts,
  type TransferKey,
} from './lrs.schema.ts';
import { lrsTransfers } from './lrs.tables.ts';

const Run = z.object({
  schoolId: z.string(),
  connectionId: z.string(),
  /** Whoever runs it: writes count only under this name. */
  claim: z.string(),
  label: z.string(),
  endpoint: z.string(),
  key: z.string(),
  sealedSecret: z.string(),
  version: z.enum(XAPI_VERSIONS),
  everyMinutes: z.int(),
  failures: z.int(),
  problem: z.enum(LRS_PROBLEMS).nullable(),
  /** Statements that went through, ever. */
  done: z.coerce.number(),
});
const PullRun = Run.extend({
  direction: z.literal('pull'),
  settings: PullSettings,
  progress: PullProgress,
});
const ForwardRun = Run.extend({
  direction: z.literal('forward'),
  settings: ForwardSettings,
  progress: ForwardProgress,
});
/** A transfer that this process has taken, and where it is to go on. */
export type PullRun = z.output<typeof PullRun>;
export type ForwardRun = z.output<typeof ForwardRun>;
export type TransferRun = PullRun | ForwardRun;
const AnyRun = z.discriminatedUnion('direction', [PullRun, ForwardRun]);

const time = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/**
 * Takes the transfer that is longest due (or that one, if it is due), unless another process runs it; null: none.
 */
export async function claimTransfer(
  db: Database,
  given: { claim: string; now: Date; leaseUntil: Date; only: TransferKey | null },
): Promise<TransferRun | null> {
  const { claim, now, leaseUntil, only } = given;
  const [run] = await selectRows(
    db,
    AnyRun,
    sql`with due as (
          select t.school_id, t.connection_id, t.direction from lrs_transfers t
          where t.active and t.next_at <= ${time(now)} and (t.lease_until is null or t.lease_until <= ${time(now)})
            ${only ? sql`and t.school_id = ${only.schoolId}::uuid and t.connection_id = ${only.connectionId}::uuid and t.direction = ${only.direction}` : sql``}
          order by t.next_at limit 1 for update skip locked)
        update lrs_transfers t set claim = ${claim}::uuid, lease_until = ${time(leaseUntil)}, tried_at = ${time(now)}
        from due, lrs_connections c
        where t.school_id = due.school_id and t.connection_id = due.connection_id and t.direction = due.direction
          and c.school_id = t.school_id and c.id = t.connection_id
        returning t.school_id::text as "schoolId", t.connection_id::text as "connectionId", t.direction,
          t.claim::text as claim, c.label, c.endpoint, c.key, c.sealed_secret as "sealedSecret", c.version,
          t.every_minutes as "everyMinutes", t.settings, t.progress, t.failures, t.problem, t.done::text as done`,
  );
  return run ?? null;
}

/** Still ours: not paused, changed or deleted meanwhile, nor taken over after its lease. */
const held = ({ schoolId, connectionId, direction, claim }: TransferKey & { claim: string }) =>
  and(
    eq(lrsTransfers.schoolId, schoolId),
    eq(lrsTransfers.connectionId, connectionId),
    eq(lrsTransfers.direction, direction),
    eq(lrsTransfers.claim, claim),
  );

/** Writes how far the run is and lengthens its lease; false: the run is no longer ours and must stop. */
export async function saveStep(
  db: Database,
  run: TransferRun,
  step: { progress: PullProgress | ForwardProgress; counts: TransferCounts; leaseUntil: Date },
): Promise<boolean> {
  const { looked, done, refused, leftOut } = step.counts;
  const saved = await db
    .update(lrsTransfers)
    .set({
      progress: sql`${asJson(step.progress)}`,
      looked: sql`${lrsTransfers.looked} + ${looked}::int`,
      done: sql`${lrsTransfers.done} + ${done}::int`,
      refused: sql`${lrsTransfers.refused} + ${refused}::int`,
      leftOut: sql`${lrsTransfers.leftOut} + ${leftOut}::int`,
      leaseUntil: step.leaseUntil,
      // It works: the next failure is a first one.
      failures: 0,
      problem: null,
      httpStatus: null,
      said: null,
    })
    .where(held(run))
    .returning({ claim: lrsTransfers.claim });
  return saved.length === 1;
}

const RELEASED = { claim: null, leaseUntil: null };

/** `caughtUpAt`: there is nothing more for now; null: it goes on with the next run. */
export async function endRun(
  db: Database,
  run: TransferRun,
  { nextAt, caughtUpAt }: { nextAt: Date; caughtUpAt: Date | null },
): Promise<void> {
  await db
    .update(lrsTransfers)
    .set({
      ...RELEASED,
      ...(caughtUpAt && { caughtUpAt }),
      nextAt,
      failures: 0,
      problem: null,
      httpStatus: null,
      said: null,
    })
    .where(held(run));
}

export async function failRun(
  db: Database,
  run: TransferRun,
  { failure, nextAt, dropsPass }: { failure: LrsFailure; nextAt: Date; dropsPass: boolean },
): Promise<void> {
  const { problem, httpStatus, said } = failure;
  await db
    .update(lrsTransfers)
    .set({
      ...RELEASED,
      nextAt,
      failures: sql`${lrsTransfers.failures} + 1`,
      problem,
      httpStatus,
      said,
      // What stood behind a page that is gone is found again from `readTo`.
      ...(dropsPass && { progress: sql`jsonb_set(${lrsTransfers.progress}, '{pass}', 'null')` }),
    })
    .where(held(run));
}

const ofTransfer = ({ schoolId, connectionId, direction }: TransferKey) =>
  and(
    eq(lrsTransfers.schoolId, schoolId),
    eq(lrsTransfers.connectionId, connectionId),
    eq(lrsTransfers.direction, direction),
  );

/** Makes it due, whatever rest it has; false where it is paused or runs already. */
export async function hastenTransfer(db: Database, key: TransferKey, now: Date): Promise<boolean> {
  const due = await db
    .update(lrsTransfers)
    .set({ nextAt: now })
    .where(
      and(
        ofTransfer(key),
        eq(lrsTransfers.active, true),
        or(isNull(lrsTransfers.leaseUntil), lte(lrsTransfers.leaseUntil, now)),
      ),
    )
    .returning({ direction: lrsTransfers.direction });
  return due.length === 1;
}

/** Pauses or resumes; a run in progress loses its claim and stops after its page. */
export async function setTransferActive(
  db: Database,
  key: TransferKey,
  { active, now }: { active: boolean; now: Date },
): Promise<boolean> {
  const set = await db
    .update(lrsTransfers)
    .set({ ...RELEASED, active, nextAt: now })
    .where(ofTransfer(key))
    .returning({ direction: lrsTransfers.direction });
  return set.length === 1;
}

/**
 * Lets forwarding begin anew where statements of the school come from a backup of another PostgreSQL and are about to
 * be put in a new order, in which the cursor's place means nothing. By their time of storing those that were sent are
 * passed over, but for the last hour's, which the LRS knows by their ids. To be called before the order is renewed.
 */
export async function restartRestoredForwards(db: Database): Promise<void> {
  await db.execute(sql`
    update lrs_transfers t set progress = jsonb_build_object('cursor', null, 'after', greatest(
      (t.progress->>'after')::timestamptz, (t.progress->'cursor'->>'storedAt')::timestamptz - interval '1 hour'))
    where t.direction = 'forward' and t.progress->'cursor' <> 'null' and (
      (t.progress->'cursor'->>'transactionId')::xid8 >= pg_snapshot_xmax(pg_current_snapshot())
      or (select s.transaction_id from statements s where s.school_id = t.school_id
        order by s.transaction_id desc, s.sequence desc limit 1) >= pg_snapshot_xmax(pg_current_snapshot()))`);
}
