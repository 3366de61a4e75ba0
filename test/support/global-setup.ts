import { prepareDatabase } from '../../scripts/prepare-database.ts';
import { prepareTemplate } from './postgres.ts';

/** Makes ready what each test file copies: the prepared PGlite dump, or a migrated template on the PostgreSQL server. */
export default async function setUp(): Promise<void> {
  if (process.env['WAYMARK_TEST_DATABASE_URL'])
    await prepareTemplate(process.env['WAYMARK_TEST_DATABASE_URL']);
  else await prepareDatabase();
}
