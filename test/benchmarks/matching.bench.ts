/**
 * Matching both ways as the pages do it, database reads included: one student against 10,000 open openings (top 20 with
 * reasons), and one opening against 20,000 students who agreed to be suggested (top 50 with reasons). Skills, levels and
 * answers are drawn from a fixed seed; each opening asks 5 of 43 skills, each student has answers to 12.
 */
import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { eq, sql } from 'drizzle-orm';
import { loadStudent } from '../../src/features/employers/load-student.ts';
import { recommend } from '../../src/features/employers/load-jobs.ts';
import { findCandidates } from '../../src/features/employers/make-shortlist.ts';
import { createPostingBook } from '../../src/features/employers/open-postings.ts';
import { loadCatalogue } from '../../src/features/programme/index.ts';
import { people, schools } from '../../src/features/roster/roster.tables.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { aPglite, aPostgres, type BenchDatabase } from './databases.ts';
import { benchDeps } from './store/bench-school.ts';

const OPENINGS = 10_000;
const STUDENTS = 20_000;
const EMPLOYERS = 500;
const RUNS = 20;
const TARGETS = { student: 100, opening: 1000 };

/** Filled by SQL alone: setseed makes the draws the same each time. */
async function fill(deps: Deps, schoolId: string): Promise<void> {
  const { db } = deps;
  const school = sql`${schoolId}::uuid`;
  const rows = [
    sql`select setseed(0.42)`,
    sql`insert into people (school_id, id, display_name, created_at)
      select ${school}, gen_random_uuid(), 'Learner ' || n, now() from generate_series(1, ${STUDENTS}::int) n`,
    sql`insert into job_profiles (school_id, person_id, recommendations, consented_at, posts, kinds, regions,
        regions_only, education, certificates, changed_at)
      select ${school}, id, true, now(), '[]', '[]', '["R1"]', random() < 0.1,
        (array['secondary_vocational', 'higher_vocational', 'bachelor'])[1 + floor(random() * 3)::int], '[]', now()
      from people where school_id = ${school}`,
    sql`insert into skill_facts (school_id, person_id, skill_id, answers, attempts, correct, recent, last_attempt_at, evidence)
      select ${school}, p.id, s.id, 10, 10, floor(random() * 11)::int, 0.5, now(), '[]'
      from people p cross join lateral (
        select id from skills where school_id = ${school} order by md5(id || p.id::text) limit 12) s
      where p.school_id = ${school}`,
    sql`insert into employers (school_id, id, name, kind, standing, region, verification, created_by, created_at, changed_at)
      select ${school}, gen_random_uuid(), 'Employer ' || n, 'private', 'ordinary', 'R' || n % 20, 'verified',
        (select id from people where school_id = ${school} limit 1), now(), now()
      from generate_series(1, ${EMPLOYERS}::int) n`,
    sql`insert into postings (school_id, id, employer_id, receipt, purpose, title, text, talent_type, wanted, region, kind,
        pay_min, pay_max, education, certificates, offers, special, expires_on, skills, state, hold_reasons, created_at,
        changed_at)
      select ${school}, gen_random_uuid(), e.id, e.name || '-' || n, 'opening', 'Post ' || n, 'Text of the post',
        (array['development', 'support', 'operations'])[1 + n % 3], 1, e.region, 'full_time', 4000, 6000,
        case when n % 4 = 0 then 'higher_vocational' end, '[]', '["1-B-2-a"]', '', current_date + 30,
        (select jsonb_agg(jsonb_build_object('skillId', s.id, 'level', 1 + n % 5, 'must', n % 2 = 0)) from (
          select id from skills where school_id = ${school} order by md5(id || e.name || n) limit 5) s),
        'open', '[]', now(), now()
      from employers e cross join generate_series(1, ${OPENINGS / EMPLOYERS}::int) n where e.school_id = ${school}`,
    sql`analyze`,
  ];
  for (const row of rows) await db.execute(row);
}

const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

interface Took {
  ms: number;
  /** What this process itself worked; with PGlite the database's work is in it, PostgreSQL's isn't. */
  cpuMs: number;
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

const tell = (what: string, took: readonly Took[], targetMs: number) => {
  const times = took.map(({ ms }) => ms);
  const cpu = medianOf(took.map(({ cpuMs }) => cpuMs));
  const verdict = medianOf(times) < targetMs ? 'within' : 'ABOVE';
  console.log(
    `  ${what}: median ${medianOf(times).toFixed(0)} ms (${verdict} ${targetMs} ms), worst of ${times.length} ${Math.max(...times).toFixed(0)} ms; CPU of this process ${cpu.toFixed(0)} ms`,
  );
};

async function run({ name, open }: BenchDatabase): Promise<void> {
  const deps = benchDeps(open);
  const schoolId = deps.newId();
  await deps.db.insert(schools).values({ id: schoolId, name: 'Bench school', createdAt: deps.now() });
  await loadCatalogue(deps, schoolId);
  await fill(deps, schoolId);
  const who = { schoolId, timeZone: 'UTC' };
  const rows = await deps.db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.schoolId, schoolId))
    .limit(RUNS);
  const book = createPostingBook(deps);
  console.log(
    `${name}: ${OPENINGS} openings of ${EMPLOYERS} employers, ${STUDENTS} students who agreed; load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`,
  );
  const first = await timed(() => book.read(who));
  console.log(
    `  reading all openings once, after a change: ${first.ms.toFixed(0)} ms; CPU ${first.cpuMs.toFixed(0)} ms`,
  );
  const { postings, weigh } = await book.read(who);
  if (postings.length !== OPENINGS) throw new Error(`There are ${postings.length} openings.`);
  const perStudent: Took[] = [];
  for (const { id: personId } of rows)
    perStudent.push(
      await timed(async () => {
        const openings = await book.read(who);
        const { student } = await loadStudent(deps, { schoolId, personId });
        const { best } = recommend(openings, student, 20);
        if (best.length !== 20) throw new Error(`Found ${best.length} openings.`);
      }),
    );
  tell('one student, top 20 with reasons', perStudent, TARGETS.student);
  const perOpening: Took[] = [];
  for (const posting of postings.slice(0, RUNS))
    perOpening.push(
      await timed(async () => {
        const candidates = await findCandidates(deps, schoolId, posting, weigh);
        if (candidates.length !== 50) throw new Error(`Found ${candidates.length} candidates.`);
      }),
    );
  tell('one opening, top 50 with reasons', perOpening, TARGETS.opening);
}

for (const make of [aPglite, aPostgres]) {
  const database = await make();
  if (!database) continue;
  try {
    await run(database);
  } finally {
    await database.remove();
  }
}
