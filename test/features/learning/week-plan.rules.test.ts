import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideReviewAt } from '../../../src/features/learning/review.rules.ts';
import { planWeek, type WeekSituation } from '../../../src/features/learning/week-plan.rules.ts';

const quiz = { kind: 'quiz' as const, pressing: false };
const late = { kind: 'assignment' as const, pressing: true };
const week = (changes: Partial<WeekSituation>): WeekSituation => ({
  tasks: [],
  weakSpots: 0,
  probes: 0,
  reviews: 0,
  minutesDone: 0,
  lastWeekMinutes: 0,
  ...changes,
});

describe('the plan for a week', () => {
  it.each([
    ['is empty when there is nothing to do', week({}), { tasks: 0, minutesLeft: 0, later: 0 }],
    [
      'takes what presses, however much',
      week({ tasks: [late, late, late] }),
      { tasks: 3, minutesLeft: 180, later: 0 },
    ],
    [
      'fills an hour with the next tasks',
      week({ tasks: [quiz, quiz, quiz, quiz] }),
      { tasks: 3, minutesLeft: 60, later: 1 },
    ],
    [
      'has as much room as the learner gave last week',
      week({ tasks: [quiz, quiz, quiz, quiz], lastWeekMinutes: 100 }),
      { tasks: 4, minutesLeft: 80, later: 0 },
    ],
    [
      'gets shorter by what was done',
      week({ tasks: [quiz, quiz, quiz, quiz], lastWeekMinutes: 100, minutesDone: 70 }),
      { tasks: 1, minutesLeft: 20, later: 3 },
    ],
    [
      'puts weak spots before tasks that can wait',
      week({ tasks: [quiz, quiz, quiz], weakSpots: 1, probes: 1, reviews: 1 }),
      { tasks: 2, practices: 1, probes: 1, reviews: 1, minutesLeft: 60, later: 1 },
    ],
    [
      'takes on two weak spots at once and no more',
      week({ weakSpots: 7 }),
      { practices: 2, minutesLeft: 20 },
    ],
    ['brings back three skills and no more', week({ reviews: 9 }), { reviews: 3, minutesLeft: 15 }],
  ])('%s', (_sentence, situation, plan) => {
    expect(planWeek(situation)).toMatchObject(plan);
  });

  it('never leaves out what presses, and loses no task', () => {
    const task = fc.record({ kind: fc.constantFrom('reading', 'quiz', 'project'), pressing: fc.boolean() });
    fc.assert(
      fc.property(fc.array(task), fc.nat(500), fc.nat(500), (tasks, minutesDone, lastWeekMinutes) => {
        const plan = planWeek(week({ tasks: tasks, minutesDone, lastWeekMinutes }));
        expect(plan.tasks).toBeGreaterThanOrEqual(tasks.filter(({ pressing }) => pressing).length);
        expect(plan.tasks + plan.later).toBe(tasks.length);
      }),
    );
  });
});

describe('a mastered skill comes back', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 8, 1 + n));
  const daysUntil = (at: Date, from: Date) => Math.round((at.getTime() - from.getTime()) / 86_400_000);

  it('some days after it was last met, where it was never practised here', () => {
    const due = daysUntil(decideReviewAt([], day(0)), day(0));
    expect(due).toBeGreaterThanOrEqual(2);
    expect(due).toBeLessThanOrEqual(30);
  });

  it('later and later while it is recalled', () => {
    const once = daysUntil(decideReviewAt([{ at: day(0), share: 0.9 }], day(0)), day(0));
    const twice = decideReviewAt(
      [0, once].map((n) => ({ at: day(n), share: 0.9 })),
      day(0),
    );
    expect(daysUntil(twice, day(once))).toBeGreaterThan(once);
  });

  it('soon when it was forgotten, and sooner the less was right', () => {
    const after = (share: number) =>
      daysUntil(
        decideReviewAt(
          [
            { at: day(0), share: 0.9 },
            { at: day(9), share },
          ],
          day(0),
        ),
        day(9),
      );
    expect(after(0.2)).toBeLessThan(after(0.6));
    expect(after(0.6)).toBeLessThanOrEqual(after(0.8));
    expect(after(0.8)).toBeLessThan(after(1));
  });
});
