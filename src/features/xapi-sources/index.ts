import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import type { Job } from '../../infra/jobs.ts';
import { lrsRoutes } from './lrs.routes.ts';
import { createTransferRunner, transferJob, type TransferListeners } from './run-transfers.ts';

/** LRSs outside: their pages, and the job that pulls from and forwards to them. */
export function createXapiSources(
  deps: Deps,
  listeners: TransferListeners,
): { routes: Route[]; jobs: Job[] } {
  const runner = createTransferRunner(deps, listeners);
  return { routes: lrsRoutes(deps, runner, listeners), jobs: [transferJob(runner)] };
}
