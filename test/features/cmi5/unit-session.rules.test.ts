import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { newUnitState, type Session } from '../../../src/features/cmi5/session.schema.ts';
import {
  GRACE_MS,
  isOpen,
  judgeUnitStatements,
  type SessionAfter,
} from '../../../src/features/cmi5/unit-session.rules.ts';
import type { Told } from '../../../src/features/cmi5/unit-statement.rules.ts';
import type { Statement } from '../../../src/features/xapi/index.ts';

const NOW = new Date('2026-09-07T01:00:00Z');
const CONTEXT = 'https://w3id.org/xapi/cmi5/context/';
const MASTERY = `${CONTEXT}extensions/masteryscore`;
const told: Told = {
  actor: { homePage: 'https://tool.example.edu', name: 'person' },
  registrationId: 'b7d1d4f0-0000-4000-8000-000000000001',
  sessionId: 'session-1',
  activityId: 'https://tool.example.edu/cmi5/units/1',
  groupingIds: ['urn:publisher'],
  masteryScore: 0.8,
};
const opened: Session = {
  ...{
    schoolId: 's',
    id: 'session-1',
    registrationId: told.registrationId,
    packageId: 'p',
    personId: 'person',
  },
  ...{ unitId: 'u', courseId: 'c', publisherId: 'urn:publisher', launchMode: 'Normal', masteryScore: 0.8 },
  ...{ launchedAt: NOW, expiresAt: new Date(NOW.getTime() + 3_600_000), verbs: [], initializedAt: null },
  ...{ terminatedAt: null, lastStatementAt: null, endedAt: null, abandonedAt: null },
};
const before: SessionAfter = { session: opened, unit: newUnitState('u') };

type Loose = { [key: string]: unknown };
interface Wanted {
  verb: string;
  /** Seconds after the launch. */
  at?: number;
  result?: Loose;
  allowed?: boolean;
  extensions?: Loose;
  categories?: string[];
  change?: (statement: Loose & { context: Loose; timestamp: string }) => void;
}

const RESULTS: Record<string, Loose> = {
  completed: { completion: true, duration: 'PT1M' },
  passed: { success: true, duration: 'PT1M' },
  failed: { success: false, duration: 'PT1M' },
  terminated: { duration: 'PT2M' },
};
let made = 0;
function tell({ verb, at = 1, allowed = false, change, ...given }: Wanted): Statement {
  const result = given.result ?? (allowed ? undefined : RESULTS[verb]);
  const counts = result && ('success' in result || 'completion' in result);
  const categories = given.categories ?? (allowed ? [] : ['cmi5', ...(counts ? ['moveon'] : [])]);
  const statement = {
    id: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
    actor: { account: told.actor },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
    object: { id: allowed ? 'urn:something' : told.activityId },
    ...(result ? { result } : {}),
    timestamp: new Date(NOW.getTime() + at * 1000).toISOString(),
    context: {
      registration: told.registrationId,
      contextActivities: {
        grouping: [{ id: 'urn:publisher' }],
        category: categories.map((name) => ({ id: `${CONTEXT}categories/${name}` })),
      },
      extensions: { [`${CONTEXT}extensions/sessionid`]: 'session-1', ...given.extensions },
    },
  };
  change?.(statement);
  return statement;
}
const scored = (verb: string, score: Loose, extensions: Loose = { [MASTERY]: 0.8 }): Wanted => ({
  verb,
  result: { ...RESULTS[verb], score },
  extensions,
});

const begin: Wanted = { verb: 'initialized', at: 0 };
const judge = (wanted: Wanted[], from = before) => judgeUnitStatements(from, told, wanted.map(tell), NOW);
const refusal = (wanted: Wanted[], from = before) => {
  const verdict = judge(wanted, from);
  return verdict.ok ? 'taken' : `${verdict.conflict.id} ${verdict.conflict.section} @${verdict.index}`;
};

