import pg from 'pg';

/** What PostgreSQL clients of this process have asked, and how long they waited for answers; counts from `watchQueries` on. */
export const spent = { ms: 0, queries: 0 };

/** Adds up every query; drizzle uses promises, pg's own begin and commit as well. */
export function watchQueries(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its client below
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const startedAt = performance.now();
    const result = query.apply(this, args);
    if (!(result instanceof Promise)) return result;
    return result.finally(() => {
      spent.ms += performance.now() - startedAt;
      spent.queries += 1;
    });
  } as typeof pg.Client.prototype.query;
}
