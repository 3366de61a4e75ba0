import pg from 'pg';
import { openPostgres } from '../../src/infra/db.ts';
import { migrate } from '../../src/infra/migrate.ts';

const TEMPLATE = 'waymark_test_template';

/** Drops what earlier runs left and migrates a database for tests to copy. */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    const old = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'waymark\\_test\\_%'`,
    );
    for (const { datname } of old.rows)
      await client.query(`drop database if exists "${datname}" with (force)`);
    await client.query(`create database "${TEMPLATE}"`);
  });
  const open = openPostgres(urlOf(serverUrl, TEMPLATE));
  await migrate(open);
  await open.close();
}

/** A database of the caller's own, migrated; `drop` when done. */
export async function createTestDatabase(
  serverUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `waymark_test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await onServer(serverUrl, (client) => client.query(`create database "${name}" template "${TEMPLATE}"`));
  return {
    url: urlOf(serverUrl, name),
    drop: async () => {
      await onServer(serverUrl, (client) => client.query(`drop database if exists "${name}" with (force)`));
    },
  };
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export async function onServer<T>(serverUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // Two workers copying one template at once would disturb each other.
    await client.query('select pg_advisory_lock(7220002)');
    return await work(client);
  } finally {
    await client.end();
  }
}