describe('a statement of a unit', () => {
  const extension = (name: string, value: unknown): Wanted => ({
    ...{ verb: 'experienced', allowed: true },
    result: { extensions: { [`https://w3id.org/xapi/cmi5/result/extensions/${name}`]: value } },
  });
  test.each<[string, Wanted, string]>([
    ['without an id', { verb: 'completed', change: (s) => delete s['id'] }, 'id 9.1 @1'],
    [
      'of somebody else',
      { verb: 'completed', change: (s) => (s['actor'] = { mbox: 'mailto:a@b.c' }) },
      'actor 9.2 @1',
    ],
    [
      'of a group',
      { verb: 'completed', change: (s) => (s['actor'] = { objectType: 'Group', account: told.actor }) },
      'actor 9.2 @1',
    ],
    [
      'of another registration',
      { verb: 'completed', change: (s) => (s.context['registration'] = 'x') },
      'registration 9.6.1 @1',
    ],
    [
      'without the session id',
      { verb: 'completed', change: (s) => (s.context['extensions'] = {}) },
      'sessionId 9.6.3.1 @1',
    ],
    [
      'without the template’s groupings',
      { verb: 'completed', change: (s) => (s.context['contextActivities'] = {}) },
      'template 10.2.1 @1',
    ],
    ['that takes another back', { verb: 'voided', allowed: true }, 'voiding 6.3 @1'],
    [
      'without a time',
      { verb: 'completed', change: (s) => delete (s as Loose)['timestamp'] },
      'timestamp 9.7 @1',
    ],
    [
      'in local time',
      { verb: 'completed', change: (s) => (s.timestamp = '2026-09-07T09:00:01+08:00') },
      'timestamp 9.7 @1',
    ],
    [
      'in UTC by number',
      { verb: 'completed', change: (s) => (s.timestamp = '2026-09-07T01:00:01+00:00') },
      'taken',
    ],
    ['with a verb that is the LMS’s', { verb: 'launched', categories: ['cmi5'] }, 'verb 7.1.3 @1'],
    [
      'about something else',
      { verb: 'completed', change: (s) => (s['object'] = { id: 'urn:x' }) },
      'object 9.4 @1',
    ],
    [
      'about a person',
      { verb: 'completed', change: (s) => (s['object'] = { objectType: 'Agent', mbox: 'mailto:a@b.c' }) },
      'object 9.4 @1',
    ],
    [
      'completed, without completion',
      { verb: 'completed', result: { duration: 'PT1S' } },
      'completion 9.5.3 @1',
    ],
    [
      'completed, with success',
      { verb: 'completed', result: { ...RESULTS['completed'], success: true } },
      'success 9.5.2 @1',
    ],
    [
      'completed, without duration',
      { verb: 'completed', result: { completion: true } },
      'duration 9.5.4.1 @1',
    ],
    [
      'passed, without success',
      { verb: 'passed', result: { success: false, duration: 'PT1S' } },
      'success 9.5.2 @1',
    ],
    [
      'passed, with completion',
      { verb: 'passed', result: { ...RESULTS['passed'], completion: true } },
      'completion 9.5.3 @1',
    ],
    ['terminated, without duration', { verb: 'terminated', result: {} }, 'duration 9.5.4.1 @1'],
    [
      'completed, without the category moveon',
      { verb: 'completed', categories: ['cmi5'] },
      'moveOnCategory 9.6.2.2 @1',
    ],
    [
      'terminated, with the category moveon',
      { verb: 'terminated', categories: ['cmi5', 'moveon'] },
      'moveOnCategory 9.6.2.2 @1',
    ],
    [
      'allowed, with the category moveon',
      { verb: 'experienced', allowed: true, categories: ['moveon'] },
      'moveOnCategory 9.6.2.2 @1',
    ],
    ['completed, with a score', scored('completed', { scaled: 1 }), 'scoreNotHere 9.5.1 @1'],
    ['passed, with a negative score', scored('passed', { scaled: -0.5 }), 'scaled 9.5.1 @1'],
    ['passed, with points alone', scored('passed', { raw: 8 }), 'rawAlone 9.5.1 @1'],
    ['passed, with half points', scored('passed', { raw: 8.5, min: 0, max: 10 }), 'rawWhole 9.5.1 @1'],
    ['passed, at the mastery score', scored('passed', { scaled: 0.8 }), 'taken'],
    ['passed, below it', scored('passed', { scaled: 0.79 }), 'passedBelow 9.3.4 @1'],
    ['failed, at it', scored('failed', { scaled: 0.8 }), 'failedAbove 9.3.5 @1'],
    ['failed, below it', scored('failed', { scaled: 0.79 }), 'taken'],
    [
      'passed, with a score and another mastery score',
      scored('passed', { scaled: 1 }, { [MASTERY]: 0.5 }),
      'masteryScore 9.6.3.2 @1',
    ],
    [
      'passed, with a score and no mastery score',
      scored('passed', { scaled: 1 }, {}),
      'masteryScore 9.6.3.2 @1',
    ],
    ['passed, without a score', { verb: 'passed' }, 'taken'],
    ['with progress of half a percent', extension('progress', 0.5), 'progress 9.5.5.1 @1'],
    ['with progress in words', extension('progress', 'half'), 'progress 9.5.5.1 @1'],
    ['with progress', extension('progress', 50), 'taken'],
    [
      'allowed, of any verb and object',
      { verb: 'answered', allowed: true, result: { success: true, score: { raw: 1 } } },
      'taken',
    ],
  ])('%s', (_sentence, wanted, expected) => expect(refusal([begin, wanted])).toBe(expected));
});

