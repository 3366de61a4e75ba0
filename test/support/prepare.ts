import { prepareDatabase } from '../../scripts/prepare-database.ts';
import { prepareTemplate } from './postgres.ts';

/** Makes ready what each test file copies: the prepared PGlite dump, or a migrated template on the PostgreSQL server. */
export async function prepare(): Promise<void> {
  const server = process.env['WAYMARK_TEST_DATABASE_URL'];
  if (server) await prepareTemplate(server);
  else await prepareDatabase();
}
