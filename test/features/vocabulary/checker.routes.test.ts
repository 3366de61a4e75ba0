import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { statements } from '../../../src/features/xapi/xapi.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aKnownActor, send } from '../learning/fold-scene.ts';

const COURSE_IRI = 'https://lms.school.example/course/view.php?id=2';
const OTHER_IRI = 'https://lms.school.example/course/view.php?id=9';

interface Session {
  base: string;
  cookie: string;
}
let t: TestApp;
let schoolId: string;
let courseId: string;
let administrator: Session;
let teacher: Session;
let learner: Session;

beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  ({ courseId } = await aCourse(t.deps, { schoolId, title: 'Networks', activityIds: [COURSE_IRI] }));
  await aCourse(t.deps, { schoolId, title: 'Secret course', activityIds: [OTHER_IRI] });
  administrator = await aVisitor('administrator');
  teacher = await aVisitor('instructor');
  learner = await aVisitor('learner');
});
afterAll(() => t.close());

async function aVisitor(role: 'administrator' | 'instructor' | 'learner'): Promise<Session> {
  const { personId } = await aMember(t.deps, { schoolId, courseId, role });
  return aSession(t.deps, { schoolId, courseId, personId, locale: 'en' });
}
const get = (who: Session, path: string) =>
  request(t.app.express)
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, path: string, body: object) =>
  request(t.app.express)
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(body);
const check = (value: unknown, who = teacher) =>
  post(who, '/vocabulary', { source: typeof value === 'string' ? value : JSON.stringify(value) });

const answered = (given: object = {}, course = COURSE_IRI) => ({
  actor: { account: { homePage: 'https://lms.school.example', name: '101' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { en: 'answered' } },
  object: {
    id: 'https://lms.school.example/question/1',
    definition: { type: 'http://adlnet.gov/expapi/activities/cmi.interaction', name: { en: 'Question one' } },
  },
  result: { success: true, score: { scaled: 0.75 } },
  context: {
    contextActivities: {
      grouping: { id: course, definition: { type: 'http://adlnet.gov/expapi/activities/course' } },
    },
  },
  timestamp: '2026-09-07T01:00:00Z',
  ...given,
});
const profile = (given: object = {}) => ({
  id: 'https://example.org/quiz',
  type: 'Profile',
  prefLabel: { en: 'Quiz profile <b>' },
  definition: { en: 'What quizzes say.' },
  versions: [{ id: 'https://example.org/quiz/v1', generatedAtTime: '2026-01-01T00:00:00Z' }],
  templates: [
    {
      id: 'https://example.org/quiz/answered',
      type: 'StatementTemplate',
      prefLabel: { en: 'Quiz answer' },
      definition: { en: 'A question was answered.' },
      verb: 'http://adlnet.gov/expapi/verbs/answered',
      rules: [{ location: '$.result.success', presence: 'included' }],
    },
  ],
  ...given,
});
const upload = (document: unknown, who = administrator) =>
  request(t.app.express)
    .post(`${who.base}/vocabulary/profiles`)
    .set('cookie', who.cookie)
    .attach(
      'file',
      Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)),
      'profile.jsonld',
    );

