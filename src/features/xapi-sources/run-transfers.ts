import { randomUUID } from 'node:crypto';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Job } from '../../infra/jobs.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { createExternalLrs } from './external-lrs.client.ts';
import { forwardStatements } from './forward-statements.ts';
import { failure, judgeSilence } from './lrs-answer.rules.ts';
import type { RunContext, RunEnd, TransferKey } from './lrs.schema.ts';
import { openSecret } from './open-secret.ts';
import { pullStatements } from './pull-statements.ts';
import { restSeconds } from './rest.rules.ts';
import { claimTransfer, endRun, failRun, hastenTransfer, type TransferRun } from './transfer.queries.ts';

export interface TransferListeners {
  /** Told after pulled statements of the school were committed; must not wait for what it sets off. */
  onStored: (schoolId: string, statements: number) => void;
}

export interface TransferRunner {
  /** Runs whatever is due; several at a time, in this and other processes, never take the same transfer. */
  runDue(): Promise<void>;
  /** Runs this one at once, unless it is paused or runs already. */
  runNow(key: TransferKey): Promise<void>;
}

const AT_ONCE = 3;
/** Within a minute, so that the process can stop soon and each tick begins anew with whoever waits longest. */
const RUN_MS = 50_000;
/** Longer than a slow page takes; what a dead process had taken is due again after this. */
const LEASE_MS = 3 * 60_000;
/** Jobs come a little early or late. */
const SLACK_MS = 10_000;

export function createTransferRunner(deps: Deps, listeners: TransferListeners): TransferRunner {
  const after = (ms: number) => new Date(deps.now().getTime() + ms);
  const claim = (only: TransferKey | null) =>
    claimTransfer(deps.db, { claim: randomUUID(), now: deps.now(), leaseUntil: after(LEASE_MS), only });
  const contextOf = (until: Date): RunContext => ({
    until,
    leaseUntil: () => after(LEASE_MS),
    onStored: (schoolId, statements) => tell(deps, listeners, schoolId, statements),
  });
  return {
    async runDue() {
      const until = after(RUN_MS);
      const work = async () => {
        while (deps.now() < until) {
          const run = await claim(null);
          if (!run) return;
          await runOnce(deps, run, contextOf(until));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
    async runNow(key) {
      await hastenTransfer(deps.db, key, deps.now());
      const run = await claim(key);
      if (run) await runOnce(deps, run, contextOf(after(RUN_MS)));
    },
  };
}

export const transferJob = (runner: TransferRunner): Job => ({
  name: 'lrs-transfers',
  schedule: '* * * * *',
  run: () => runner.runDue(),
});

async function runOnce(deps: Deps, run: TransferRun, context: RunContext): Promise<void> {
  const startedAt = deps.now();
  const end = await attempt(deps, run, context);
  const now = deps.now();
  switch (end.kind) {
    case 'lost':
      return;
    case 'timeUp':
      return endRun(deps.db, run, { nextAt: now, caughtUpAt: null });
    case 'caughtUp': {
      const nextAt = new Date(startedAt.getTime() + run.everyMinutes * 60_000 - SLACK_MS);
      return endRun(deps.db, run, { nextAt, caughtUpAt: now });
    }
    case 'failed': {
      const { failure: why, dropsPass } = end;
      const rest = restSeconds(run.failures + 1, why.waitSeconds, Math.random());
      const nextAt = new Date(now.getTime() + rest * 1000);
      deps.log.warn(
        {
          schoolId: run.schoolId,
          connectionId: run.connectionId,
          problem: why.problem,
          httpStatus: why.httpStatus,
        },
        'a transfer with an LRS has to wait',
      );
      return failRun(deps.db, run, { failure: why, nextAt, dropsPass });
    }
  }
}

/** Never rejects for what the LRS does, or for a fault of ours that concerns this transfer alone. */
async function attempt(deps: Deps, run: TransferRun, context: RunContext): Promise<RunEnd> {
  try {
    const secret = openSecret(deps, run.sealedSecret);
    if (secret === null) return { kind: 'failed', failure: failure('secretLost'), dropsPass: false };
    const outbound = createOutbound(deps.config.allowedPrivateHosts);
    const lrs = createExternalLrs(outbound, { ...run, secret });
    return run.direction === 'pull'
      ? await pullStatements(deps, lrs, run, context)
      : await forwardStatements(deps, lrs, run, context);
  } catch (error) {
    const silence = error instanceof WaymarkError ? judgeSilence(error.id) : null;
    if (silence)
      // A page that is too large is asked for in smaller ones, from the beginning of the pass.
      return { kind: 'failed', failure: silence, dropsPass: silence.problem === 'tooLarge' };
    deps.log.error({ err: error, connectionId: run.connectionId }, 'a transfer with an LRS failed');
    return { kind: 'failed', failure: failure('internal'), dropsPass: false };
  }
}

function tell(deps: Deps, listeners: TransferListeners, schoolId: string, statements: number): void {
  try {
    listeners.onStored(schoolId, statements);
  } catch (error) {
    // The statements are in; whoever missed the news catches up from the cursor.
    deps.log.error({ err: error }, 'a listener to pulled statements failed');
  }
}
