export { selectPulledSenders } from './select-senders.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import type { Job } from '../../infra/jobs.ts';
import { lrsRoutes } from './lrs.routes.ts';
import { restartRestoredForwards } from './transfer.queries.ts';
import { createTransferRunner, transferJob, type TransferListeners } from './run-transfers.ts';

/**
 * LRSs outside: their pages, and the job that pulls from and forwards to them. `prepare` comes before restored
 * statements are put in a new order.
 */
export function createXapiSources(
  deps: Deps,
  listeners: TransferListeners,
): { routes: Route[]; jobs: Job[]; prepare(): Promise<void> } {
  const runner = createTransferRunner(deps, listeners);
  return {
    routes: lrsRoutes(deps, runner, listeners),
    jobs: [transferJob(runner)],
    prepare: () => restartRestoredForwards(deps.db),
  };
}
