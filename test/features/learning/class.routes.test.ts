import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { tierDecisions } from '../../../src/features/learning/learning.tables.ts';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { identities, people } from '../../../src/features/roster/roster.tables.ts';
import { storeStatements } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aClass, aPlan } from './class-scene.ts';
import { aLearner, withSkills, withTime, withWarning, type Course } from './learner-scene.ts';
import { visitor } from '../../support/visitor.ts';

const SKILLS = ['S102', 'S104', 'S105', 'S106', 'S107', 'S108', 'S111', 'S113'];
const HOSTILE = `<script>alert('x')</script>`;

interface Session {
  base: string;
  cookie: string;
}

let t: TestApp;
let course: Course;
let learners: string[];
let hostile: string;
let teacher: Session;

const { get, post } = visitor(() => ({ t, as: teacher }));
const signIn = (personId: string, at: Course = course) => aSession(t.deps, { ...at, personId, locale: 'en' });

beforeAll(async () => {
  t = await createTestApp();
  const { schoolId } = await aSchool(t.deps);
  await loadCatalogue(t.deps, schoolId);
  course = { schoolId, ...(await aCourse(t.deps, { schoolId, title: 'Networks' })) };
  const planned = await aPlan(t.deps, course, SKILLS);
  learners = await aClass(t.deps, course, { learners: 40, skillIds: SKILLS, planned });
  ({ personId: hostile } = await aLearner(t.deps, course, HOSTILE));
  teacher = await signIn(
    (await aMember(t.deps, { ...course, role: 'instructor', name: 'Teacher 01' })).personId,
  );
}, 120_000);
afterAll(() => t.close());

const first = () => learners[0] ?? '';

