import { getFoldLagSeconds } from './features/trajectory/index.ts';
import { getLastStoredAt } from './features/xapi/index.ts';
import type { Deps } from './infra/deps.ts';
import { createMetrics, type Metrics } from './infra/metrics.ts';

/** What is counted for Prometheus, with what only features can tell. */
export const createAppMetrics = (deps: Deps): Metrics =>
  createMetrics(deps, [
    {
      name: 'waymark_fold_lag_seconds',
      help: 'Age of the oldest statement that the facts do not hold yet; 0 when they hold all.',
      read: () => getFoldLagSeconds(deps.db, deps.now()),
    },
    {
      name: 'waymark_last_statement_stored_timestamp_seconds',
      help: 'When the newest statement of any school was stored.',
      read: async () => {
        const at = await getLastStoredAt(deps.db);
        return at && at.getTime() / 1000;
      },
    },
  ]);
