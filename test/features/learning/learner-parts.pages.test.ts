import { describe, expect, test } from '@jest/globals';
import {
  orderTasksToDo,
  presentPace,
  presentSkills,
  presentStages,
  presentTask,
  presentTier,
} from '../../../src/features/learning/learner-parts.pages.ts';
import type { LearnerTask } from '../../../src/features/learning/learner.schema.ts';
import { presentWeeks } from '../../../src/features/learning/learner.pages.ts';
import { presentProgress } from '../../../src/features/learning/time-on-task.pages.ts';

const now = new Date('2026-09-09T16:30:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const task = (given: Partial<LearnerTask> = {}): LearnerTask => ({
  id: 't',
  unitTitle: 'Unit 1',
  title: 'Task',
  kind: 'quiz',
  activityId: 'https://lms.example.edu/mod/quiz/view.php?id=1',
  dueAt: null,
  required: true,
  startedAt: null,
  completedAt: null,
  bestScaled: null,
  ...given,
});

describe('a task', () => {
  test.each([
    ['is done once completed, however late', { dueAt: inDays(-9), completedAt: now }, 'done'],
    ['is overdue past its date', { dueAt: inDays(-1.5) }, 'overdue'],
    ['is due soon within three days', { dueAt: inDays(2) }, 'due_soon'],
    ['is open when it has time', { dueAt: inDays(9) }, 'open'],
    ['is open without a date', {}, 'open'],
  ] as [string, Partial<LearnerTask>, string][])('%s', (_sentence, given, state) => {
    expect(presentTask(task(given), now).state).toBe(state);
  });

  test('counts whole days late', () => {
    expect(presentTask(task({ dueAt: inDays(-1.5) }), now).daysLate).toBe(1);
    expect(presentTask(task({ dueAt: inDays(-0.5) }), now).daysLate).toBe(0);
  });

  test.each([
    ['a web address', 'https://lms.example.edu/x', 'https://lms.example.edu/x'],
    ['another scheme', 'javascript:alert(1)', null],
    ['a name', 'urn:uuid:1', null],
  ])('leads to its activity only by %s', (_kind, activityId, href) => {
    expect(presentTask(task({ activityId }), now).href).toBe(href);
  });
});

test('tasks to do: late and required first, then by date, then as planned', () => {
  const lines = [
    task({ id: 'open' }),
    task({ id: 'optional late', dueAt: inDays(-5), required: false }),
    task({ id: 'later', dueAt: inDays(5) }),
    task({ id: 'late', dueAt: inDays(-1) }),
    task({ id: 'done', completedAt: now }),
  ].map((one) => presentTask(one, now));
  expect(orderTasksToDo(lines).map(({ id }) => id)).toEqual(['late', 'optional late', 'later', 'open']);
});

test('the pace compares required work that was due with what is done', () => {
  const lines = [
    task({ dueAt: inDays(-2), completedAt: now }),
    task({ dueAt: inDays(-1) }),
    task({ dueAt: inDays(-1), required: false }),
    task({ dueAt: inDays(3) }),
  ].map((one) => presentTask(one, now));
  expect(presentPace(lines, now)).toEqual({ done: 1, total: 4, dueByNow: 2, dueDone: 1, behind: true });
});

describe('the stages of figure 1', () => {
  const at = new Date('2026-09-01T00:00:00Z');
  test.each([
    ['nothing is known', [], ['coming', 'coming', 'coming', 'coming', 'coming', 'coming']],
    [
      'the last one begun and not ended is where one is',
      [
        { stage: 'admission', startedAt: at, endedAt: at },
        { stage: 'career', startedAt: at, endedAt: null },
        { stage: 'teaching', startedAt: at, endedAt: null },
      ],
      ['coming', 'done', 'done', 'current', 'coming', 'coming'],
    ],
  ] as [string, Parameters<typeof presentStages>[0], string[]][])('%s', (_sentence, records, states) => {
    expect(presentStages(records).map(({ state }) => state)).toEqual(states);
  });
});

test('skills: weak spots first, then the lowest', () => {
  const fact = (skillId: string, correct: number, weakSince: Date | null) => ({
    skillId,
    name: { 'zh-CN': skillId, en: skillId },
    attempts: 10,
    correct,
    run: -1,
    lastAttemptAt: now,
    statementIds: ['s1', 's2'],
    weakSince,
    spot: weakSince && ('confirmed' as const),
    stuckAt: null,
  });
  const skills = presentSkills([fact('high', 9, null), fact('low', 6, null), fact('weak', 7, now)]);
  expect(skills.map(({ skillId }) => skillId)).toEqual(['weak', 'low', 'high']);
  expect(skills.map(({ drilled }) => drilled)).toEqual([true, false, false]);
  expect(skills[0]?.evidence).toEqual([
    { place: 1, statementId: 's1' },
    { place: 2, statementId: 's2' },
  ]);
});

test('without a decision the tier is that of beginners, provisionally', () => {
  expect(presentTier(null)).toMatchObject({ tier: 'zero_basis', decided: false, provisional: true });
});

describe('time on task', () => {
  // 00:30 on Thursday 10 September in Shanghai.
  const days = [
    { day: '2026-09-10', seconds: 600 },
    { day: '2026-09-07', seconds: 1200 },
    { day: '2026-09-06', seconds: 300 },
    { day: '2026-08-30', seconds: 60_000 },
  ];

  test('counts days and weeks in the school’s zone', () => {
    const progress = presentProgress(days, now, 'Asia/Shanghai');
    expect(progress.bars).toHaveLength(14);
    expect(progress.bars.at(-1)).toEqual({ label: '9/10', minutes: 10 });
    expect(progress.thisWeekMinutes).toBe(30);
    expect(progress.lastWeekMinutes).toBe(5);
  });

  test('counts twelve weeks by their Mondays', () => {
    const weeks = presentWeeks(days, now, 'Asia/Shanghai');
    expect(weeks.slice(-3)).toEqual([
      { label: '8/24', minutes: 1000 },
      { label: '8/31', minutes: 5 },
      { label: '9/7', minutes: 30 },
    ]);
    expect(weeks).toHaveLength(12);
  });
});
