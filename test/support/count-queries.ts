import { PGlite } from '@electric-sql/pglite';
import { jest } from '@jest/globals';
import pg from 'pg';

/** How many queries reach the database while `work` runs; transactions count their statements, too. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const spies = [jest.spyOn(PGlite.prototype, 'query'), jest.spyOn(pg.Client.prototype, 'query' as never)];
  try {
    await work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
