/**
 * The whole way login → launch → landing page on PostgreSQL, of ltijs 5.9.9, of the least handler that is safe, and of
 * Waymark: each in a process of its own, one platform, one key, one client that asks in turn. See launch/.
 */
import { join } from 'node:path';
import { startChild, type Child } from '../conformance/child.ts';
import { PUBLIC_URL } from '../support/app.ts';
import { aPlatform, type TestPlatform } from '../support/test-platform.ts';
import { openPostgres } from '../../src/infra/db.ts';
import { migrate } from '../../src/infra/migrate.ts';
import { anEmptyPostgres } from './databases.ts';
import { createBrowsers, type Browser } from './launch/browsers.ts';
import { report, reportAfterLaunch, reportStatements, type Contestant } from './launch/report.ts';
import { walkAll, type Batch, type Doors, type Phase, type Visitor } from './launch/walk.ts';

const ABREAST = 8;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const WALKS = Number(process.env['BENCH_WALKS'] ?? 250);
const PEOPLE = 500;
const PROFILE = process.env['BENCH_PROFILE'];

type Name = 'ltijs' | 'minimal' | 'waymark';
interface Subject {
  name: Name;
  child: Child;
  doors: Doors;
  newBrowser: () => Browser;
  remove: () => Promise<void>;
}

async function start(name: Name, platform: TestPlatform): Promise<Subject | null> {
  const database = await anEmptyPostgres(name);
  if (!database) return null;
  if (name === 'waymark') {
    const open = openPostgres(database.url);
    await migrate(open);
    await open.close();
  }
  const file = { ltijs: '../conformance/ltijs/ltijs', minimal: 'launch/minimal', waymark: 'launch/waymark' }[
    name
  ];
  const child = await startChild(
    join(import.meta.dirname, `${file}.server.ts`),
    { DATABASE_URL: database.url, PUBLIC_URL, TOKEN_MAX_AGE_SECONDS: '60' },
    PROFILE === name ? ['--cpu-prof', '--cpu-prof-dir=build'] : [],
  );
  const { issuer, clientId, deploymentId, jwksUrl } = platform;
  await child.ask('trust', { issuer, clientId, deploymentId, jwksUrl });
  const doors = {
    ltijs: { login: '/login', launch: '/', targetLinkUri: `${child.origin}/` },
    minimal: { login: '/login', launch: '/launch', targetLinkUri: `${child.origin}/` },
    waymark: { login: '/lti/login', launch: '/lti/launch', targetLinkUri: `${PUBLIC_URL}/` },
  }[name];
  const remove = async () => {
    await child.stop();
    await database.remove();
  };
  return { name, child, doors, newBrowser: createBrowsers(child, ABREAST), remove };
}

const class_ = (subject: Subject, label: string, size: number): Visitor[] =>
  Array.from({ length: size }, (_, n) => ({
    subject: `${label.toLowerCase()}-${n}`,
    name: `${label} ${String(n).padStart(4, '0')}`,
    browser: subject.newBrowser(),
  }));

/** The visits' cookies, which browsers send to those visits only; over the rounds they would fill the memory. */
function forgetVisits(visitors: Visitor[]): void {
  for (const { browser } of visitors)
    for (const [key, { path }] of browser.cookies) if (path.startsWith('/s/')) browser.cookies.delete(key);
}

async function measure(subject: Subject, visitors: Visitor[], onPhase?: (phase: Phase) => Promise<void>) {
  const batch = await walkAll(subject.child, subject.doors, platform, visitors, {
    abreast: ABREAST,
    ...(onPhase ? { onPhase } : {}),
  });
  forgetVisits(visitors);
  return batch;
}

async function run(subjects: Record<Name, Subject>): Promise<void> {
  const { ltijs, minimal, waymark } = subjects;
  const known = {
    ltijs: class_(ltijs, 'Returning', PEOPLE),
    minimal: class_(minimal, 'Returning', PEOPLE),
    noticed: class_(waymark, 'Unread', PEOPLE),
    home: class_(waymark, 'Returning', PEOPLE),
  };
  for (const visitors of [known.noticed, known.home]) await measure(waymark, visitors);
  await measure(ltijs, known.ltijs);
  await measure(minimal, known.minimal);
  await waymark.child.ask('acceptPrivacy', 'Returning %');

  let cohort = 0;
  const some = (visitors: Visitor[]) => {
    const from = (cohort++ * WALKS) % visitors.length;
    return [...visitors.slice(from), ...visitors.slice(0, from)].slice(0, WALKS);
  };
  const fresh = (subject: Subject) => class_(subject, `New${cohort++}`, WALKS);
  const contestants: (Contestant & { walk: () => Promise<Batch> })[] = [
    { label: 'ltijs 5.9.9', group: 'returning', walk: () => measure(ltijs, some(known.ltijs)), batches: [] },
    { label: 'minimal', group: 'returning', walk: () => measure(minimal, some(known.minimal)), batches: [] },
    { label: 'Waymark', group: 'returning', walk: () => measure(waymark, some(known.noticed)), batches: [] },
    { label: 'Waymark', group: 'returning', walk: () => measure(waymark, some(known.home)), batches: [] },
    { label: 'ltijs 5.9.9', group: 'newcomers', walk: () => measure(ltijs, fresh(ltijs)), batches: [] },
    { label: 'minimal', group: 'newcomers', walk: () => measure(minimal, fresh(minimal)), batches: [] },
    { label: 'Waymark', group: 'newcomers', walk: () => measure(waymark, fresh(waymark)), batches: [] },
  ];
  // One round that doesn't count: caches fill, code gets compiled.
  for (const { walk } of contestants) await walk();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { walk, batches } of contestants) batches.push(await walk());
  report(contestants);
  await reportStatements(waymark.child, {
    returning: (onPhase) => measure(waymark, some(known.home), onPhase),
    newcomers: (onPhase) => measure(waymark, fresh(waymark), onPhase),
  });
  await reportAfterLaunch(waymark.child, known.home[0], (visitors, onPhase) =>
    walkAll(waymark.child, waymark.doors, platform, visitors, { abreast: 1, onPhase }),
  );
}

const platform = await aPlatform();
console.log(
  `${ABREAST} abreast, ${ROUNDS} rounds of ${WALKS} walks each in turn; the platform's signing is on no clock.`,
);
const started: Subject[] = [];
try {
  for (const name of ['ltijs', 'minimal', 'waymark'] as const) {
    const subject = await start(name, platform);
    if (subject) started.push(subject);
  }
  if (started.length === 3)
    await run(Object.fromEntries(started.map((subject) => [subject.name, subject])) as Record<Name, Subject>);
} finally {
  for (const { remove } of started) await remove();
  await platform.close();
}
