import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, asc, eq } from 'drizzle-orm';
import { caseEvents, cases } from '../../../src/features/cases/cases.tables.ts';
import { foldCursors } from '../../../src/features/trajectory/fold.tables.ts';
import { reassessEverybody } from '../../../src/features/learning/learning.jobs.ts';
import { dayFacts, learnerFacts, taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { scoreCourse, selectCoursesToScore } from '../../../src/features/learning/score-risk.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { riskRuns, riskScores } from '../../../src/features/risk/risk.tables.ts';
import { courses, terms } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aTask } from './fold-scene.ts';

const DAY = 86_400_000;
const START = new Date('2026-09-07T19:00:00Z');
const TIME_ZONE = 'Asia/Shanghai';
const after = (days: number) => new Date(START.getTime() + days * DAY);

let test: TestApp;
let course: { schoolId: string; courseId: string };
let taskIds: string[];
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  test.clock.now = START;
  const { schoolId } = await aSchool(test.deps, { timeZone: TIME_ZONE });
  course = { schoolId, ...(await aCourse(test.deps, { schoolId })) };
  const unitId = test.deps.newId();
  await test.deps.db.insert(units).values({ ...course, id: unitId, position: 1, title: 'Unit 1' });
  taskIds = [];
  for (const dueAfter of [7, 14, 21])
    taskIds.push(
      await aTask(test.deps, {
        ...course,
        unitId,
        kind: 'assignment',
        activityId: null,
        skillIds: [],
        title: `Essay ${dueAfter}`,
        dueAt: after(dueAfter),
      }),
    );
});
afterAll(() => test.close());

/** A learner with marks for the first essays, a day before each was due, who was here today. */
async function aStudent(name: string, marks: number[]): Promise<string> {
  const { personId } = await aMember(test.deps, { ...course, role: 'learner', name });
  const key = { ...course, personId };
  for (const [index, bestScaled] of marks.entries())
    await test.deps.db.insert(taskFacts).values({
      schoolId: course.schoolId,
      taskId: taskIds[index]!,
      personId,
      startedAt: START,
      completedAt: after(index * 7 + 6),
      bestScaled,
      lastStatementId: test.deps.newId(),
    });
  await test.deps.db
    .insert(learnerFacts)
    .values({ ...key, firstActivityAt: START, lastActivityAt: START, lastStatementId: test.deps.newId() });
  return personId;
}
/** Everybody was active today. */
async function active(personIds: string[]): Promise<void> {
  const { db, now } = test.deps;
  for (const personId of personIds)
    await db
      .insert(dayFacts)
      .values({
        ...course,
        personId,
        day: now().toISOString().slice(0, 10),
        statements: 5,
        lastActivityAt: now(),
      })
      .onConflictDoNothing();
  await db
    .update(learnerFacts)
    .set({ lastActivityAt: now() })
    .where(eq(learnerFacts.courseId, course.courseId));
}
const aClass = async (size: number) =>
  Promise.all(Array.from({ length: size }, (_, index) => aStudent(`Learner ${index}`, [0.8, 0.75, 0.9])));
const score = () => scoreCourse(test.deps, { ...course, timeZone: TIME_ZONE }, course.courseId);
const runsOf = () =>
  test.deps.db
    .select()
    .from(riskRuns)
    .where(eq(riskRuns.courseId, course.courseId))
    .orderBy(asc(riskRuns.runOn));
const scoreOf = (runId: string, personId: string) =>
  test.deps.db
    .select()
    .from(riskScores)
    .where(and(eq(riskScores.runId, runId), eq(riskScores.personId, personId)))
    .then(([row]) => row);

