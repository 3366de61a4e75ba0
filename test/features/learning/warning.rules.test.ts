import { describe, expect, it } from '@jest/globals';
import { compareMeasures, mayRaise } from '../../../src/features/learning/case-trend.rules.ts';
import { decideClassWarning, type ClassSignals } from '../../../src/features/learning/class-warning.rules.ts';
import type { RiskSignal } from '../../../src/features/learning/risk-evidence.rules.ts';
import {
  decideWarning,
  type Deadline,
  type LearnerSignals,
  type Warning,
} from '../../../src/features/learning/warning.rules.ts';

const NOW = new Date('2026-10-15T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const deadline = (dueDaysAgo: number, done = false): Deadline => ({
  title: `Task ${dueDaysAgo}`,
  dueAt: daysAgo(dueDaysAgo),
  completedAt: done ? daysAgo(dueDaysAgo) : null,
  doneShare: 0.8,
});
/** A learner who does as much as the others and misses nothing. */
const signals = (given: Partial<LearnerSignals> = {}): LearnerSignals => ({
  joinedAt: daysAgo(60),
  lastActivityAt: daysAgo(1),
  lastStatementId: 's1',
  deadlines: [],
  events: 20,
  courseMeanEvents: 20,
  activeShare: 0.9,
  newestEventAt: daysAgo(0),
  termStartsAt: null,
  inTerm: true,
  risk: null,
  ...given,
});
const quiet = { events: 4 };
const silent = { events: 0, lastActivityAt: daysAgo(14) };

describe('a warning about a learner', () => {
  it.each<[string, LearnerSignals, string]>([
    ['nothing missed and active: none', signals(), 'none'],
    ['one deadline missed, active: none', signals({ deadlines: [deadline(4)] }), 'none'],
    [
      'one deadline missed and little activity: yellow',
      signals({ ...quiet, deadlines: [deadline(4)] }),
      'yellow',
    ],
    ['within the three days of grace: none', signals({ ...quiet, deadlines: [deadline(2)] }), 'none'],
    ['little activity alone: none', signals(quiet), 'none'],
    ['half of the mean is enough', signals({ events: 10, deadlines: [deadline(4)] }), 'none'],
    [
      'records are three days behind: still a warning',
      signals({ newestEventAt: daysAgo(3), deadlines: [deadline(10), deadline(4)] }),
      'red',
    ],
    [
      'records are older, as while a history is sent: none',
      signals({ newestEventAt: daysAgo(4), deadlines: [deadline(10), deadline(4)] }),
      'none',
    ],
    ['two missed in a row: red, however active', signals({ deadlines: [deadline(10), deadline(4)] }), 'red'],
    [
      'two missed with one done in between: not red',
      signals({ deadlines: [deadline(10), deadline(8, true), deadline(4)] }),
      'none',
    ],
    [
      'the last two count, not earlier ones',
      signals({ deadlines: [deadline(20), deadline(15), deadline(4, true)] }),
      'none',
    ],
    [
      'what was due before somebody joined isn’t missed',
      signals({ joinedAt: daysAgo(3), deadlines: [deadline(10), deadline(4)] }),
      'none',
    ],
    ['silent for 14 days while the class works: yellow', signals(silent), 'yellow'],
    ['silent for 13 days: none', signals({ events: 0, lastActivityAt: daysAgo(13) }), 'none'],
    ['the class is silent too: none', signals({ ...silent, activeShare: 0.4 }), 'none'],
    ['outside the term: none', signals({ ...silent, inTerm: false }), 'none'],
    ['the term began 5 days ago: none', signals({ ...silent, termStartsAt: daysAgo(5) }), 'none'],
    [
      'never seen since joining 14 days ago: yellow',
      signals({ ...silent, lastActivityAt: null, joinedAt: daysAgo(14) }),
      'yellow',
    ],
    [
      'joined yesterday and not seen yet: none',
      signals({ ...silent, lastActivityAt: null, joinedAt: daysAgo(1) }),
      'none',
    ],
  ])('%s', (_sentence, given, level) => {
    expect(decideWarning(given, NOW)?.level ?? 'none').toBe(level);
  });

  it('says what happened, compared with what, and what to do', () => {
    const warning = decideWarning(signals({ ...quiet, deadlines: [deadline(4)] }), NOW);
    expect(warning?.evidence).toEqual({
      lines: [
        {
          id: 'cases.line.missedDeadline',
          values: { task: 'Task 4', days: 4, donePercent: 80 },
          statementIds: [],
        },
        {
          id: 'cases.line.activity',
          values: { events: 4, mean: 20, percent: 20, days: 14 },
          statementIds: ['s1'],
        },
      ],
      suggestion: 'cases.suggestion.agreeOnPlan',
      measures: { missedDeadlines: 1, activityPercent: 20, silentDays: 1 },
    });
  });

  it('shows both missed deadlines when it is red, and asks for the mentor', () => {
    const warning = decideWarning(signals({ deadlines: [deadline(10), deadline(4)] }), NOW);
    expect(warning?.evidence.lines.map(({ values }) => values['task'])).toEqual([
      'Task 10',
      'Task 4',
      undefined,
    ]);
    expect(warning?.evidence.suggestion).toBe('cases.suggestion.meetWithMentor');
  });
});

