/** The child of pull-crash.test.ts: connects a school to an LRS, or finds it connected, and pulls until it is killed. */
import { v7 } from 'uuid';
import { emptyConnectionForm } from '../../../src/features/xapi-sources/connection-form.rules.ts';
import { selectConnections } from '../../../src/features/xapi-sources/connection.queries.ts';
import { createTransferRunner } from '../../../src/features/xapi-sources/run-transfers.ts';
import { createConnection } from '../../../src/features/xapi-sources/save-connection.ts';
import { people, schools } from '../../../src/features/roster/roster.tables.ts';
import { readConfig } from '../../../src/infra/config.ts';
import { openPostgres } from '../../../src/infra/db.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { openFilesFolder } from '../../../src/infra/files.ts';
import { createLog } from '../../../src/infra/log.ts';
import { templateFile } from '../../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../../src/infra/pglite-folder.ts';
import { createVault } from '../../../src/infra/vault.ts';

const [place = '', schoolId = '', endpoint = '', key = '', secret = '', lateMs = '0'] = process.argv.slice(2);
const open = place.startsWith('postgres')
  ? openPostgres(place)
  : await openPgliteFolder(place, templateFile());
const config = readConfig({ NODE_ENV: 'test', ALLOWED_PRIVATE_HOSTS: '127.0.0.1' });
const deps: Deps = {
  db: open.db,
  // Each child lives after the lease of the one before.
  now: () => new Date(Date.now() + Number(lateMs)),
  newId: () => v7(),
  log: createLog('silent'),
  config,
  vault: createVault(config.secret),
  mail: null,
  files: openFilesFolder(config.filesDir),
};

async function connect(): Promise<string> {
  const [present] = await selectConnections(deps.db, schoolId);
  if (present) return present.id;
  const personId = v7();
  const createdAt = deps.now();
  await deps.db.insert(schools).values({ id: schoolId, name: 'Crash school', createdAt });
  await deps.db.insert(people).values({ schoolId, id: personId, displayName: 'Administrator', createdAt });
  const form = { ...emptyConnectionForm, label: 'Old LRS', endpoint, key, secret };
  return (await createConnection(deps, { schoolId, personId }, { form, sinceAt: null })).connectionId;
}

const connectionId = await connect();
await createTransferRunner(deps, { onStored: () => undefined }).runNow({
  schoolId,
  connectionId,
  direction: 'pull',
});
await open.close();
process.exit(0);
