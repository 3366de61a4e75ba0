import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { isResolvable } from '../roster/index.ts';
import { schools } from '../roster/roster.tables.ts';
import { isBehind, placesOf, placesOfActors, type StatementCursor } from '../xapi/index.ts';
import { statements } from '../xapi/xapi.tables.ts';
import { foldCursors } from './fold.tables.ts';

/** One projector per school at a time; the lock ends with the transaction. False: another process has it. */
export async function tryFoldLock(tx: Database, schoolId: string): Promise<boolean> {
  const [row] = await selectRows(
    tx,
    z.object({ taken: z.boolean() }),
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`fold:${schoolId}`}, 0)) as taken`,
  );
  return row?.taken ?? false;
}

/** As tryFoldLock, but waits. */
export async function takeFoldLock(tx: Database, schoolId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`fold:${schoolId}`}, 0))`);
}

export async function getTimeZone(db: Database, schoolId: string): Promise<string> {
  const [row] = await db.select({ timeZone: schools.timeZone }).from(schools).where(eq(schools.id, schoolId));
  if (!row) throw new Error('There is no such school.');
  return row.timeZone;
}

/** How far the school is folded; null: not at all. */
export async function findFoldCursor(db: Database, schoolId: string): Promise<StatementCursor | null> {
  const [row] = await db
    .select({
      transactionId: foldCursors.transactionId,
      sequence: foldCursors.sequence,
      storedAt: foldCursors.storedAt,
    })
    .from(foldCursors)
    .where(eq(foldCursors.schoolId, schoolId));
  return row ?? null;
}

export async function saveFoldCursor(
  tx: Database,
  schoolId: string,
  { transactionId, sequence, storedAt }: StatementCursor,
  folded: { count: number; at: Date },
): Promise<void> {
  await tx
    .insert(foldCursors)
    .values({
      schoolId,
      transactionId,
      sequence,
      storedAt,
      foldedAt: folded.at,
      statementsFolded: folded.count,
    })
    .onConflictDoUpdate({
      target: foldCursors.schoolId,
      set: {
        transactionId,
        sequence,
        storedAt,
        foldedAt: folded.at,
        statementsFolded: sql`${foldCursors.statementsFolded} + ${folded.count}`,
      },
    });
}

/** Keys that were not counted before, now counted by these statements; each key's first statement is the one. */
export async function insertCountedEvents(
  tx: Database,
  schoolId: string,
  events: readonly { dedupeKey: string; statementId: string }[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = await selectRows(
    tx,
    z.object({ statementId: z.string() }),
    sql`insert into counted_events (school_id, dedupe_key, statement_id)
        select ${schoolId}::uuid, e."dedupeKey", e."statementId"
        from jsonb_to_recordset(${asJson(events)}) as e("dedupeKey" text, "statementId" uuid)
        on conflict do nothing
        returning statement_id::text as "statementId"`,
  );
  return new Set(rows.map(({ statementId }) => statementId));
}

export interface Wait {
  actorKey: string;
  waitsFor: string;
}

/** Notes whose events can't be counted yet, and what for. */
export async function insertWaits(tx: Database, schoolId: string, waits: readonly Wait[]): Promise<void> {
  if (waits.length === 0) return;
  await tx.execute(
    sql`insert into refold_actors (school_id, actor_key, waits_for)
        select distinct ${schoolId}::uuid, w."actorKey", w."waitsFor"
        from jsonb_to_recordset(${asJson(waits)}) as w("actorKey" text, "waitsFor" text)
        on conflict do nothing`,
  );
}

/** Marks the actors of statements that were voided after they had been counted. */
export async function markVoidedActors(
  tx: Database,
  schoolId: string,
  statementIds: readonly string[],
): Promise<void> {
  if (statementIds.length === 0) return;
  await tx.execute(
    sql`insert into refold_actors (school_id, actor_key, waits_for)
        select distinct s.school_id, s.actor_key, ''
        from ${placesOf(schoolId, statementIds)} i join statements s using (school_id, stored_at, sequence)
        where s.actor_key is not null
        on conflict do nothing`,
  );
}

/** Actors whose person's facts are to be folded anew and can be, at most `limit`. */
export async function selectReadyActors(db: Database, schoolId: string, limit: number): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ actorKey: z.string() }),
    sql`select distinct r.actor_key as "actorKey" from refold_actors r
        where r.school_id = ${schoolId}::uuid and (r.waits_for = ''
          or (r.waits_for = 'person' and ${isResolvable(sql`r.school_id`, sql`r.actor_key`)}))
        order by 1 limit ${limit}::int`,
  );
  return rows.map(({ actorKey }) => actorKey);
}

