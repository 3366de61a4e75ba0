import pg from 'pg';

/** What PostgreSQL clients of this process have asked, and how long they waited for answers in transactions; counts from `watchQueries` on. */
export const spent = { ms: 0, queries: 0 };

/** Adds up every query. A client answers promises; a pool hands its clients a callback, whose queries are only counted. */
export function watchQueries(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its client below
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const startedAt = performance.now();
    spent.queries += 1;
    const result = query.apply(this, args);
    if (!(result instanceof Promise)) return result;
    return result.finally(() => (spent.ms += performance.now() - startedAt));
  } as typeof pg.Client.prototype.query;
}
