import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { copyCoursePlan, createCopyListener } from '../../../src/features/programme/copy-course-plan.ts';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { selectCoursePlan } from '../../../src/features/programme/plan.queries.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { findUnit, selectUnitSkills } from '../../../src/features/programme/unit.queries.ts';
import { courses } from '../../../src/features/roster/roster.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aPlan } from '../learning/class-scene.ts';

let t: TestApp;
let schoolId: string;
let original: { schoolId: string; courseId: string };

beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  await loadCatalogue(t.deps, schoolId);
}, 60_000);
afterAll(() => t.close());
beforeEach(async () => {
  original = { schoolId, ...(await aCourse(t.deps, { schoolId, title: 'Autumn' })) };
  await aPlan(t.deps, original, ['S102', 'S104', 'S012', 'S105']);
});

async function aCopyOf(from: { courseId: string }, title = 'Spring') {
  const copy = { schoolId, ...(await aCourse(t.deps, { schoolId, title })) };
  await t.deps.db.update(courses).set({ copiedFromId: from.courseId }).where(eq(courses.id, copy.courseId));
  return copy;
}
const copyPlanOf = (from: { courseId: string }, to: { courseId: string }) =>
  copyCoursePlan(t.deps, { schoolId, courseId: to.courseId, fromCourseId: from.courseId });

describe('A copied course', () => {
  test('gets units, tasks and skills, without the dates, activities and lessons of the old one', async () => {
    const copy = await aCopyOf(original);
    expect(await copyPlanOf(original, copy)).toBe(true);
    const before = await selectCoursePlan(t.deps.db, original);
    const after = await selectCoursePlan(t.deps.db, copy);
    const told = ({ title, kind, tier, position, required, skillIds }: (typeof after.tasks)[number]) => ({
      title,
      kind,
      tier,
      position,
      required,
      skillIds,
    });
    expect(after.units.map(({ title }) => title)).toEqual(before.units.map(({ title }) => title));
    expect(after.tasks.map(told)).toEqual(before.tasks.map(told));
    expect(after.tasks.every(({ dueAt, activityId }) => dueAt === null && activityId === null)).toBe(true);
    expect(after.lessons).toEqual([]);
    expect(after.units.some(({ id }) => before.units.some((unit) => unit.id === id))).toBe(false);
    const [entry] = await t.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, schoolId), eq(auditEvents.subjectId, copy.courseId)));
    expect(entry).toMatchObject({ action: 'plan.copied', detail: { units: 2, tasks: 4 } });
  });

  test('keeps the plan it has', async () => {
    const copy = await aCopyOf(original);
    await t.deps.db.insert(units).values({ ...copy, id: t.deps.newId(), position: 1, title: 'My own unit' });
    expect(await copyPlanOf(original, copy)).toBe(false);
    const { units: kept } = await selectCoursePlan(t.deps.db, copy);
    expect(kept.map(({ title }) => title)).toEqual(['My own unit']);
  });

  test('gets it once, however many launches come together', async () => {
    const copy = await aCopyOf(original);
    const done = await Promise.all([1, 2, 3].map(() => copyPlanOf(original, copy)));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect((await selectCoursePlan(t.deps.db, copy)).units).toHaveLength(2);
  });

  test('takes nothing from another school', async () => {
    const elsewhere = await aSchool(t.deps);
    const other = { ...elsewhere, ...(await aCourse(t.deps, elsewhere)) };
    expect(await copyCoursePlan(t.deps, { ...other, fromCourseId: original.courseId })).toBe(false);
  });

  test('resolves links of every course before it, over copies of copies', async () => {
    const copy = await aCopyOf(original);
    await copyPlanOf(original, copy);
    const second = await aCopyOf(copy, 'Summer');
    await copyPlanOf(copy, second);
    const [first] = await selectUnitSkills(t.deps.db, original);
    const [middle] = await selectUnitSkills(t.deps.db, copy);
    expect(middle?.ref).toBe(first?.id);
    for (const course of [original, copy, second])
      expect(await findUnit(t.deps.db, { ...course, unitRef: middle?.ref ?? '' })).toMatchObject({
        title: 'Unit 1',
        ref: first?.id,
      });
    expect(await findUnit(t.deps.db, { ...second, unitRef: t.deps.newId() })).toBeUndefined();
  });

  test('hears of it from a launch, and tells whoever counts on plans', async () => {
    const copy = await aCopyOf(original);
    const changed = await new Promise((resolve) => {
      createCopyListener(
        t.deps,
        resolve,
      )({
        schoolId,
        courseId: copy.courseId,
        copiedFromCourseId: original.courseId,
        registrationId: '',
        deploymentId: '1',
        contextId: '2',
        personId: '',
        tiedLineItem: null,
        newContext: true,
      });
    });
    expect(changed).toEqual(copy);
  });

  test('says on the plan page where the plan came from', async () => {
    const copy = await aCopyOf(original);
    const teacher = await aMember(t.deps, { ...copy, role: 'instructor' });
    const session = await aSession(t.deps, { ...copy, ...teacher, locale: 'en' });
    const read = () =>
      request(t.app.express).get(`${session.base}/plan`).set('cookie', session.cookie).expect(200);
    expect((await read()).text).not.toContain('was copied from');
    await copyPlanOf(original, copy);
    expect((await read()).text).toContain('was copied from the course “Autumn”');
  });
});
