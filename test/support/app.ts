import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { v7 } from 'uuid';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/infra/config.ts';
import { openPglite, openPostgres, type OpenDatabase } from '../../src/infra/db.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { openFilesFolder } from '../../src/infra/files.ts';
import { createLog } from '../../src/infra/log.ts';
import type { Mail } from '../../src/infra/mail.ts';
import { templateFile } from '../../src/infra/migrate.ts';
import { createVault } from '../../src/infra/vault.ts';
import { createTestDatabase } from './postgres.ts';

export const PUBLIC_URL = 'http://localhost:3300';

/** A clock the test moves; starts at a Monday morning in Shanghai. */
export interface TestClock {
  now: Date;
  advance(milliseconds: number): void;
}

export interface TestApp {
  deps: Deps;
  app: App;
  clock: TestClock;
  /** What a mail server was handed so far; `deps.mail` may be exchanged for one that fails. */
  mails: Mail[];
  close(): Promise<void>;
}

export interface TestDatabase {
  open: OpenDatabase;
  drop: () => Promise<void>;
}

/** The whole application on a real database of its own: PGlite, or PostgreSQL when WAYMARK_TEST_DATABASE_URL is set. */
export async function createTestApp(
  env: Record<string, string> = {},
  database?: TestDatabase,
): Promise<TestApp> {
  const { open, drop } = database ?? (await openTestDatabase());
  const clock: TestClock = {
    now: new Date('2026-09-07T01:00:00Z'),
    advance(milliseconds) {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  };
  const filesDir = mkdtempSync(join(tmpdir(), 'waymark-files-'));
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PUBLIC_URL,
    ALLOWED_PRIVATE_HOSTS: '127.0.0.1,localhost',
    FILES_DIR: filesDir,
    ...env,
  });
  const mails: Mail[] = [];
  const deps: Deps = {
    db: open.db,
    now: () => clock.now,
    newId: () => v7(),
    log: createLog(config.logLevel),
    config,
    vault: createVault(config.secret),
    files: openFilesFolder(config.filesDir),
    mail: {
      send(mail) {
        mails.push(mail);
        return Promise.resolve();
      },
    },
  };
  return {
    deps,
    app: createApp(deps),
    clock,
    mails,
    close: async () => {
      await open.close();
      await drop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env['WAYMARK_TEST_DATABASE_URL'];
  if (server) {
    const { url, drop } = await createTestDatabase(server);
    return { open: openPostgres(url), drop };
  }
  const client = await PGlite.create({ loadDataDir: await openAsBlob(templateFile()) });
  return { open: openPglite(client), drop: async () => {} };
}
