import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { ExternalLrs } from './external-lrs.client.ts';
import { failure, judgeRefusal, readStatementPage, type LrsAnswer } from './lrs-answer.rules.ts';
import type { PullProgress, RunContext, RunEnd } from './lrs.schema.ts';
import { advance, askSince, decideNextPage } from './pull.rules.ts';
import { isWanted } from './pulled-statement.rules.ts';
import { insertPutAside } from './put-aside.queries.ts';
import { storePulled } from './store-pulled.ts';

import { saveStep, type PullRun } from './transfer.queries.ts';

/** What lrsql gives at most, and what others give without being asked. */
const PAGE = 50;
/** After a page that was too large to be read. */
const SMALL_PAGE = 5;

/**
 * Pulls pages until the LRS has no more or the time is up. Statements are stored before progress is written: a process
 * that dies between the two reads the page again, and what it had stored is recognised by its id.
 */
export async function pullStatements(
  deps: Deps,
  lrs: ExternalLrs,
  run: PullRun,
  { until, leaseUntil, onStored }: RunContext,
): Promise<RunEnd> {
  let progress = run.progress;
  for (;;) {
    const isFollowing = progress.pass !== null;
    const answer = await askPage(lrs, run, progress);
    if (answer.status !== 200) return refusedPage(answer, isFollowing, deps.now());
    const page = readStatementPage(answer);
    if (page === null) return { kind: 'failed', failure: failure('notXapi'), dropsPass: isFollowing };

    const wanted = page.statements.filter((statement) => isWanted(statement, run.settings));
    const { storedCount, putAside } = await storePulled(deps, run, wanted);
    if (storedCount > 0) onStored(run.schoolId, storedCount);

    const next = decideNextPage(page.more, run.endpoint, progress.pass);
    const reached =
      next.kind === 'end' || next.kind === 'next'
        ? advance(
            progress,
            { ...page, next: next.kind === 'next' ? next.url : null, storedCount },
            deps.now(),
          )
        : progress;
    const isOurs = await inTransaction(deps.db, async (tx) => {
      const counts = {
        looked: page.statements.length,
        done: storedCount,
        refused: await insertPutAside(tx, run, putAside, deps.now()),
        leftOut: page.statements.length - wanted.length,
      };
      return saveStep(tx, run, { progress: reached, counts, leaseUntil: leaseUntil() });
    });
    if (!isOurs) return { kind: 'lost' };
    if (next.kind === 'foreign') return { kind: 'failed', failure: failure('moreForeign'), dropsPass: true };
    if (next.kind === 'endless') return { kind: 'failed', failure: failure('moreEndless'), dropsPass: true };
    if (next.kind === 'end') return { kind: 'caughtUp' };
    if (deps.now() >= until) return { kind: 'timeUp' };
    progress = reached;
  }
}

const askPage = (lrs: ExternalLrs, run: PullRun, progress: PullProgress): Promise<LrsAnswer> =>
  progress.pass !== null
    ? lrs.follow(progress.pass.more)
    : lrs.selectStatements({
        since: askSince(progress, run.settings),
        verb: run.settings.verb,
        limit: run.problem === 'tooLarge' ? SMALL_PAGE : PAGE,
      });

/** Addresses of further pages live for a day or so: one that is gone says nothing about the LRS. */
function refusedPage(answer: LrsAnswer, isFollowing: boolean, now: Date): RunEnd {
  const refusal = judgeRefusal(answer, now);
  const isGone = isFollowing && [400, 404, 410].includes(answer.status);
  return {
    kind: 'failed',
    failure: isGone ? { ...refusal, problem: 'moreGone' } : refusal,
    dropsPass: isGone,
  };
}
