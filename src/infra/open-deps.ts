import { v7 } from 'uuid';
import type { Config } from './config.ts';
import { openPostgres, type OpenDatabase } from './db.ts';
import type { Deps } from './deps.ts';
import { openFilesFolder } from './files.ts';
import { createLog } from './log.ts';
import { openMailer } from './mail.ts';
import { migrate, templateFile } from './migrate.ts';
import { openPgliteFolder } from './pglite-folder.ts';
import { createVault } from './vault.ts';

export interface OpenDeps {
  deps: Deps;
  engine: OpenDatabase['engine'];
  close: () => Promise<void>;
}

/** What a process needs to work on this installation's data: the database, migrated, and the rest of the outside. */
export async function openDeps(config: Config): Promise<OpenDeps> {
  const open = config.databaseUrl
    ? openPostgres(config.databaseUrl)
    : await openPgliteFolder(config.dataDir, templateFile());
  await migrate(open);
  const deps: Deps = {
    db: open.db,
    now: () => new Date(),
    newId: () => v7(),
    log: createLog(config.logLevel),
    config,
    vault: createVault(config.secret),
    files: openFilesFolder(config.filesDir),
    mail: openMailer(config),
  };
  return { deps, engine: open.engine, close: () => open.close() };
}