describe('the order of statements (9.3)', () => {
  const answered: Wanted = { verb: 'answered', allowed: true };
  const passed: Wanted = { verb: 'passed' };
  const failed: Wanted = { verb: 'failed' };
  const completed: Wanted = { verb: 'completed' };
  const end: Wanted = { verb: 'terminated', at: 9 };
  test.each<[string, Wanted[], string]>([
    ['initialized comes first', [answered], 'notInitialized 9.3 @0'],
    [
      'also of what is allowed, by the time it tells',
      [begin, { ...answered, at: -1 }],
      'notInitialized 9.3 @1',
    ],
    ['whatever the order of sending', [end, completed, answered, begin], 'taken'],
    ['terminated comes last', [begin, end, { ...answered, at: 10 }], 'afterTerminated 9.3 @2'],
    ['what tells an earlier time may come after it', [begin, end, answered], 'taken'],
    ['all may happen in one moment', [completed, { ...end, at: 1 }, { ...begin, at: 1 }], 'taken'],
    ['once each', [begin, completed, completed], 'twice 9.3 @2'],
    ['not passed and failed', [begin, passed, { ...failed, at: 2 }], 'failedAfterPassed 9.3 @2'],
    ['nor failed and passed', [begin, failed, { ...passed, at: 2 }], 'passedAndFailed 9.3 @2'],
    ['completed and passed', [begin, completed, passed, end], 'taken'],
  ])('%s', (_sentence, wanted, expected) => expect(refusal(wanted)).toBe(expected));

  it('terminated may not tell an earlier time than what was taken before', () => {
    const first = judge([begin, { ...answered, at: 20 }]);
    expect(first.ok && refusal([end], first)).toBe('notLast 9.3 @0');
  });

  it('of a registration: completed and passed once, no failed after passed', () => {
    const known = { ...newUnitState('u'), completedAt: NOW, passedAt: NOW };
    const later = { session: opened, unit: known };
    expect(refusal([begin, completed], later)).toBe('completedBefore 9.3.3 @1');
    expect(refusal([begin, passed], later)).toBe('passedBefore 9.3.4 @1');
    expect(refusal([begin, failed], later)).toBe('failedAfterPassed 9.3 @1');
    expect(
      refusal([begin, passed], { session: opened, unit: { ...known, passedAt: null, failedAt: NOW } }),
    ).toBe('taken');
  });

  it.each(['Browse', 'Review'] as const)('of a session to %s: nothing that counts (10.2.2)', (launchMode) => {
    const session = { ...opened, launchMode };
    expect(refusal([begin, completed], { ...before, session })).toBe('launchMode 10.2.2 @1');
    expect(refusal([begin, answered, end], { ...before, session })).toBe('taken');
  });

  it('keeps its promises whatever a unit sends', () => {
    const wish = fc.record({
      verb: fc.constantFrom('initialized', 'completed', 'passed', 'failed', 'terminated', 'answered'),
      at: fc.integer({ min: -3, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(wish, { maxLength: 3 }), { maxLength: 12 }), (requests) => {
        let state = before;
        const taken: { verb: string; at: number }[] = [];
        for (const wishes of requests) {
          const verdict = judge(
            wishes.map((one) => ({ ...one, allowed: one.verb === 'answered' })),
            state,
          );
          if (!verdict.ok) continue;
          state = verdict;
          taken.push(...wishes);
        }
        const timesOf = (verb: string) => taken.filter((one) => one.verb === verb).map(({ at }) => at);
        for (const verb of ['initialized', 'completed', 'passed', 'failed', 'terminated'])
          expect(timesOf(verb).length).toBeLessThanOrEqual(1);
        expect(timesOf('passed').length + timesOf('failed').length).toBeLessThanOrEqual(1);
        const [start] = timesOf('initialized');
        const [end] = timesOf('terminated');
        if (taken.length > 0) expect(Math.min(...taken.map(({ at }) => at))).toBe(start);
        if (end !== undefined) expect(Math.max(...taken.map(({ at }) => at))).toBe(end);
      }),
    );
  });
});

describe('what a unit tells', () => {
  it('is kept: the best score, the progress, the time of its sessions', () => {
    const first = judge([begin, scored('failed', { scaled: 0.5 }), { verb: 'terminated', at: 5 }]);
    expect(first.ok && first.unit).toMatchObject({ scoreScaled: 0.5, timeSeconds: 120, passedAt: null });
    const again = first.ok
      ? judge([begin, scored('passed', { raw: 9, min: 0, max: 10, scaled: 0.9 })], {
          session: opened,
          unit: first.unit,
        })
      : first;
    expect(again.ok && again.unit).toMatchObject({ scoreScaled: 0.9, timeSeconds: 120 });
    const points = judge([begin, scored('passed', { raw: 30, min: 20, max: 40 })]);
    expect(points.ok && points.unit.scoreScaled).toBe(0.5);
  });

  it('is taken until its session is over', () => {
    const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
    expect(isOpen(opened, NOW)).toBe(true);
    expect(isOpen({ ...opened, endedAt: NOW }, at(GRACE_MS))).toBe(true);
    expect(isOpen({ ...opened, endedAt: NOW }, at(GRACE_MS + 1))).toBe(false);
    expect(isOpen({ ...opened, abandonedAt: NOW }, NOW)).toBe(false);
    expect(isOpen(opened, opened.expiresAt)).toBe(false);
  });
});
