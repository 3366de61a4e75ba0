import { existsSync, mkdirSync, readdirSync, rmSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openPglite } from '../src/infra/db.ts';
import { migrate, templateFile } from '../src/infra/migrate.ts';

/** Makes the dump of an empty, migrated database that first starts and tests load instead of running initdb. */
export async function prepareDatabase(): Promise<string> {
  const file = templateFile();
  if (existsSync(file)) return file;
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const client = await PGlite.create();
  const open = openPglite(client);
  await migrate(open);
  const dump = await client.dumpDataDir('gzip');
  await open.close();
  for (const old of readdirSync(folder).filter((name) => name.startsWith('database-')))
    rmSync(join(folder, old));
  // Written beside and renamed, so that nobody loads half a file.
  writeFileSync(`${file}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

if (process.argv[1]?.endsWith('prepare-database.ts')) console.log(await prepareDatabase());
