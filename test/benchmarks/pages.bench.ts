/**
 * How long teachers and administrators wait: the class page of 60 learners with 40 skills after 2,000 statements each,
 * and the school page of 20,000 learners in 400 courses. The class's figures are folded from its statements and judged
 * as always; the school's courses are written in the shape that leaves. Whole requests over loopback, templates and all.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { createApp } from '../../src/app.ts';
import { foldSchool, reassessLearners } from '../../src/features/learning/index.ts';
import { storeStatements } from '../../src/features/xapi/index.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { aMember, aPerson, aSession, anAppointment } from '../support/builders.ts';
import { aPostgres } from './databases.ts';
import { MOODLE, moodleAnswer } from './moodle-answer.ts';
import { aBenchSchool, benchDeps } from './store/bench-school.ts';
import { spent, watchQueries } from './watch-queries.ts';

const LEARNERS = 60;
const STATEMENTS_EACH = 2000;
const BATCH = 500;
const COURSES = 400;
const LEARNERS_PER_COURSE = 50;
const ASKED = 60;
const CLASS = { ms: 100, queries: 8 };
const SCHOOL = { ms: 200, queries: 8 };

interface Visit {
  base: string;
  cookie: string;
}

async function fillClass(deps: Deps, school: { schoolId: string; courseId: string }): Promise<void> {
  const { schoolId, courseId } = school;
  const authority = { objectType: 'Agent' as const, account: { homePage: MOODLE, name: 'bench' } };
  const startedAt = Date.now() - 60 * 86_400_000;
  const total = LEARNERS * STATEMENTS_EACH;
  for (let stored = 0; stored < total; stored += BATCH) {
    // Two months of learning; so that each learner meets each skill, quizzes change once all learners had one.
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const n = stored + index;
      const at = startedAt + (n / total) * 60 * 86_400_000;
      const answer = moodleAnswer(Math.floor(n / LEARNERS), 1);
      const actor = {
        objectType: 'Agent',
        account: { homePage: MOODLE, name: String(100 + (n % LEARNERS)) },
      };
      return { ...answer, actor, timestamp: new Date(at).toISOString() };
    });
    const outcome = await storeStatements(deps, { schoolId, credentialId: null, authority }, batch);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    if (stored % 20_000 === 0) await foldSchool(deps, schoolId);
  }
  await foldSchool(deps, schoolId);
  await deps.db.execute(sql`
    insert into memberships (school_id, course_id, person_id, role, active, created_at)
    select school_id, course_id, person_id, 'learner', true, now() from learner_facts
    where school_id = ${schoolId}::uuid on conflict do nothing`);
  await reassessLearners(deps, schoolId, { courseId });
}

/** The rest of a large school: per course fifty learners with their facts and tiers, and a warning for every tenth. */
async function fillSchool(deps: Deps, schoolId: string): Promise<void> {
  const school = sql`${schoolId}::uuid`;
  await deps.db.execute(sql`
    insert into courses (school_id, id, title, activity_ids, created_at)
    select ${school}, gen_random_uuid(), 'Course ' || n, '[]'::jsonb, now() from generate_series(1, ${COURSES - 1}) n`);
  await deps.db.execute(sql`
    create table bench_learners as
    select c.id as course_id, gen_random_uuid() as person_id, n
    from courses c cross join generate_series(1, ${LEARNERS_PER_COURSE}) n
    where c.school_id = ${school} and c.title like 'Course %'`);
  await deps.db.execute(sql`
    insert into people (school_id, id, display_name, created_at)
    select ${school}, person_id, 'Learner ' || n, now() from bench_learners`);
  await deps.db.execute(sql`
    insert into memberships (school_id, course_id, person_id, role, active, created_at)
    select ${school}, course_id, person_id, 'learner', true, now() from bench_learners`);
  await deps.db.execute(sql`
    insert into learner_facts (school_id, course_id, person_id, statements, seconds_on_task, first_activity_at,
      last_activity_at, last_statement_id)
    select ${school}, course_id, person_id, 2000, 72000, now() - interval '60 days',
      now() - n * interval '9 hours', gen_random_uuid() from bench_learners`);
  await deps.db.execute(sql`
    insert into cases (school_id, id, course_id, kind, level, state, subject_person_id, owner_person_id, opened_at, due_at,
      acted_at, closed_at, outcome, evidence, rule_version)
    select ${school}, gen_random_uuid(), course_id, 'warning', case when n % 20 = 0 then 'red' else 'yellow' end,
      case when n % 20 <> 0 then 'closed' when n % 30 <> 0 then 'acted' else 'open' end, person_id, null,
      now() - interval '20 days', now() - interval '17 days',
      case when n % 30 <> 0 then now() - interval '18 days' end,
      case when n % 20 <> 0 then now() - interval '6 days' end,
      case when n % 20 <> 0 then 'improved' end, '{}'::jsonb, 'warning-2'
    from bench_learners where n % 10 = 0`);
}

async function ask(server: Server, { base, cookie }: Visit, path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${base}${path}`, {
    headers: { cookie },
    redirect: 'manual',
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
  return text;
}

async function measure(
  server: Server,
  visit: Visit,
  page: { label: string; path: string; target: { ms: number; queries: number } },
): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) await ask(server, visit, page.path);
  let queries = 0;
  let bytes = 0;
  for (let n = 0; n < ASKED; n += 1) {
    const before = spent.queries;
    const startedAt = performance.now();
    bytes = (await ask(server, visit, page.path)).length;
    times.push(performance.now() - startedAt);
    queries = Math.max(queries, spent.queries - before);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (ASKED - 1))] ?? 0;
  const { ms, queries: most } = page.target;
  const verdict = at(0.5) < ms && queries <= most ? 'within' : 'ABOVE';
  console.log(
    `  ${page.label}: median ${at(0.5).toFixed(1)} ms, 95th percentile ${at(0.95).toFixed(1)} ms, ${queries} queries, ${Math.round(bytes / 1024)} kB (${verdict} ${ms} ms and ${most} queries)`,
  );
}

const database = await aPostgres();
if (!database) throw new Error('No PostgreSQL answers.');
try {
  watchQueries();
  const deps = benchDeps(database.open);
  const school = await aBenchSchool(deps);
  const { schoolId, courseId } = school;
  await fillClass(deps, school);
  await fillSchool(deps, schoolId);
  await deps.db.execute(sql`vacuum analyze`);
  const teacher = await aMember(deps, { schoolId, courseId, role: 'instructor' });
  const head = await aPerson(deps, { schoolId });
  await anAppointment(deps, { schoolId, personId: head.personId, role: 'supervisor' });
  const server = createServer(createApp(deps).express);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  console.log(`PostgreSQL, ${ASKED} requests each over loopback:`);
  await measure(server, await aSession(deps, { schoolId, courseId, personId: teacher.personId }), {
    label: `class page, ${LEARNERS} learners × 40 skills × ${STATEMENTS_EACH} statements`,
    path: '/class',
    target: CLASS,
  });
  await measure(server, await aSession(deps, { schoolId, courseId: null, personId: head.personId }), {
    label: `school page, ${COURSES * LEARNERS_PER_COURSE} learners in ${COURSES} courses`,
    path: '/overview',
    target: SCHOOL,
  });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
} finally {
  await database.remove();
}
