import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { urlOf } from '../support/postgres.ts';

const SERVER = process.env['WAYMARK_TEST_DATABASE_URL'];
const STARTERS = 6;

interface Started {
  child: ChildProcess;
  /** The line with the URL, or what it said when it gave up. */
  outcome: Promise<{ up: boolean; said: string }>;
}

let folder: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waymark-starters-'));
});
afterEach(async () => {
  await Promise.all(children.map((child) => end(child)));
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      NODE_OPTIONS: '',
      WAYMARK_DEMO: '0',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATA_DIR: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const outcome = new Promise<{ up: boolean; said: string }>((resolve) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Waymark: http')) resolve({ up: true, said });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => resolve({ up: false, said }));
  });
  return { child, outcome };
}

function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}

describe('simultaneous starters', () => {
  if (SERVER) {
    it('all come up on one empty PostgreSQL database: the chain of migrations runs once', async () => {
      const name = `waymark_test_starters_${process.pid}`;
      const client = new pg.Client({ connectionString: SERVER });
      await client.connect();
      await client.query(`drop database if exists "${name}" with (force)`);
      await client.query(`create database "${name}"`);
      try {
        const outcomes = await Promise.all(
          Array.from({ length: STARTERS }, () => start({ DATABASE_URL: urlOf(SERVER, name) }).outcome),
        );
        expect(outcomes.filter(({ up }) => !up)).toEqual([]);
      } finally {
        await Promise.all(children.map((child) => end(child)));
        await client.query(`drop database if exists "${name}" with (force)`);
        await client.end();
      }
    }, 120_000);
  } else {
    it('leave exactly one on one embedded folder, and the others say why', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: STARTERS }, () => start({ DATABASE_URL: '' }).outcome),
      );
      expect(outcomes.filter(({ up }) => up)).toHaveLength(1);
      for (const { up, said } of outcomes) if (!up) expect(said).toMatch(/is in use by process \d+/);
    }, 120_000);

    it('take over from one that was killed, and stop in order when asked', async () => {
      const first = start({ DATABASE_URL: '' });
      expect((await first.outcome).up).toBe(true);
      await end(first.child);
      const second = start({ DATABASE_URL: '' });
      expect((await second.outcome).up).toBe(true);
      expect(await end(second.child, 'SIGTERM')).toBe(0);
    }, 120_000);
  }
});
