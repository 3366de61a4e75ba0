/**
 * Bringing a course of 2,000 members to what the LMS's roster says: the first reading (everybody is new), reading it
 * again unchanged, and after some joined, left and were renamed. From the pages' text to the commit; what the LMS and
 * the network take is not in it.
 */
import { performance } from 'node:perf_hooks';
import { v7 } from 'uuid';
import { judgeEntries, readMembersPage } from '../../src/features/lti-services/memberships.rules.ts';
import { reconcileMembers, takeCourseRosterLock } from '../../src/features/roster/index.ts';
import { courses, schools } from '../../src/features/roster/roster.tables.ts';
import { readConfig } from '../../src/infra/config.ts';
import { inTransaction } from '../../src/infra/db.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { openFilesFolder } from '../../src/infra/files.ts';
import { createLog } from '../../src/infra/log.ts';
import { createVault } from '../../src/infra/vault.ts';
import { aPglite, aPostgres, type BenchDatabase } from './databases.ts';

const MEMBERS = Number(process.env['BENCH_MEMBERS'] ?? 2000);
const RUNS = 3;
const ISSUER = 'https://lms.example.edu';

/** A page as Moodle writes it: the whole course at once. */
const pageOf = (from: number, name: string) =>
  JSON.stringify({
    id: `${ISSUER}/memberships`,
    context: { id: '2' },
    members: Array.from({ length: MEMBERS }, (_, index) => {
      const number = from + index;
      return {
        status: 'Active',
        roles: [index % 40 === 0 ? 'Instructor' : 'Learner'],
        user_id: String(number),
        lis_person_sourcedid: '',
        name: `${name} ${number}`,
        given_name: name,
        family_name: String(number),
        email: `user${number}@school.example`,
        ext_user_username: `user${number}`,
      };
    }),
  });

async function run({ name, open }: BenchDatabase): Promise<void> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost' });
  const deps: Deps = {
    db: open.db,
    now: () => new Date(),
    newId: () => v7(),
    log: createLog('silent'),
    config,
    vault: createVault(config.secret),
    mail: null,
    files: openFilesFolder(config.filesDir),
  };
  const times = { first: [] as number[], unchanged: [] as number[], changed: [] as number[] };
  for (let round = 0; round < RUNS; round += 1) {
    const schoolId = deps.newId();
    const courseId = deps.newId();
    const createdAt = deps.now();
    await open.db.insert(schools).values({ id: schoolId, name: 'Bench school', createdAt });
    await open.db.insert(courses).values({ schoolId, id: courseId, title: 'Bench course', createdAt });
    const read = async (page: string, expected: object) => {
      const startedAt = performance.now();
      const told = readMembersPage(page);
      const { members } = judgeEntries(told.kind === 'page' ? told.entries : []);
      const { counts } = await inTransaction(open.db, async (tx) => {
        await takeCourseRosterLock(tx, { schoolId, courseId });
        return reconcileMembers(
          tx,
          deps,
          { schoolId, courseId, issuer: ISSUER, actorPersonId: null },
          {
            members,
            complete: true,
            readAt: deps.now(),
            staffBefore: [],
            trusted: false,
            expectedLeaving: 0,
          },
        );
      });
      const tookMs = performance.now() - startedAt;
      if (JSON.stringify(counts) !== JSON.stringify(expected))
        throw new Error(`Counted ${JSON.stringify(counts)}.`);
      return tookMs;
    };
    const tenth = MEMBERS / 10;
    const first = pageOf(1, 'Member');
    const nothing = { joined: 0, left: 0, changed: 0, members: MEMBERS };
    times.first.push(await read(first, { ...nothing, joined: MEMBERS }));
    times.unchanged.push(await read(first, nothing));
    const changed = { joined: tenth, left: tenth, changed: MEMBERS - tenth, members: MEMBERS };
    times.changed.push(await read(pageOf(1 + tenth, 'Renamed'), changed));
  }
  console.log(`${name}, ${MEMBERS} members; milliseconds, best of ${RUNS} (all):`);
  for (const [label, all] of Object.entries(times))
    console.log(`  ${label.padEnd(9)}  ${Math.round(Math.min(...all))}  (${all.map(Math.round).join(', ')})`);
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
