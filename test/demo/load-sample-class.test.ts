import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { COURSE_ID } from '../../src/demo/demo-people.rules.ts';
import { nameDemo, startDemoPlatform, type DemoPlatform } from '../../src/demo/demo-platform.ts';
import { ensureDemoSchool } from '../../src/demo/demo-school.ts';
import { readSampleCourse } from '../../src/demo/read-sample-course.ts';
import { startSampleClass, type RunningSampleClass } from '../../src/demo/sample-class.ts';
import { foldSchool } from '../../src/features/learning/index.ts';
import { selectRows } from '../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { expectToFollow, selectToldStatements } from '../support/vocabulary.ts';

/** Learners of two kinds: enough to see the whole way, few enough to wait for. */
const LEARNERS = 2;

let app: TestApp;
let server: Server;
let platform: DemoPlatform;
let schoolId: string;
let dataDir: string;
let start: () => Promise<RunningSampleClass>;
let running: RunningSampleClass | null = null;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waymark-demo-'));
  server = createServer((req, res) => void app.app.express(req, res));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const toolUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await createTestApp({ PUBLIC_URL: toolUrl, DATA_DIR: dataDir });
  const { views } = app.app.presentation;
  platform = await startDemoPlatform({
    views,
    toolUrl,
    port: 0,
    course: await readSampleCourse(),
    progress: () => ({ sent: 0, total: 0, state: 'waiting' }),
    play: async (userId) => (await running?.playOneLearner(userId)) ?? false,
    now: app.deps.now,
  });
  ({ schoolId } = await ensureDemoSchool(app.deps, { issuer: platform.url, name: 'Demo' }));
  const { users, courseTitle } = nameDemo(views);
  const learners = users.filter(({ kind }) => kind === 'learner').slice(0, LEARNERS);
  // The LMS's roster is read too: only they are in the course.
  const { state } = platform.platform;
  for (const { userId, kind } of users)
    if (kind === 'learner' && !learners.some((one) => one.userId === userId))
      state.users.delete(String(userId));
  start = async () => {
    running = await startSampleClass(app.deps, {
      schoolId,
      toolUrl,
      lmsUrl: platform.url,
      courseId: COURSE_ID,
      courseTitle,
      learners,
      teacher: { userId: 3, name: 'Teacher' },
      administratorId: 2,
    });
    return running;
  };
});

afterAll(async () => {
  await platform.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await app.close();
  await rm(dataDir, { recursive: true });
});

async function until(sampleClass: RunningSampleClass, wanted: 'done' | number): Promise<void> {
  for (;;) {
    const { state, sent } = sampleClass.progress();
    if (state === 'failed') throw new Error('The sample class failed.');
    if (wanted === 'done' ? state === 'done' : sent >= wanted) return;
    await wait(50);
  }
}

const Counts = z.object({
  statements: z.int(),
  folded: z.int(),
  learners: z.int(),
  tasks: z.int(),
  items: z.int(),
  lessons: z.int(),
  inClass: z.int(),
  appointments: z.int(),
  courses: z.int(),
  placed: z.int(),
  resources: z.int(),
  published: z.int(),
});

async function count(): Promise<z.output<typeof Counts>> {
  await foldSchool(app.deps, schoolId);
  const [counts] = await selectRows(
    app.deps.db,
    Counts,
    sql`select (select count(*) from statements where credential_id is not null)::int as statements,
          (select coalesce(sum(statements), 0) from learner_facts)::int as folded,
          (select count(*) from memberships where role = 'learner')::int as learners,
          (select count(*) from tasks)::int as tasks, (select count(*) from item_skills)::int as items,
          (select count(*) from lessons)::int as lessons,
          (select count(*) from people where class_id is not null)::int as "inClass",
          (select count(*) from appointments where ended_at is null)::int as appointments,
          (select count(*) from courses)::int as courses,
          (select count(*) from library_resources)::int as resources,
          (select count(published_version) from library_resources)::int as published,
          (select count(*) from tier_decisions where current and not provisional)::int as placed`,
  );
  if (!counts) throw new Error('no counts');
  return counts;
}

describe('the sample class', () => {
  it('is sent in, survives a stop on the way, and becomes a school with a plan and decisions', async () => {
    const interrupted = await start();
    await until(interrupted, 300);
    await interrupted.stop();
    const sampleClass = await start();
    await until(sampleClass, 'done');
    const { sent, total } = sampleClass.progress();
    expect(sent).toBe(total);
    const counts = await count();
    expect(counts).toMatchObject({
      statements: total,
      learners: LEARNERS,
      tasks: 26,
      items: 144,
      lessons: 20,
      // And the class that graduated.
      inClass: LEARNERS + 36,
      appointments: 5,
      courses: 1,
      resources: 12,
      published: 7,
    });
    // All but log-ins, which are about no course.
    expect(counts.folded).toBeGreaterThan(total * 0.9);
    expect(counts.placed).toBeGreaterThan(0);
    await sampleClass.stop();
  }, 120_000);

  it('is told about in statements of our own, each by a template of our vocabulary and in its order', async () => {
    const told = await selectToldStatements(app.deps, schoolId);
    const templates = await expectToFollow(told);
    expect(templates).toEqual(
      expect.arrayContaining(['tier/templates/decided', 'weak-spot/templates/found']),
    );
  });

  it('is not sent a second time, and a learner of it can take a quiz', async () => {
    const before = await count();
    const sampleClass = await start();
    expect(sampleClass.progress().state).toBe('done');
    const answer = await fetch(`${platform.url}/play?as=101`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ played: true });
    expect(await sampleClass.playOneLearner(999)).toBe(false);
    const after = await count();
    // Course and quiz viewed, attempt started and submitted, twelve answers.
    expect(after.statements - before.statements).toBe(16);
    expect(after.folded - before.folded).toBe(16);
    expect({ ...after, statements: 0, folded: 0 }).toEqual({ ...before, statements: 0, folded: 0 });
    await sampleClass.stop();
  }, 60_000);
});
