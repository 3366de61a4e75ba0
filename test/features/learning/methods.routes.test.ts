import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { measureMethods } from '../../../src/features/learning/measure-methods.ts';
import { forgetMethodsOf } from '../../../src/features/learning/methods.queries.ts';
import { methodDecisions } from '../../../src/features/learning/methods.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aSkill } from './fold-scene.ts';
import { DAY_MS, aLearner, withSkills, withTime, type Course } from './learner-scene.ts';

let test: TestApp;
let course: Course;
let teacher: { personId: string; base: string; cookie: string };
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  const { schoolId } = await aSchool(test.deps);
  course = { schoolId, ...(await aCourse(test.deps, { schoolId })) };
  await aSkill(test.deps, schoolId, 'S1');
  const { personId } = await aMember(test.deps, { ...course, role: 'instructor', name: 'Teacher 01' });
  teacher = { personId, ...(await aSession(test.deps, { ...course, personId, locale: 'en' })) };
});
afterAll(() => test.close());

/** Learners with a weak spot, here today. */
async function weakLearners(count: number): Promise<string[]> {
  const people: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { personId } = await aLearner(test.deps, course, `Learner 0${index}`);
    await withSkills(test.deps, { ...course, personId }, [{ skillId: 'S1', attempts: 6, correct: 1 }]);
    await withTime(test.deps, { ...course, personId }, { 0: 30 });
    people.push(personId);
  }
  return people;
}
const get = (session: { base: string; cookie: string }, path = '/methods') =>
  request(test.app.express)
    .get(session.base + path)
    .set('cookie', session.cookie);
const decide = (body: Record<string, string>, session: { base: string; cookie: string } = teacher) =>
  request(test.app.express)
    .post(`${session.base}/methods`)
    .set('cookie', session.cookie)
    .type('form')
    .send({ pattern: 'weak_spot', skillId: 'S1', method: 'case_breakdown', decision: 'accepted', ...body });
const decisionsOf = () =>
  test.deps.db.select().from(methodDecisions).where(eq(methodDecisions.courseId, course.courseId));

describe('a suggested method', () => {
  it('is shown with its evidence, and accepted with who, when and why', async () => {
    const [one = ''] = await weakLearners(3);
    const shown = await get(teacher, `/methods?person=${one}`);
    expect(shown.text).toContain('“Skill S1”: 1 of the latest 6 answers right.');
    expect(shown.text).toContain('2 other learners are in the same place.');
    expect((await decide({ personId: one, reason: 'Asked for an example' })).status).toBe(303);
    const [row] = await decisionsOf();
    expect(row).toMatchObject({
      personId: one,
      method: 'case_breakdown',
      decision: 'accepted',
      decidedBy: teacher.personId,
      ruleVersion: 'method-1',
    });
    expect(row?.comparable).toHaveLength(2);
    expect(row?.reasonSealed).not.toContain('example');
    const again = await get(teacher, `/methods?person=${one}`);
    expect(again.text).toContain('Asked for an example');
    expect(again.text).toContain('Nothing calls for another method now.');
    const audited = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, course.schoolId), eq(auditEvents.subjectId, one)));
    expect(audited.map(({ action }) => action)).toContain('learning.method.accepted');
  });

  it('notes with each learner, and with nobody else, that its reason was read', async () => {
    const [one = '', two = '', three = ''] = await weakLearners(3);
    await decide({ personId: one, reason: 'Asked for an example' });
    await decide({ personId: two, reason: 'Likes to talk' });
    await decide({ personId: three });
    await get(teacher);
    const read = await test.deps.db
      .select({ type: auditEvents.subjectType, id: auditEvents.subjectId })
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.schoolId, course.schoolId),
          eq(auditEvents.action, 'learning.method.reasons.read'),
        ),
      );
    expect(read.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      [one, two].sort().map((id) => ({ type: 'person', id })),
    );
  });

  it('keeps nobody’s name who was erased, and still counts as many', async () => {
    const [one = '', two = '', three = ''] = await weakLearners(3);
    await decide({ personId: one });
    const key = { schoolId: course.schoolId, personId: two };
    await inTransaction(test.deps.db, (tx) => forgetMethodsOf(tx, key));
    const [row] = await decisionsOf();
    expect(JSON.stringify([row?.subjects, row?.comparable])).not.toContain(two);
    expect(row?.subjects.map(({ personId }) => personId)).toEqual([one]);
    expect(row?.comparable).toHaveLength(2);
    expect(row?.comparable.map(({ personId }) => personId)).toContain(three);
  });

  it('is for the class when many share the weak spot', async () => {
    await weakLearners(6);
    expect((await get(teacher)).text).toContain('6 of 6 learners have a weak spot in “Skill S1”.');
    const given = { personId: '', pattern: 'shared_weak_spot', method: 'flipped', decision: 'declined' };
    expect((await decide(given)).status).toBe(303);
    expect(await decisionsOf()).toMatchObject([{ personId: null, decision: 'declined', measureAt: null }]);
  });

  it('that doesn’t stand is not recorded', async () => {
    const [one = ''] = await weakLearners(1);
    expect(
      (await decide({ personId: one, pattern: 'overdue', skillId: '', method: 'smaller_steps' })).status,
    ).toBe(409);
    expect((await decide({ personId: one, method: 'flipped' })).status).toBe(409);
    expect((await decide({ personId: one, method: 'nonsense' })).status).toBe(400);
    expect(await decisionsOf()).toEqual([]);
  });

  it('is the teacher’s to decide, and no learner sees it', async () => {
    const [one = ''] = await weakLearners(1);
    const learner = await aSession(test.deps, { ...course, personId: one });
    expect((await get(learner)).status).toBe(403);
    expect((await decide({ personId: one }, learner)).status).toBe(403);
    expect(await decisionsOf()).toEqual([]);
  });

  it('is measured after a fortnight beside those who were alike without it', async () => {
    const [one = '', two = '', three = ''] = await weakLearners(3);
    await decide({ personId: one });
    await decide({ personId: three });
    const improve = (personId: string, correct: number) =>
      test.deps.db
        .update(skillFacts)
        .set({ attempts: 10, correct })
        .where(and(eq(skillFacts.personId, personId), eq(skillFacts.skillId, 'S1')));
    await improve(one, 9);
    await improve(two, 4);
    test.clock.advance(13 * DAY_MS);
    await measureMethods(test.deps);
    expect((await decisionsOf()).every(({ measuredAt }) => measuredAt === null)).toBe(true);
    test.clock.advance(DAY_MS);
    await measureMethods(test.deps);
    const measured = (await decisionsOf()).find(({ personId }) => personId === one);
    // Whoever was given it as well is no comparison.
    expect(measured?.comparable.map(({ personId }) => personId)).toEqual([two]);
    expect(measured?.change).toBeGreaterThan(0.4);
    expect(measured?.comparableChange).toBeGreaterThan(0);
    expect(measured?.comparableChange).toBeLessThan(0.2);
    const later = await aSession(test.deps, { ...course, personId: teacher.personId, locale: 'en' });
    const shown = await get(later);
    // The same classmate beside both counts once.
    expect(shown.text).toMatch(/\(n=2\)<\/td><td class="number">\d+% \(n=1\)/);
    expect(shown.text).toContain('too few');
  });

  it('costs the same number of queries however large the class is', async () => {
    await weakLearners(2);
    const few = await countQueries(() => get(teacher).expect(200));
    await weakLearners(2);
    expect(await countQueries(() => get(teacher).expect(200))).toBe(few);
  });
});