describe('the class page', () => {
  test('shows every learner once among the tiers and types, and everybody in the heat table', async () => {
    const { status, text } = await get('/class');
    expect(status).toBe(200);
    const grid = text.slice(text.indexOf('class="groups"'));
    expect(grid.slice(0, grid.indexOf('</table>')).match(/\/learners\//g)).toHaveLength(41);
    const heat = text.slice(text.indexOf('class="heat"'));
    expect(heat.slice(0, heat.indexOf('</table>')).match(/\/learners\//g)).toHaveLength(41);
    expect(text).toContain('href="' + teacher.base + '/warnings"');
    expect(text).toContain('<svg class="chart"');
  });

  test('puts those who need help most first', async () => {
    const { text } = await get('/class');
    const rows = text.slice(text.indexOf('class="heat"')).split('<tr>').slice(2);
    expect(rows[0]).toContain('badge red');
    expect(rows.findIndex((row) => row.includes('badge yellow'))).toBeGreaterThan(0);
  });

  test('asks the database a handful of times for forty learners', async () => {
    expect(await countQueries(() => get('/class').expect(200))).toBeLessThanOrEqual(8);
  });

  test('escapes what learners are called', async () => {
    const { text } = await get('/class');
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain('&lt;script&gt;');
    expect((await get(`/learners/${hostile}`)).text).not.toContain(HOSTILE);
  });

  test('sends a teacher without a plan to the plan', async () => {
    const empty = { schoolId: course.schoolId, ...(await aCourse(t.deps, { ...course, title: 'New' })) };
    const { personId } = await aMember(t.deps, { ...empty, role: 'instructor' });
    const session = await signIn(personId, empty);
    const { text } = await get('/class', session);
    expect(text).toContain(`href="${session.base}/plan"`);
    expect(text).toContain('No students yet');
  });

  test('is open to those appointed to help, without the teacher’s forms', async () => {
    const { personId } = await aPerson(t.deps, { ...course, name: 'Mentor 01' });
    await anAppointment(t.deps, { ...course, personId, role: 'enterprise_mentor' });
    const mentor = await signIn(personId);
    await get('/class', mentor).expect(200);
    const { text } = await get(`/learners/${first()}`, mentor);
    expect(text).toContain('Recommended teaching method');
    expect(text).not.toContain(`/learners/${first()}/tier"`);
    await post(`/learners/${first()}/tier`, { tier: 'experienced', reason: 'no' }, mentor).expect(403);
  });

  test('is closed to students', async () => {
    const student = await signIn(first());
    await get('/class', student).expect(403);
    await get(`/learners/${first()}`, student).expect(403);
  });
});

describe('a learner’s page', () => {
  test('shows trajectory, skills with evidence, weak spots, warnings and a recommended method', async () => {
    const { status, text } = await get(`/learners/${first()}`);
    expect(status).toBe(200);
    for (const words of [
      'tasks done',
      'Time on task',
      'Weak spots',
      'Warnings',
      'Tier and why',
      '/statements/',
    ])
      expect(text).toContain(words);
  });

  test('asks the database a handful of times, and notes who looked', async () => {
    const looks = async () =>
      (await t.deps.db.select().from(auditEvents).where(eq(auditEvents.action, 'learner.read'))).length;
    const before = await looks();
    // Nine reads, one of them what the model knows, and the note of the reading.
    expect(await countQueries(() => get(`/learners/${first()}`).expect(200))).toBeLessThanOrEqual(10);
    expect(await looks()).toBe(before + 1);
  });

  test('lets a teacher change the tier with a reason, which the learner reads', async () => {
    const { personId } = await aLearner(t.deps, course, 'Learner 50');
    await post(`/learners/${personId}/tier`, { tier: 'experienced', reason: '' }).expect(400);
    await post(`/learners/${personId}/tier`, { tier: 'experienced', reason: 'Worked in a lab' }).expect(303);
    const home = await get('/home', await signIn(personId));
    expect(home.text).toContain('Experienced');
    expect(home.text).toContain('Worked in a lab');
    const rows = await t.deps.db.select().from(tierDecisions).where(eq(tierDecisions.personId, personId));
    expect(rows.filter((row) => row.current)).toHaveLength(1);
  });

  test('is not found for somebody of another course or school', async () => {
    const elsewhere = { schoolId: course.schoolId, ...(await aCourse(t.deps, course)) };
    const other = await aLearner(t.deps, elsewhere, 'Learner 60');
    await get(`/learners/${other.personId}`).expect(404);
    await post(`/learners/${other.personId}/tier`, { tier: 'experienced', reason: 'no' }).expect(404);
    const foreign = await aSchool(t.deps);
    const abroad = { ...foreign, ...(await aCourse(t.deps, foreign)) };
    const foreigner = await signIn(
      (await aMember(t.deps, { ...abroad, role: 'instructor' })).personId,
      abroad,
    );
    await get(`/learners/${first()}`, foreigner).expect(404);
  });
});

describe('the evidence', () => {
  const statementOf = async (personId: string): Promise<string> => {
    const id = t.deps.newId();
    const homePage = t.deps.config.publicUrl;
    const outcome = await storeStatements(
      t.deps,
      {
        schoolId: course.schoolId,
        credentialId: null,
        authority: { objectType: 'Agent', account: { homePage, name: 'waymark' } },
      },
      [
        {
          id,
          actor: { objectType: 'Agent', account: { homePage, name: personId } },
          verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
          object: {
            id: `${homePage}/questions/S102-1`,
            definition: { name: { en: '<i>Which mask?</i>' }, description: { 'en-US': 'Pick one' } },
          },
          result: { success: false, response: 'b', duration: 'PT30S' },
        },
      ],
    );
    expect(outcome.ok).toBe(true);
    return id;
  };

  test('is told in words, raw below, and the reading is audited', async () => {
    const id = await statementOf(first());
    const { text } = await get(`/statements/${id}`);
    for (const words of ['answered', 'Pick one', 'wrong', '30 seconds', '&lt;i&gt;Which mask?'])
      expect(text).toContain(words);
    const notes = await t.deps.db.select().from(auditEvents).where(eq(auditEvents.action, 'statement.read'));
    expect(notes.map((note) => [note.subjectId, note.detail['statementId']])).toEqual([[first(), id]]);
  });

  test('is open to the learner, to nobody else’s learner, and to no foreign school', async () => {
    const id = await statementOf(first());
    await get(`/statements/${id}`, await signIn(first())).expect(200);
    await get(`/statements/${id}`, await signIn(learners[1] ?? '')).expect(404);
    const foreign = await aSchool(t.deps);
    const abroad = { ...foreign, ...(await aCourse(t.deps, foreign)) };
    const { personId } = await aMember(t.deps, { ...abroad, role: 'instructor' });
    await get(`/statements/${id}`, await signIn(personId, abroad)).expect(404);
    await get(`/statements/${t.deps.newId()}`).expect(404);
  });

  test('of an erased person can’t be opened', async () => {
    const gone = await aLearner(t.deps, course, 'Learner 70');
    const id = await statementOf(gone.personId);
    await t.deps.db.update(people).set({ erasedAt: t.clock.now }).where(eq(people.id, gone.personId));
    await get(`/statements/${id}`).expect(404);
    await t.deps.db.delete(identities).where(eq(identities.personId, gone.personId));
  });
});

describe('the overview', () => {
  test('adds up courses, activity and warnings, and says how fresh the data is', async () => {
    const admin = await signIn((await aMember(t.deps, { ...course, role: 'administrator' })).personId);
    const { status, text } = await get('/overview', admin);
    expect(status).toBe(200);
    expect(text).toContain('Networks');
    expect(text).toContain('How fresh the data is');
    // Three answers, and the word of the teacher who set a tier.
    expect(text).toContain('Being counted: 4 records');
    expect(await countQueries(() => get('/overview', admin).expect(200))).toBeLessThanOrEqual(8);
  });

  test('shows a course’s supervisor that course alone', async () => {
    const quiet = await aCourse(t.deps, { ...course, title: 'Databases' });
    const { personId: person } = await aLearner(t.deps, { ...course, ...quiet }, 'Learner 80');
    await withSkills(t.deps, { ...course, ...quiet, personId: person }, []);
    await withTime(t.deps, { ...course, ...quiet, personId: person }, { 20: 5 });
    await withWarning(t.deps, { ...course, ...quiet, personId: person }, 'yellow', 5);
    const { personId } = await aPerson(t.deps, { ...course, name: 'Supervisor 01' });
    await anAppointment(t.deps, { ...course, ...quiet, personId, role: 'supervisor' });
    const { text } = await get('/overview', await signIn(personId, { ...course, ...quiet }));
    expect(text).toContain('Databases');
    expect(text).not.toContain('Networks');
    expect(text).toContain('nobody in 7 days');
    expect(text).toContain('0/1');
  });

  test('is closed to teachers', async () => {
    await get('/overview').expect(403);
  });
});
