import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { openPostgres, selectRows } from '../../../src/infra/db.ts';
import { templateFile } from '../../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../../src/infra/pglite-folder.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { aFakeLrs } from './fake-lrs.ts';
import { aStatement, idsOf, minutesAfter } from './lrs-scene.ts';

const STATEMENTS = 400;
const PAGE = 20;
const LEASE_MS = 4 * 60_000;

async function aPlace() {
  const server = process.env['WAYMARK_TEST_DATABASE_URL'];
  if (server) {
    const { url, drop } = await createTestDatabase(server);
    return { name: url, open: () => Promise.resolve(openPostgres(url)), remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'waymark-pull-'));
  return {
    name: folder,
    open: () => openPgliteFolder(folder, templateFile()),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  };
}

it('a process killed while it pulls, again and again, loses and doubles nothing', async () => {
  const place = await aPlace();
  const lrs = await aFakeLrs({ cap: PAGE });
  for (let n = 0; n < STATEMENTS; n += 1) lrs.add(aStatement(n), minutesAfter(n));
  const schoolId = v7();
  const script = join(import.meta.dirname, 'pulling-process.ts');
  const pull = (round: number, killAfterPages: number): Promise<'killed' | 'done'> => {
    const given = [place.name, schoolId, lrs.endpoint, lrs.key, lrs.secret, String(round * LEASE_MS)];
    const child = fork(script, given, { execArgv: ['--import', 'tsx'] });
    const begun = lrs.requests.length;
    // Anywhere between being asked for a page and having noted it.
    const watch = setInterval(() => {
      if (lrs.requests.length - begun >= killAfterPages) child.kill('SIGKILL');
    }, 3);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearInterval(watch);
        if (signal === 'SIGKILL') resolve('killed');
        else if (code === 0) resolve('done');
        else reject(new Error(`The child ended by itself with ${code}.`));
      });
    });
  };
  try {
    expect(await pull(0, 3)).toBe('killed');
    expect(await pull(1, 4)).toBe('killed');
    expect(await pull(2, 5)).toBe('killed');
    expect(await pull(3, Infinity)).toBe('done');
    const open = await place.open();
    const stored = await selectRows(
      open.db,
      z.object({ id: z.string() }),
      sql`select id::text as id from statements where school_id = ${schoolId}::uuid order by sequence`,
    );
    await open.close();
    expect(stored.map(({ id }) => id)).toEqual(idsOf(lrs.statements));
    // It went on where it was, and not from the beginning: what each one killed had not noted is at most a page or two.
    expect(lrs.requests.length).toBeLessThan(STATEMENTS / PAGE + 10);
  } finally {
    lrs.close();
    await place.remove();
  }
}, 120_000);