describe('the statement checker', () => {
  it('is for authors of content: teachers and administrators', async () => {
    await get(learner, '/vocabulary').expect(403);
    await check(answered(), learner).expect(403);
    const { text } = await get(teacher, '/vocabulary').expect(200);
    expect(text).toContain('Weak spot');
    expect(text).not.toContain('Add a profile');
  });

  it('tells an invalid statement’s place and the requirement it breaks', async () => {
    const { text } = await check(answered({ actor: { name: 'Nobody' } })).expect(200);
    expect(text).toContain('/actor');
    expect(text).toMatch(/XAPI-\d{5}/);
    expect(text).not.toContain('The statement is valid.');
  });

  it.each([
    ['what isn’t JSON', '{"actor":', 'This isn’t JSON.'],
    ['more than it checks', JSON.stringify(Array.from({ length: 51 }, () => ({}))), 'At most 50'],
  ])('refuses %s', async (_what, source, words) => {
    expect((await check(source).expect(200)).text).toContain(words);
  });

  it('names the nearest template with what is missing, where, and what is right', async () => {
    const { text } = await check(answered()).expect(200);
    expect(text).toContain('The statement is valid.');
    expect(text).toContain('It follows no template. Nearest is: <strong>Answered in a test</strong>');
    expect(text).toContain('$.context.contextActivities.category[*].id');
    expect(text).toContain('https://w3id.org/waymark/xapi/instrument/v1');
    expect(text).toContain('The verb should be http://adlnet.gov/expapi/verbs/answered');
  });

  it('says what Waymark would read: kind, course and score', async () => {
    const { text } = await check(answered()).expect(200);
    expect(text).toContain('<strong>answered</strong>');
    expect(text).toContain('Networks');
    expect(text).toContain('75%');
    expect((await check(answered({}, 'https://elsewhere.example/c')).expect(200)).text).toContain(
      'unknown course address',
    );
    expect((await check(answered({ context: {} })).expect(200)).text).toContain('no course named');
  });

  it('tells a teacher no titles of courses that aren’t theirs', async () => {
    expect((await check(answered({}, OTHER_IRI)).expect(200)).text).not.toContain('Secret course');
    expect((await check(answered({}, OTHER_IRI), administrator).expect(200)).text).toContain('Secret course');
  });

  it('keeps nothing of what was pasted', async () => {
    const before = await t.deps.db.$count(statements, eq(statements.schoolId, schoolId));
    const { text } = await check(answered({ actor: { mbox: 'mailto:<script>@x.example' } }));
    expect(text).not.toContain('<script>@x');
    await check(answered());
    expect(await t.deps.db.$count(statements, eq(statements.schoolId, schoolId))).toBe(before);
  });

  it('lets pick a recent statement of the teacher’s own course, and notes that it was read', async () => {
    const [own = '', foreign = ''] = await send(t.deps, schoolId, [answered(), answered({}, OTHER_IRI)]);
    const { text } = await get(teacher, '/vocabulary').expect(200);
    expect(text).toContain(`statement=${own}`);
    expect(text).not.toContain(foreign);
    expect((await get(teacher, `/vocabulary?statement=${own}`).expect(200)).text).toContain(
      'The statement is valid.',
    );
    await get(teacher, `/vocabulary?statement=${foreign}`).expect(404);
    await get(administrator, `/vocabulary?statement=${foreign}`).expect(200);
    const read = await t.deps.db.select().from(auditEvents).where(eq(auditEvents.subjectId, own));
    expect(read).toMatchObject([{ action: 'statement.read' }]);
  });

  it('judges the order of statements that are given together', async () => {
    const { text: example } = await check(
      ['2026-09-07T01:00:00Z', '2026-09-07T02:00:00Z'].map((timestamp) => ({
        actor: { account: { homePage: 'https://x.example', name: '1' } },
        verb: { id: 'https://w3id.org/xapi/tla/verbs/planned' },
        object: {
          id: 'https://x.example/career',
          definition: { type: 'https://w3id.org/xapi/tla/activity-types/career' },
        },
        context: {
          registration: '01890000-0000-4000-8000-000000000001',
          contextActivities: { category: [{ id: 'https://w3id.org/waymark/xapi/career-goal/v1' }] },
        },
        timestamp,
      })),
    ).expect(200);
    expect(example).toContain('Goal set');
    expect(example).toContain('by time, number 2 doesn’t belong here');
  });
});

describe('an erased person', () => {
  it('can’t be looked up among the recent statements', async () => {
    const actorKey = 'account|https://lms.school.example|404';
    const actor = { account: { homePage: 'https://lms.school.example', name: '404' } };
    const { personId } = await aMember(t.deps, { schoolId, courseId, role: 'learner' });
    await aKnownActor(t.deps, { schoolId, personId, actorKey });
    const [id = ''] = await send(t.deps, schoolId, [answered({ actor })]);
    expect((await get(teacher, '/vocabulary')).text).toContain(id);
    await t.deps.db.update(people).set({ erasedAt: t.deps.now() }).where(eq(people.id, personId));
    expect((await get(teacher, '/vocabulary')).text).not.toContain(id);
    await get(administrator, `/vocabulary?statement=${id}`).expect(404);
  });
});

describe('profiles of others', () => {
  it('are uploaded by administrators only, used at once, and removed', async () => {
    await upload(profile(), teacher).expect(403);
    await upload(profile()).expect(303);
    const { text } = await check(answered()).expect(200);
    expect(text).toContain('Quiz answer');
    expect(text).toContain('Quiz profile &lt;b&gt;');
    await upload(profile({ prefLabel: { en: 'Quiz profile 2' } })).expect(303);
    expect((await get(teacher, '/vocabulary')).text).toContain('Quiz profile 2');
    await post(administrator, '/vocabulary/profiles/remove', { id: 'https://example.org/quiz' }).expect(303);
    await post(administrator, '/vocabulary/profiles/remove', { id: 'https://example.org/quiz' }).expect(404);
    expect((await check(answered())).text).not.toContain('Quiz answer');
  });

  it.each<[string, unknown, string]>([
    ['that isn’t JSON', 'profile', 'This file isn’t JSON.'],
    ['that isn’t a profile', { type: 'Statement' }, 'isn’t an xAPI Profile'],
    ['in place of ours', profile({ id: 'https://w3id.org/waymark/xapi/tier' }), 'comes with Waymark'],
    [
      'with a path that can’t be read',
      profile({
        templates: [{ ...profile().templates[0], rules: [{ location: '$..x', presence: 'included' }] }],
      }),
      '$..x',
    ],
  ])('%s are refused with the reason', async (_what, document, words) => {
    const { text } = await upload(document).expect(422);
    expect(text).toContain(words);
  });
});
