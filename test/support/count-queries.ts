import { PGlite } from '@electric-sql/pglite';
import { jest } from '@jest/globals';
import pg from 'pg';

const PARSE = 'P'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);

/** How many queries reach the database while `work` runs: those inside transactions, begin and commit too. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const embedded = jest.spyOn(PGlite.prototype, 'execProtocolRaw');
  const server: { mock: { calls: unknown[] }; mockRestore(): void } = jest.spyOn(
    pg.Client.prototype,
    'query' as never,
  );
  try {
    await work();
    const messages = embedded.mock.calls.map(([message]) => message[0]);
    return (
      messages.filter((type) => type === PARSE || type === SIMPLE_QUERY).length + server.mock.calls.length
    );
  } finally {
    embedded.mockRestore();
    server.mockRestore();
  }
}