describe('a warning by the model', () => {
  const risk = (given: Partial<RiskSignal> = {}): RiskSignal => ({
    p: 0.71,
    level: 'yellow',
    courseMean: 0.234,
    terms: [
      { feature: 'points_share', value: 0.352, courseMean: 0.71, contribution: 1.6 },
      { feature: 'late_share', value: 0, courseMean: 0.1, contribution: -0.3 },
      { feature: 'missed_run', value: 1, courseMean: 0.24, contribution: 0.2 },
      { feature: 'study_load', value: 1, courseMean: 0, contribution: 0.01 },
    ],
    ...given,
  });

  it.each<[string, LearnerSignals, string]>([
    ['its level is taken over', signals({ risk: risk() }), 'yellow'],
    ['red as well', signals({ risk: risk({ level: 'red' }) }), 'red'],
    [
      'a high score the policy made nothing of: none',
      signals({ risk: risk({ p: 0.9, level: null }) }),
      'none',
    ],
    ['records are older: none', signals({ risk: risk(), newestEventAt: daysAgo(4) }), 'none'],
    [
      'two deadlines missed in a row stay red whatever the model says',
      signals({ risk: risk({ level: null, p: 0.1 }), deadlines: [deadline(10), deadline(4)] }),
      'red',
    ],
  ])('%s', (_sentence, given, level) => {
    expect(decideWarning(given, NOW)?.level ?? 'none').toBe(level);
  });

  it('gives the probability beside the course’s, and the reasons that raise it beside what is usual', () => {
    const { lines, suggestion, measures } = decideWarning(signals({ risk: risk() }), NOW)!.evidence;
    expect(lines.map(({ id, values }) => [id, values])).toEqual([
      ['cases.line.risk', { percent: 71, mean: 23 }],
      ['cases.line.riskTerm.points_share', { value: 35, mean: 71 }],
      ['cases.line.riskTerm.missed_run', { value: 1, mean: 0.2 }],
      ['cases.line.activity', { events: 20, mean: 20, percent: 100, days: 14 }],
    ]);
    expect(suggestion).toBe('cases.suggestion.goThroughWork');
    expect(measures).toMatchObject({ riskPercent: 71 });
  });

  it.each([
    ['silent_weeks', 'reachOut'],
    ['missed_run', 'agreeOnPlan'],
  ] as const)('suggests by its strongest reason: %s → %s', (feature, suggestion) => {
    const terms = [{ feature, value: 3, courseMean: 0, contribution: 2 }];
    expect(decideWarning(signals({ risk: risk({ terms }) }), NOW)?.evidence.suggestion).toBe(
      `cases.suggestion.${suggestion}`,
    );
  });
});

describe('a warning about a class', () => {
  const of = (spots: ClassSignals['spots'], classSize: number, risk: ClassSignals['risk'] = null) =>
    decideClassWarning({ spots, classSize, risk });
  const spot = (learners: number, skillId = 'S1') => ({ skillId, skillZh: 'A', skillEn: 'B', learners });
  it.each([
    ['three of ten share a weak spot: yellow', [spot(3)], 10, 30],
    ['two of ten don’t call for one', [spot(2)], 10, null],
    ['in a class of four nothing is shared by chance', [spot(4)], 4, null],
    ['the worst is what is measured', [spot(3), spot(6, 'S2')], 10, 60],
  ])('%s', (_sentence, spots, size, percent) => {
    const warning = of(spots, size);
    expect(warning?.evidence.measures['weakPercent'] ?? null).toBe(percent);
  });

  it('is given when more are at risk than may be warned of one by one', () => {
    const many = of([], 40, { learners: 40, warned: 6, overCap: 4 });
    expect(many?.evidence).toEqual({
      lines: [
        {
          id: 'cases.line.manyAtRisk',
          values: { atRisk: 10, overCap: 4, learners: 40, percent: 25 },
          statementIds: [],
        },
      ],
      suggestion: 'cases.suggestion.lookAtCourse',
      measures: { weakPercent: 0, atRiskPercent: 25 },
    });
    expect(of([], 40, { learners: 40, warned: 6, overCap: 0 })).toBeNull();
    expect(of([spot(4)], 4, { learners: 4, warned: 1, overCap: 2 })?.evidence.lines).toHaveLength(1);
  });
});

describe('a measurement', () => {
  const before = { missedDeadlines: 1, activityPercent: 40, silentDays: 14 };
  it.each([
    ['one more deadline missed is worse', { missedDeadlines: 2 }, 'worse'],
    ['a little less activity is the same', { activityPercent: 30 }, 'same'],
    ['much less activity is worse', { activityPercent: 25 }, 'worse'],
    ['a week more of silence is worse', { silentDays: 21 }, 'worse'],
    ['work handed in is better', { missedDeadlines: 0 }, 'better'],
    ['better in one and worse in another is worse', { missedDeadlines: 0, activityPercent: 10 }, 'worse'],
    ['what wasn’t measured before is passed over', { weakPercent: 90 }, 'same'],
  ])('%s', (_sentence, after, trend) => {
    expect(compareMeasures(before, { ...before, ...after })).toBe(trend);
  });
});

describe('a fresh warning', () => {
  const warning: Warning = {
    level: 'yellow',
    evidence: { lines: [], suggestion: 'x', measures: { missedDeadlines: 1 } },
  };
  it.each([
    ['opens a case where there was none', null, true],
    [
      'is quiet soon after a case was closed on the same',
      { closedAt: daysAgo(5), measures: { missedDeadlines: 1 } },
      false,
    ],
    [
      'is heard when it is worse than what was closed',
      { closedAt: daysAgo(5), measures: { missedDeadlines: 0 } },
      true,
    ],
    ['is heard again after 14 days', { closedAt: daysAgo(14), measures: { missedDeadlines: 1 } }, true],
  ])('%s', (_sentence, lastClosed, expected) => {
    expect(mayRaise(lastClosed, warning, NOW)).toBe(expected);
  });
});
