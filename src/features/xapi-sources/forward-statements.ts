import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import {
  selectStatementsAfter,
  selectStatementsByIds,
  type StatementRow,
  type StoredStatement,
} from '../xapi/index.ts';
import type { ExternalLrs } from './external-lrs.client.ts';
import {
  isAfter,
  isForwarded,
  lacksAttachments,
  packParcels,
  targetOf,
  toOutgoing,
} from './forward.rules.ts';
import { judgeRefusal } from './lrs-answer.rules.ts';
import type { LrsFailure, RunContext, RunEnd } from './lrs.schema.ts';
import { areBelieved, goesApart, judgeSending, reasonOf } from './sending.rules.ts';
import { saveStep, type ForwardRun } from './transfer.queries.ts';
import { deleteUnsent, selectWaiting, upsertUnsent, type Unsent } from './unsent.queries.ts';

/** How many of ours are looked at in one step, and how many go into one request. */
const STEP = 200;
const MOST_AT_ONCE = 50;

/**
 * Sends what was stored since the last time, in fold order. The cursor moves when the LRS has said yes; what is sent
 * twice after a break is recognised there by its id.
 */
export async function forwardStatements(
  deps: Deps,
  lrs: ExternalLrs,
  run: ForwardRun,
  context: RunContext,
): Promise<RunEnd> {
  let sentEver = run.done;
  const resent = await sendAgain(deps, lrs, run, context);
  if (resent.kind !== 'done') return resent;
  sentEver += resent.sent;

  let progress = run.progress;
  for (;;) {
    const rows = await selectStatementsAfter(deps.db, { ...run, cursor: progress.cursor, limit: STEP });
    const last = rows.at(-1);
    if (!last) return { kind: 'caughtUp' };
    const chosen = await chooseForwarded(deps, run, rows);
    const outcome = await deliver(deps, lrs, { ...run, done: sentEver }, chosen);
    if (outcome.kind === 'stopped') return { kind: 'failed', failure: outcome.failure, dropsPass: false };

    const { transactionId, sequence, storedAt } = last;
    const reached = { ...progress, cursor: { transactionId, sequence, storedAt } };
    const counts = {
      looked: rows.length,
      done: outcome.sent.length,
      refused: outcome.unsent.length,
      leftOut: rows.length - chosen.length,
    };
    const isOurs = await inTransaction(deps.db, async (tx) => {
      await upsertUnsent(tx, run, outcome.unsent, deps.now());
      return saveStep(tx, run, { progress: reached, counts, leaseUntil: context.leaseUntil() });
    });
    if (!isOurs) return { kind: 'lost' };
    if (deps.now() >= context.until) return { kind: 'timeUp' };
    sentEver += outcome.sent.length;
    progress = reached;
  }
}

/** What somebody asked to send again, whatever is chosen to be forwarded now. */
async function sendAgain(
  deps: Deps,
  lrs: ExternalLrs,
  run: ForwardRun,
  { leaseUntil }: RunContext,
): Promise<RunEnd | { kind: 'done'; sent: number }> {
  let sent = 0;
  for (;;) {
    const waiting = (await selectWaiting(deps.db, run, MOST_AT_ONCE)).map(({ statementId }) => statementId);
    if (waiting.length === 0) return { kind: 'done', sent };
    const rows = await selectStatementsByIds(deps.db, run.schoolId, waiting);
    const outcome = await deliver(deps, lrs, { ...run, done: run.done + sent }, rows);
    if (outcome.kind === 'stopped') return { kind: 'failed', failure: outcome.failure, dropsPass: false };
    const failed = new Set(outcome.unsent.map(({ statementId }) => statementId));
    const counts = { looked: 0, done: outcome.sent.length, refused: 0, leftOut: 0 };
    const isOurs = await inTransaction(deps.db, async (tx) => {
      await upsertUnsent(tx, run, outcome.unsent, deps.now());
      // Those erased here meanwhile are gone, too.
      const settled = waiting.filter((id) => !failed.has(id));
      await deleteUnsent(tx, run, settled);
      return saveStep(tx, run, { progress: run.progress, counts, leaseUntil: leaseUntil() });
    });
    if (!isOurs) return { kind: 'lost' };
    sent += outcome.sent.length;
  }
}

async function chooseForwarded(
  deps: Deps,
  run: ForwardRun,
  rows: readonly StatementRow[],
): Promise<StatementRow[]> {
  const targetIds = rows.flatMap(({ payload }) => targetOf(payload) ?? []);
  const targets = new Map<string, StoredStatement>(
    (await selectStatementsByIds(deps.db, run.schoolId, targetIds)).map(({ id, payload }) => [id, payload]),
  );
  const policy = { ...run.settings, connectionId: run.connectionId };
  return rows.filter(
    (row) =>
      isAfter(row, run.progress) &&
      isForwarded(row.payload, targets.get(targetOf(row.payload) ?? '') ?? null, policy),
  );
}

type Delivery =
  { kind: 'through'; sent: string[]; unsent: Unsent[] } | { kind: 'stopped'; failure: LrsFailure };

/** Sends in parcels; one that is refused is halved until the statement is found that the LRS doesn't take. */
async function deliver(
  deps: Deps,
  lrs: ExternalLrs,
  run: ForwardRun,
  rows: readonly StatementRow[],
): Promise<Delivery> {
  const bare = rows.filter(({ payload }) => lacksAttachments(payload));
  const unsent: Unsent[] = bare.map(({ id }) => ({
    statementId: id,
    reason: 'attachments',
    httpStatus: null,
    said: null,
  }));
  const outgoing = rows
    .filter((row) => !bare.includes(row))
    .map(({ id, payload }) => ({ id, statement: toOutgoing(payload, run.version) }));
  const isApart = goesApart(run);
  const parcels = packParcels(outgoing, isApart ? 1 : MOST_AT_ONCE);
  const sent: string[] = [];
  const suspects: { id: string; failure: LrsFailure }[] = [];
  for (let parcel = parcels.shift(); parcel; parcel = parcels.shift()) {
    const answer = await lrs.sendStatements(parcel.map(({ statement }) => statement));
    const failure = judgeRefusal(answer, deps.now());
    switch (judgeSending(answer.status, parcel.length, isApart)) {
      case 'sent':
        sent.push(...parcel.map(({ id }) => id));
        break;
      case 'split': {
        const middle = Math.ceil(parcel.length / 2);
        parcels.unshift(parcel.slice(0, middle), parcel.slice(middle));
        break;
      }
      case 'suspect':
        suspects.push(...parcel.map(({ id }) => ({ id, failure })));
        break;
      case 'stop':
        return { kind: 'stopped', failure };
    }
  }
  const failures = suspects.map(({ failure }) => failure);
  const [first] = failures;
  if (first && !areBelieved(failures, { sentNow: sent.length, sentEver: run.done }))
    return { kind: 'stopped', failure: first };
  for (const { id, failure } of suspects) {
    const { httpStatus, said } = failure;
    unsent.push({ statementId: id, reason: reasonOf(failure), httpStatus, said });
  }
  return { kind: 'through', sent, unsent };
}