describe('the weekly look of the model', () => {
  it('records a probability with its reasons for each learner, and keeps the runs before', async () => {
    const strong = await aClass(11);
    const weak = await aStudent('Learner 99', [0.2, 0.1]);
    test.clock.now = after(22);
    await active([...strong, weak]);
    await score();
    test.clock.now = after(29);
    await active([...strong, weak]);
    await score();
    const [first, second] = await runsOf();
    expect(first).toMatchObject({ runOn: '2026-09-30', current: false, learners: 12, overCap: 0 });
    expect(second).toMatchObject({ current: true, modelVersion: 'risk-1', ruleVersion: 'warning-2' });
    const [then, now] = [await scoreOf(first!.id, weak), await scoreOf(second!.id, weak)];
    expect(then).toMatchObject({ level: null });
    expect(now).toMatchObject({ level: 'red' });
    expect(now?.terms[0]).toMatchObject({ feature: 'points_share', value: expect.closeTo(0.1, 5) });
    expect(now?.terms[0]?.contribution).toBeGreaterThan(1);
    expect((await scoreOf(second!.id, strong[0]!))?.p).toBeLessThan(0.2);
  });

  it('is taken by the nightly job once a week, and opens a case that says why', async () => {
    const strong = await aClass(11);
    const weak = await aStudent('Learner 99', [0.2, 0.1]);
    await test.deps.db.insert(foldCursors).values({
      schoolId: course.schoolId,
      transactionId: '0',
      sequence: 0,
      storedAt: START,
      foldedAt: START,
    });
    for (const day of [22, 23, 28, 29, 30]) {
      test.clock.now = after(day);
      await active([...strong, weak]);
      await reassessEverybody(test.deps);
    }
    expect((await runsOf()).map(({ runOn }) => runOn)).toEqual(['2026-09-30', '2026-10-07']);
    const [raised, ...others] = await test.deps.db
      .select()
      .from(cases)
      .where(eq(cases.courseId, course.courseId));
    expect(others).toEqual([]);
    expect(raised).toMatchObject({ subjectPersonId: weak, level: 'red', ruleVersion: 'warning-2' });
    expect(raised?.evidence.lines.map(({ id }) => id)).toEqual([
      'cases.line.missedDeadline',
      'cases.line.risk',
      'cases.line.riskTerm.points_share',
      'cases.line.riskTerm.missed_run',
      'cases.line.activity',
    ]);
    expect(raised?.measures['riskPercent']).toBeGreaterThan(80);
    const steps = await test.deps.db.select().from(caseEvents).where(eq(caseEvents.caseId, raised!.id));
    expect(steps.map(({ step }) => step)).toEqual(['raised']);
  });

  it('makes one matter of the class of more than its limit', async () => {
    const strong = await aClass(8);
    const weak = await Promise.all(
      [1, 2, 3, 4].map((index) => aStudent(`Weak ${index}`, [0.2, 0.1 + index / 100])),
    );
    for (const day of [22, 29]) {
      test.clock.now = after(day);
      await active([...strong, ...weak]);
      await score();
    }
    const run = (await runsOf()).at(-1);
    expect(run).toMatchObject({ learners: 12, overCap: 3 });
  });

  it('waits while records are missing, and outside the term', async () => {
    await active(await aClass(3));
    test.clock.now = after(10);
    await score();
    expect(await runsOf()).toEqual([]);
    const termId = test.deps.newId();
    await test.deps.db.insert(terms).values({
      schoolId: course.schoolId,
      id: termId,
      name: 'Past',
      startsOn: '2026-02-01',
      endsOn: '2026-07-01',
    });
    await test.deps.db.update(courses).set({ termId }).where(eq(courses.id, course.courseId));
    test.clock.now = after(1);
    await score();
    expect(await runsOf()).toEqual([]);
    await test.deps.db.update(courses).set({ termId: null }).where(eq(courses.id, course.courseId));
    await score();
    expect(await runsOf()).toHaveLength(1);
    const due = () => selectCoursesToScore(test.deps, { ...course, timeZone: TIME_ZONE }, [course.courseId]);
    expect(await due()).toEqual([]);
    test.clock.advance(7 * DAY);
    expect(await due()).toEqual([course.courseId]);
  });

  it('asks the same number of questions however many learners and runs there are', async () => {
    const few = await aClass(3);
    test.clock.now = after(8);
    await active(few);
    await score();
    test.clock.now = after(15);
    await active(few);
    const before = await countQueries(score);
    const many = [...few, ...(await aClass(20))];
    test.clock.now = after(22);
    await active(many);
    expect(await countQueries(score)).toBe(before);
    expect(await runsOf()).toHaveLength(3);
  });
});
