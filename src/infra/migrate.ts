import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type { OpenDatabase } from './db.ts';
import { PROJECT_ROOT } from './paths.ts';

export const MIGRATIONS = join(PROJECT_ROOT, 'src/infra/migrations');

/** Applies what is missing of the chain. Drizzle's migrator takes no lock of its own, so starters queue here. */
export function migrate(open: OpenDatabase): Promise<void> {
  return open.exclusively((db) =>
    open.engine === 'pglite'
      ? migratePglite(db as unknown as PgliteDatabase, { migrationsFolder: MIGRATIONS })
      : migratePg(db as unknown as NodePgDatabase, { migrationsFolder: MIGRATIONS }),
  );
}

/** Changes whenever a migration does; names the prepared dump that holds the chain's result. */
export function migrationsFingerprint(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Where `npm ci` leaves the dump of an empty, migrated database. */
export const templateFile = (): string =>
  join(PROJECT_ROOT, 'build', `database-${migrationsFingerprint()}.tar.gz`);
