import { PGlite } from '@electric-sql/pglite';
import { jest } from '@jest/globals';
import pg from 'pg';

const PARSE = 'P'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);

/** The texts of all queries that reach the database while `work` runs: those inside transactions, begin and commit too. */
export async function recordQueries(work: () => Promise<unknown>): Promise<string[]> {
  const embedded = jest.spyOn(PGlite.prototype, 'execProtocolRaw');
  const server: { mock: { calls: unknown[][] }; mockRestore(): void } = jest.spyOn(
    pg.Client.prototype,
    'query' as never,
  );
  try {
    await work();
    const messages = embedded.mock.calls
      .map(([message]) => message)
      .filter(([type]) => type === PARSE || type === SIMPLE_QUERY)
      .map((message) => Buffer.from(message).toString('latin1'));
    const queries = server.mock.calls.map(([query]) =>
      typeof query === 'string' ? query : String((query as { text?: unknown } | undefined)?.text),
    );
    return [...messages, ...queries];
  } finally {
    embedded.mockRestore();
    server.mockRestore();
  }
}

/** How many queries reach the database while `work` runs. */
export const countQueries = async (work: () => Promise<unknown>): Promise<number> =>
  (await recordQueries(work)).length;
