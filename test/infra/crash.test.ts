import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { openPostgres, selectRows, type OpenDatabase } from '../../src/infra/db.ts';
import { templateFile } from '../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../src/infra/pglite-folder.ts';
import { createTestDatabase } from '../support/postgres.ts';

const ROUNDS = 3;
const BATCH = 5;

interface Place {
  /** What the child opens: the URL of a database, or a folder. */
  name: string;
  open(): Promise<OpenDatabase>;
  remove(): Promise<void>;
}

async function aPlace(): Promise<Place> {
  const server = process.env['WAYMARK_TEST_DATABASE_URL'];
  if (server) {
    const { url, drop } = await createTestDatabase(server);
    return { name: url, open: () => Promise.resolve(openPostgres(url)), remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'waymark-crash-'));
  return {
    name: folder,
    open: () => openPgliteFolder(folder, templateFile()),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  };
}

/** Lets a child store until `afterMs` from its first acknowledgement, kills it outright; returns what it acknowledged. */
function storeUntilKilled(place: Place, schoolId: string, afterMs: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'storing-process.ts');
  const child = fork(script, [place.name, schoolId], { execArgv: ['--import', 'tsx'] });
  const acknowledged: string[] = [];
  return new Promise((resolve, reject) => {
    child.on('message', (ids) => {
      if (acknowledged.length === 0) setTimeout(() => child.kill('SIGKILL'), afterMs);
      acknowledged.push(...(ids as string[]));
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      signal === 'SIGKILL'
        ? resolve(acknowledged)
        : reject(new Error(`The child ended by itself with ${code ?? signal}.`)),
    );
  });
}

const Counts = z.object({ registration: z.string(), statements: z.int() });

describe('a process killed in the middle of its writes', () => {
  it('loses no acknowledged write and leaves no half of a batch', async () => {
    const place = await aPlace();
    const schoolId = v7();
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const afterMs = Math.round(Math.random() * 800);
      const ids = await storeUntilKilled(place, schoolId, afterMs);
      expect(ids.length).toBeGreaterThan(0);
      acknowledged.push(...ids);
    }

    const open = await place.open();
    try {
      const stored = await selectRows(
        open.db,
        z.object({ id: z.string() }),
        sql`select id::text as id from statements where school_id = ${schoolId}::uuid`,
      );
      const found = new Set(stored.map(({ id }) => id));
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
      const batches = await selectRows(
        open.db,
        Counts,
        sql`select payload->'context'->>'registration' as registration, count(*)::int as statements from statements
            where school_id = ${schoolId}::uuid group by 1`,
      );
      expect(batches.filter(({ statements }) => statements !== BATCH)).toEqual([]);
    } finally {
      await open.close();
      await place.remove();
    }
  }, 90_000);
});
