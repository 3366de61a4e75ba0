import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { replayFinished, type FinishedCourse } from '../../../src/features/learning/finished-course.rules.ts';
import { refitRisk } from '../../../src/features/learning/index.ts';
import { taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { loadRiskModel } from '../../../src/features/risk/record-run.ts';
import { courses, memberships, people, terms } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aSchool } from '../../support/builders.ts';
import { aTask } from './fold-scene.ts';

const DAY = 86_400_000;
const START = new Date('2026-02-02T00:00:00Z');
const day = (days: number) => new Date(START.getTime() + days * DAY);

describe('a finished course', () => {
  const course = (marks: (number | null)[]): FinishedCourse => ({
    courseId: 'c',
    startDay: 0,
    endDay: 40,
    tasks: [
      { taskId: 'one', tier: null, dueDay: 10 },
      { taskId: 'two', tier: null, dueDay: 20 },
    ],
    learners: [
      {
        personId: 'p',
        joinedDay: 0,
        tier: null,
        work: new Map(
          marks.flatMap((mark, index) =>
            mark === null ? [] : [[index === 0 ? 'one' : 'two', { doneDay: index === 0 ? 9 : 25, mark }]],
          ),
        ),
        days: [{ day: 9, events: 4 }],
      },
    ],
  });

  it('is seen as it was known week by week', () => {
    const rows = replayFinished(course([0.9, 0.9]));
    expect(rows.map(({ values }) => values.missed_run)).toEqual([0, 0, 1, 0, 0]);
    expect(rows.map(({ values }) => values.silent_weeks)).toEqual([1, 5 / 7, 12 / 7, 19 / 7, 26 / 7]);
    expect(rows.filter(({ isMidway }) => isMidway).map(({ week }) => week)).toEqual([3]);
  });

  it.each([
    ['with both marks', [0.9, 0.5], false],
    ['with one of two missing', [0.9, null], true],
    ['with low marks', [0.5, 0.6], true],
  ])('ends %s', (_, marks, failed) => {
    expect(replayFinished(course(marks)).every((row) => row.failed === failed)).toBe(true);
  });

  it('with one task says nothing', () => {
    expect(replayFinished({ ...course([1, 1]), tasks: [{ taskId: 'one', tier: null, dueDay: 10 }] })).toEqual(
      [],
    );
  });
});

describe('a school’s own model', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
    test.clock.now = day(150);
  });
  afterAll(() => test.close());

  /** A term that is over; every third learner hands in little, and that late. */
  async function aFinishedCourse(size: number): Promise<string> {
    const { deps } = test;
    const { schoolId } = await aSchool(deps);
    const { courseId } = await aCourse(deps, { schoolId });
    const termId = deps.newId();
    await deps.db
      .insert(terms)
      .values({ schoolId, id: termId, name: 'Spring', startsOn: '2026-02-02', endsOn: '2026-06-01' });
    await deps.db.update(courses).set({ termId }).where(eq(courses.id, courseId));
    const unitId = deps.newId();
    await deps.db.insert(units).values({ schoolId, courseId, id: unitId, position: 1, title: 'Unit' });
    const taskIds: string[] = [];
    for (const due of [20, 40, 60, 80])
      taskIds.push(
        await aTask(deps, {
          ...{ schoolId, courseId, unitId, activityId: null, skillIds: [] },
          kind: 'assignment',
          dueAt: day(due),
        }),
      );
    const learners = Array.from({ length: size }, (_, index) => ({
      id: deps.newId(),
      weak: index % 3 === 0,
      index,
    }));
    await deps.db.insert(people).values(
      learners.map(({ id, index }) => ({
        schoolId,
        id,
        displayName: `Learner ${index}`,
        createdAt: START,
      })),
    );
    await deps.db.insert(memberships).values(
      learners.map(({ id }) => ({
        schoolId,
        courseId,
        personId: id,
        role: 'learner' as const,
        createdAt: START,
      })),
    );
    await deps.db.insert(taskFacts).values(
      learners.flatMap(({ id, weak, index }) =>
        taskIds.slice(0, weak ? 1 + (index % 2) : 4).map((taskId, place) => ({
          schoolId,
          taskId,
          personId: id,
          startedAt: START,
          completedAt: day(place * 20 + (weak ? 22 : 19)),
          bestScaled: weak ? 0.5 : 0.7 + (index % 4) / 20,
          lastStatementId: deps.newId(),
        })),
      ),
    );
    return schoolId;
  }

  it('is not made of too few', async () => {
    const schoolId = await aFinishedCourse(30);
    expect(await refitRisk(test.deps, schoolId)).toEqual({ kind: 'too_few', learners: 30, failed: 10 });
    expect((await loadRiskModel(test.deps.db, schoolId)).version).toBe('risk-1');
  });

  it('is fitted on enough, judged on unseen learners, and in force from then on', async () => {
    const schoolId = await aFinishedCourse(210);
    const refit = await refitRisk(test.deps, schoolId);
    if (refit.kind !== 'refit') throw new Error(refit.kind);
    expect(refit.auc).toBeGreaterThanOrEqual(refit.shippedAuc);
    expect(refit.model).toMatchObject({ learners: 210, source: 'finished courses of this school' });
    const inForce = await loadRiskModel(test.deps.db, schoolId);
    expect(inForce).toEqual(refit.model);
    const other = await aSchool(test.deps);
    expect((await loadRiskModel(test.deps.db, other.schoolId)).version).toBe('risk-1');
  });
});
