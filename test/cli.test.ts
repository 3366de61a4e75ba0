import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const dataDir = mkdtempSync(join(tmpdir(), 'waymark-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs the command line as an operator would, on an embedded database of its own. */
function waymark(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { DATABASE_URL: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'src/cli.ts', ...args],
      { env: { ...env, NODE_ENV: 'development', DATA_DIR: dataDir } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('an operator adds a school, trusts its Moodle and reads what the LMS must be told', async () => {
  const school = await waymark('schools', 'add', 'Sample college');
  expect(school.code).toBe(0);
  const schoolId = school.out.split(' ')[0] ?? '';
  const wanted = ['--school', schoolId, '--family', 'moodle', '--issuer', 'https://moodle.example.edu'];

  const added = await waymark('registrations', 'add', ...wanted, '--client-id', 'abc');
  expect(added.out).toContain('http://localhost:3300/lti/launch');
  const listed = await waymark('registrations', 'list');
  expect(listed.out).toMatch(/Sample college {2}moodle {2}https:\/\/moodle\.example\.edu {2}client abc/);
}, 120_000);

test('an operator invites a school’s first LMS, and is told what is missing for an approval', async () => {
  const schoolId = (await waymark('schools', 'add', 'New college')).out.split(' ')[0] ?? '';
  const invited = await waymark('registrations', 'invite', '--school', schoolId);
  expect(invited.out).toMatch(/\/lti\/register\/[\w-]{43}\n/);
  // No registration has a school's id.
  expect((await waymark('registrations', 'approve', schoolId)).err).toContain('Name the registration');
}, 120_000);

test('an operator lets a source send statements, and stops it again', async () => {
  const school = ['--school', (await waymark('schools', 'add', 'Sending college')).out.split(' ')[0] ?? ''];
  const added = await waymark('credentials', 'add', ...school, '--label', 'Moodle');
  const [, key, secret] = /user name {2}(\S+)\nsecret {5}(\S+)/.exec(added.out) ?? [];
  expect(added.out).toContain('http://localhost:3300/xapi');
  const list = async () => (await waymark('credentials', 'list', ...school)).out;
  const listed = await list();
  expect(listed).toContain(`Moodle  ${key}  statements/write define  last used never`);
  expect(listed).not.toContain(secret);
  const id = listed.split(' ')[0] ?? '';
  const set = (...options: string[]) => waymark('credentials', 'set', id, ...school, ...options);
  expect((await set('--scope', 'statements/write', '--max-body-megabytes', '1')).code).toBe(0);
  expect(await list()).toContain(`${key}  statements/write  last used`);
  expect((await set('--requests-per-minute', '0')).code).toBe(1);
  expect((await set('--scope', 'writing')).err).toContain('provider');
  const trust = await waymark(
    'credentials',
    'trust',
    ...school,
    '--label',
    'x',
    '--audience',
    'x',
    '--issuer',
    'http://10.0.0.1',
  );
  expect(trust.err).toContain('10.0.0.1');
  const revoke = () => waymark('credentials', 'revoke', id, ...school);
  expect((await revoke()).code).toBe(0);
  expect((await revoke()).err).toContain('revoked already');
}, 240_000);

test('an operator takes a school’s records along', async () => {
  const school = ['--school', (await waymark('schools', 'add', 'Recording college')).out.split(' ')[0] ?? ''];
  const csv = await waymark('export', ...school, '--format', 'csv', '--from', '2026-09-01');
  expect(csv.code).toBe(0);
  expect(csv.out).toMatch(/^\uFEFFtimestamp,stored,person,.*statement_id\r\n$/);
  expect((await waymark('export', ...school)).out).toBe('');
  expect((await waymark('export', ...school, '--format', 'xml')).err).toContain('jsonl or csv');
  expect((await waymark('export', ...school, '--from', 'yesterday')).err).toContain('--from');
}, 120_000);

test('a command that doesn’t exist shows those that do', async () => {
  const answer = await waymark('registrations', 'remove');
  expect(answer.code).toBe(2);
  expect(answer.err).toContain('registrations add');
});

test('an operator measures the warnings on finished courses, without a database', async () => {
  const folder = 'test/data/oulad-mini';
  expect((await waymark('evaluate', 'warnings', folder, '--days', 'soon')).err).toContain('--days');
  expect((await waymark('evaluate', 'warnings', 'nowhere')).err).toContain('assessments.csv');
  const measured = await waymark('evaluate', 'warnings', folder, '--days', '56');
  expect(measured.out).toMatch(/^ 56 +\d+ +0\.\d{3} {2}model/m);
}, 120_000);

test('anybody measures the learner’s model on a file of answers, without a database', async () => {
  const file = join(dataDir, 'answers.csv');
  writeFileSync(file, `learner,item,skill,correct\n${'a,i1,s~~t,1\nb,i1,,0\n'.repeat(20)}`);
  const measured = await waymark('evaluate', 'knowledge', file, '--train', '0.5');
  expect(measured.out).toContain('20 answers scored, 20 learned from first; 2 learners, 1 items, 2 skills');
  expect(measured.out).toMatch(/^knowledge-1 .*\nhybrid .*\nelo .*\nitem mean .*\nskill mean /m);
  expect((await waymark('evaluate', 'knowledge', file, '--train', '2')).err).toContain('--train');
}, 120_000);