/** Forgets what was folded of some people and the statements of their actors, waits included. */
export async function deleteFactsOf(
  tx: Database,
  schoolId: string,
  personIds: readonly string[],
  actorKeys: readonly string[],
): Promise<void> {
  const persons = sql`(select value::uuid from jsonb_array_elements_text(${asJson(personIds)}))`;
  const actors = sql`(select value from jsonb_array_elements_text(${asJson(actorKeys)}))`;
  for (const table of FACT_TABLES)
    await tx.execute(
      sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}::uuid and person_id in ${persons}`,
    );
  await tx.execute(
    sql`delete from counted_events c
        using ${placesOfActors(schoolId, actorKeys)} k join statements s using (school_id, stored_at, sequence)
        where c.school_id = ${schoolId}::uuid and c.statement_id = s.id and s.actor_key in ${actors}`,
  );
  for (const table of ['refold_actors', 'unknown_actors'])
    await tx.execute(
      sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}::uuid and actor_key in ${actors}`,
    );
}

const FACT_TABLES = ['learner_facts', 'day_facts', 'phase_facts', 'task_facts', 'skill_facts'] as const;

/** Forgets all that was folded of a school, as if nothing had been read yet. */
export async function deleteAllFacts(tx: Database, schoolId: string): Promise<void> {
  for (const table of [...FACT_TABLES, 'counted_events', 'refold_actors', 'unknown_actors'])
    await tx.execute(sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}::uuid`);
  await tx
    .update(foldCursors)
    .set({ transactionId: '0', sequence: 0, storedAt: new Date(0), statementsFolded: 0 })
    .where(eq(foldCursors.schoolId, schoolId));
}

/** How many statements a school has. */
export const countStatements = (db: Database, schoolId: string): Promise<number> =>
  db.$count(statements, eq(statements.schoolId, schoolId));

/** Schools with statements beyond their cursor, or with actors whose facts can be folded anew. */
export async function selectSchoolsBehind(db: Database): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ schoolId: z.string() }),
    sql`select s.id::text as "schoolId" from schools s
        left join fold_cursors c on c.school_id = s.id
        where exists (select 1 from statements st where st.school_id = s.id
            and (c.school_id is null or ((st.transaction_id, st.sequence) > (c.transaction_id, c.sequence)
              and st.stored_at > c.stored_at - interval '1 day')))
          or exists (select 1 from refold_actors r where r.school_id = s.id and (r.waits_for = ''
            or (r.waits_for = 'person' and ${isResolvable(sql`r.school_id`, sql`r.actor_key`)})))
          or exists (select 1 from moved_actors m where m.school_id = s.id)
        order by s.id`,
  );
  return rows.map(({ schoolId }) => schoolId);
}

/** Whether statements lie beyond the cursor, also those that can't be read yet. */
export async function hasMoreStatements(
  db: Database,
  schoolId: string,
  cursor: StatementCursor | null,
): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ id: z.string() }),
    sql`select s.id::text as id from statements s where s.school_id = ${schoolId}::uuid and ${isBehind(cursor)} limit 1`,
  );
  return rows.length > 0;
}

export const selectFoldedSchools = (db: Database): Promise<{ schoolId: string }[]> =>
  db.select({ schoolId: foldCursors.schoolId }).from(foldCursors).orderBy(asc(foldCursors.schoolId));

/** Forgets that these statements were counted: others that tell of the same event may be. */
export async function deleteCountedEvents(
  tx: Database,
  schoolId: string,
  statementIds: readonly string[],
): Promise<void> {
  await tx.execute(
    sql`delete from counted_events where school_id = ${schoolId}::uuid
        and statement_id in (select value::uuid from jsonb_array_elements_text(${asJson(statementIds)}))`,
  );
}
