import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { forgetInRooms } from '../../../src/app-people.ts';
import { signingDataSources } from '../../../src/features/signing/index.ts';
import { agreements, disputes } from '../../../src/features/signing/signing.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';
import { visitor, type Visit } from '../../support/visitor.ts';

let t: TestApp;
let schoolId: string;
let courseId: string;
let learner: { personId: string };
let mine: Visit;
let classmate: Visit;
let adviser: Visit;
let stranger: Visit;

const { get, post } = visitor(() => ({ t, as: mine }));
const paper = {
  kind: 'labour',
  employer: 'Jinan A works',
  termMonths: '12',
  probationMonths: '6',
  deposit: '300',
};
const save = async (form: object = paper): Promise<string> => {
  const { headers } = await post('/signing/agreements', form).expect(303);
  return String(headers['location']).replace(mine.base, '').replace('?saved=1', '');
};
const openDispute = async (form: object = {}): Promise<string> => {
  const given = { kind: 'pay', aroseOn: '2026-01-05', story: 'Two months were not paid.', ...form };
  const { headers } = await post('/signing/disputes', given).expect(303);
  return String(headers['location']).replace(mine.base, '').replace('?saved=1', '');
};

beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
}, 60_000);
afterAll(() => t.close());

beforeEach(async () => {
  ({ courseId } = await aCourse(t.deps, { schoolId }));
  const visit = (person: { personId: string }, of: string | null = courseId) =>
    aSession(t.deps, { schoolId, courseId: of, personId: person.personId, locale: 'en' });
  const course = { schoolId, courseId };
  learner = await aMember(t.deps, { ...course, role: 'learner' });
  mine = await visit(learner);
  classmate = await visit(await aMember(t.deps, { ...course, role: 'learner', name: 'Learner 02' }));
  const teacher = await aPerson(t.deps, { schoolId, name: 'Adviser' });
  await anAppointment(t.deps, { schoolId, personId: teacher.personId, role: 'career_teacher' });
  adviser = await visit(teacher);
  const other = await aCourse(t.deps, { schoolId });
  stranger = await visit(teacher, other.courseId);
});

describe('An agreement', () => {
  test('is checked when it is saved, with the law each finding rests on', async () => {
    const { text } = await get(await save());
    expect(text).toContain('An employer may take no deposit');
    expect(text).toContain('6 months of probation are too long: for such a term at most 2.');
    expect(text).toContain('Labour Contract Law, article 19');
    expect((await get('/signing')).text).toContain('Jinan A works');
  });

  test('is kept sealed, changed and put away by its owner', async () => {
    const path = await save();
    const [row] = await t.deps.db.select().from(agreements).where(eq(agreements.personId, learner.personId));
    expect(row?.clausesSealed).not.toContain('Jinan');
    await post(path, { ...paper, deposit: '', probationMonths: '2' }).expect(303);
    expect((await get(path)).text).not.toContain('take no deposit');
    await post(`${path}/drop`, {}).expect(303);
    expect((await get('/signing')).text).toContain('not signed');
  });

  test('is nobody else’s to see until it is shared, and then the adviser’s of that course', async () => {
    const path = await save();
    await get(path, adviser).expect(404);
    await post(path, { ...paper, shared: 'on' }).expect(303);
    await get(path, classmate).expect(404);
    await get(path, stranger).expect(404);
    expect((await get('/signing', adviser)).text).toContain('Learner 01');
    expect((await get(path, adviser).expect(200)).text).toContain('Jinan A works');
    await post(`${path}/advice`, { note: 'Ask them to strike the deposit.' }, adviser).expect(303);
    expect((await get(path)).text).toContain('Ask them to strike the deposit.');
    const audits = await t.deps.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, learner.personId));
    expect(audits.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['signing.agreement.read', 'signing.agreement.advise']),
    );
  });

  test('is refused with the field’s name when something in it can’t be', async () => {
    const { status, text } = await post('/signing/agreements', { ...paper, termMonths: '-3' });
    expect(status).toBe(400);
    expect(text).toContain('termMonths');
  });

  test('is no adviser’s to change', async () => {
    const path = await save({ ...paper, shared: 'on' });
    await post(path, paper, adviser).expect(403);
    await post(`${path}/advice`, { note: 'To myself.' }).expect(403);
  });
});

describe('A dispute', () => {
  test('is its owner’s alone until they share it, and again when they take that back', async () => {
    const path = await openDispute();
    expect((await get(path)).text).toContain('Arbitration can be asked for until 2027-01-05');
    await get(path, adviser).expect(404);
    await post(`${path}/share`, { shared: '1' }).expect(303);
    expect((await get(path, adviser).expect(200)).text).toContain('Two months were not paid.');
    await post(
      `${path}/steps`,
      { kind: 'talked', day: '2026-01-06', note: 'We wrote to them.' },
      adviser,
    ).expect(303);
    await post(`${path}/share`, {}).expect(303);
    await get(path, adviser).expect(404);
    expect((await get(path)).text).toContain('We wrote to them.');
  });

  test('goes step by step: the court comes after an award', async () => {
    const path = await openDispute();
    const step = (kind: string) => post(`${path}/steps`, { kind, day: '2026-01-10', note: 'Done.' });
    await step('court').expect(409);
    await step('arbitration').expect(303);
    await step('award').expect(303);
    expect((await get(path)).text).toContain('You can go to court until 2026-01-25');
    await post(`${path}/close`, { outcome: 'won' }).expect(303);
    await step('note').expect(409);
  });

  test('doesn’t begin in the future', async () => {
    await post('/signing/disputes', { kind: 'pay', aroseOn: '2999-01-01', story: 'Not yet.' }).expect(400);
  });
});

test('Papers and disputes are among "my data", opened, and go with their owner', async () => {
  await save();
  const path = await openDispute();
  await post(`${path}/steps`, { kind: 'talked', day: '2026-01-06', note: 'They promised.' }).expect(303);
  const key = { schoolId, personId: learner.personId };
  const held = JSON.stringify(
    await Promise.all(signingDataSources(t.deps).map((source) => source.select(key))),
  );
  for (const words of ['Jinan A works', 'Two months were not paid.', 'They promised.'])
    expect(held).toContain(words);
  await forgetInRooms(t.deps.db, key);
  expect(await t.deps.db.$count(agreements, eq(agreements.personId, learner.personId))).toBe(0);
  expect(await t.deps.db.$count(disputes, eq(disputes.personId, learner.personId))).toBe(0);
});
