/** The child of crash.test.ts: stores batches as fast as it can and says which are in, until it is killed. */
import { v7 } from 'uuid';
import { schools } from '../../src/features/roster/roster.tables.ts';
// Not the feature's index: each start of the child counts.
import { storeStatements } from '../../src/features/xapi/store-statements.ts';
import { openPostgres } from '../../src/infra/db.ts';
import { templateFile } from '../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../src/infra/pglite-folder.ts';

const [place = '', schoolId = ''] = process.argv.slice(2);
const open = place.startsWith('postgres')
  ? openPostgres(place)
  : await openPgliteFolder(place, templateFile());
const deps = { db: open.db, now: () => new Date(), newId: () => v7() };
const authority = {
  objectType: 'Agent' as const,
  account: { homePage: 'https://lms.example', name: 'crash' },
};

async function storeWithoutEnd(): Promise<never> {
  for (;;) {
    const registration = v7();
    const batch = [1, 2, 3, 4, 5].map((raw) => ({
      actor: authority,
      verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
      object: { id: `https://lms.example/question/${raw}` },
      result: { score: { raw }, response: 'x'.repeat(1500) },
      context: { registration },
    }));
    const outcome = await storeStatements(deps, { schoolId, credentialId: null, authority }, batch);
    if (!outcome.ok) throw new Error('A good batch was refused.');
    process.send?.(outcome.ids);
  }
}

await open.db
  .insert(schools)
  .values({ id: schoolId, name: 'Crash school', createdAt: deps.now() })
  .onConflictDoNothing();
await Promise.all([storeWithoutEnd(), storeWithoutEnd(), storeWithoutEnd()]);
