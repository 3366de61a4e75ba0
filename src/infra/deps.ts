import type { Config } from './config.ts';
import type { Database } from './db.ts';
import type { FileStore } from './files.ts';
import type { Logger } from './log.ts';
import type { Mailer } from './mail.ts';
import type { Vault } from './vault.ts';

/** What the outside gives us. Built once in main.ts; a test passes another. */
export interface Deps {
  db: Database;
  now: () => Date;
  /** Time-ordered UUID (v7), so that primary keys append. */
  newId: () => string;
  log: Logger;
  config: Config;
  vault: Vault;
  files: FileStore;
  /** null: no mail server is set. */
  mail: Mailer | null;
}
