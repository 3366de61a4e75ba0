import { describe, expect, test } from '@jest/globals';
import { presentPhases } from '../../../src/features/trajectory/phase.pages.ts';
import type { WeekOfPhase } from '../../../src/features/trajectory/phase.schema.ts';

const now = new Date('2026-09-16T01:00:00Z');
const week = (
  monday: string,
  phase: WeekOfPhase['phase'],
  minutes: number,
  given: Partial<WeekOfPhase> = {},
) => ({
  ...{ monday, phase, seconds: minutes * 60, tasks: 0, answers: 0, correct: 0 },
  ...given,
});
const show = (weeks: WeekOfPhase[], hasTimetable = true) =>
  presentPhases({ hasTimetable, weeks }, { now, timeZone: 'Asia/Shanghai', canPlan: true });

describe('the breakdown by phase', () => {
  test.each([
    ['leads to the timetable where there is none', [], false, 'noTimetable'],
    ['says that nothing was learnt yet', [], true, 'nothing'],
    ['is shown once there is something', [week('2026-09-14', 'in_class', 5)], true, 'shown'],
  ] as [string, WeekOfPhase[], boolean, string][])('%s', (_sentence, weeks, hasTimetable, state) => {
    expect(show(weeks, hasTimetable).state).toBe(state);
  });

  test('sums all weeks, and shows the last eight with each phase in its place', () => {
    const page = show([
      week('2026-05-04', 'in_class', 60, { tasks: 1, answers: 4, correct: 1 }),
      week('2026-09-14', 'in_class', 20, { answers: 4, correct: 3 }),
      week('2026-09-14', 'post_class', 20, { tasks: 2 }),
    ]);
    expect(page.totals).toEqual([
      { phase: 'pre_class', minutes: 0, share: 0, tasks: 0, answers: 0, right: null },
      { phase: 'in_class', minutes: 80, share: 0.8, tasks: 1, answers: 8, right: 0.5 },
      { phase: 'post_class', minutes: 20, share: 0.2, tasks: 2, answers: 0, right: null },
    ]);
    expect(page.weeks).toHaveLength(8);
    expect(page.weeks.at(-1)).toEqual({ label: '9/14', minutes: [0, 20, 20] });
    expect(page.weeks[0]).toEqual({ label: '7/27', minutes: [0, 0, 0] });
  });
});
