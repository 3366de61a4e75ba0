import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countSeconds, foldEvents, noFacts } from '../../../src/features/trajectory/facts.rules.ts';
import type { Facts, LocatedEvent } from '../../../src/features/trajectory/facts.schema.ts';
import { foldTask, readOutcome } from '../../../src/features/trajectory/task-facts.rules.ts';

const QUIZ = { id: 'T1', kind: 'quiz' as const, activityId: 'quiz' };
const ESSAY = { id: 'T2', kind: 'assignment' as const, activityId: 'essay' };
const PAGE = { id: 'T3', kind: 'reading' as const, activityId: 'page' };
const minute = (minutes: number, seconds = 0) => new Date(Date.UTC(2026, 8, 1, 0, minutes, seconds));

function located(event: Partial<LocatedEvent['event']>, rest: Partial<LocatedEvent> = {}): LocatedEvent {
  return {
    statementId: 's1',
    personId: 'P1',
    courseId: 'C1',
    day: '2026-09-01',
    phase: null,
    task: null,
    skillIds: [],
    ...rest,
    event: { kind: 'viewed', activityId: 'x', timestampAt: minute(0), ...event },
  };
}

describe('time on task', () => {
  const last = (minutes: number) => ({ lastActivityAt: minute(minutes) });
  it.each([
    ['the first event tells no time', undefined, {}, 0],
    ['the first event’s own duration counts', undefined, { durationSeconds: 90 }, 90],
    ['a gap of four minutes counts', last(6), {}, 240],
    ['a gap of twenty minutes counts ten', last(-10), {}, 600],
    ['after an hour it is a new sitting', last(-50), {}, 0],
    ['a duration within the gap counts whole', last(-50), { durationSeconds: 1200 }, 1200],
    ['a duration is never longer than the time since the last event', last(8), { durationSeconds: 900 }, 120],
    ['a duration of a night counts four hours', undefined, { durationSeconds: 40_000 }, 14_400],
    ['what is told late counts nothing', last(30), { durationSeconds: 60 }, 0],
  ])('%s', (_sentence, before, event, seconds) => {
    expect(countSeconds(before, before, { timestampAt: minute(10), ...event })).toBe(seconds);
  });

  it('takes an earlier day for itself when it is told after a later one', () => {
    expect(countSeconds(last(5000), last(6), { timestampAt: minute(10) })).toBe(240);
    expect(countSeconds(last(5000), undefined, { timestampAt: minute(10), durationSeconds: 60 })).toBe(60);
  });

  it('belongs to what was open before when something else is opened', () => {
    const open = (statementId: string, task: LocatedEvent['task'], at: number) =>
      located(
        { kind: 'viewed', activityId: task?.activityId ?? '', timestampAt: minute(at) },
        { statementId, task },
      );
    const facts = foldEvents(noFacts(), [open('a', PAGE, 0), open('b', QUIZ, 5)]);
    expect(facts.tasks.get('T3|P1')?.seconds).toBe(300);
    expect(facts.tasks.get('T1|P1')?.seconds).toBe(0);
  });
});

describe('a task', () => {
  const done = (event: Partial<LocatedEvent['event']>, task: NonNullable<LocatedEvent['task']>) =>
    foldTask(undefined, located(event), task).completedAt !== null;
  it.each([
    ['a quiz is done when it is handed in', { kind: 'submitted', activityId: 'attempt' }, QUIZ, true],
    ['a quiz is not done by an answer', { kind: 'answered', activityId: 'question' }, QUIZ, false],
    ['a quiz is not done by being opened', { kind: 'viewed', activityId: 'quiz' }, QUIZ, false],
    [
      'a quiz is not done by the score of one question',
      { kind: 'scored', activityId: 'review' },
      QUIZ,
      false,
    ],
    ['a page is done when it is opened', { kind: 'viewed', activityId: 'page' }, PAGE, true],
    ['a page is not done by what hangs on it', { kind: 'viewed', activityId: 'comment' }, PAGE, false],
    ['an essay is done when it is handed in', { kind: 'submitted', activityId: 'essay#1' }, ESSAY, true],
    ['an essay that was graded was done', { kind: 'scored', activityId: 'essay#1' }, ESSAY, true],
    ['the LMS says that it is complete', { kind: 'completed', activityId: 'essay' }, ESSAY, true],
    ['a completed part is not the whole', { kind: 'completed', activityId: 'essay/part' }, ESSAY, false],
  ] as const)('%s', (_sentence, event, task, expected) => {
    expect(done(event, task)).toBe(expected);
  });

  it('is open again when its completion is taken back, and keeps the earliest completion', () => {
    const fold = (before: ReturnType<typeof foldTask> | undefined, event: Partial<LocatedEvent['event']>) =>
      foldTask(before, located({ activityId: 'essay', ...event }), ESSAY);
    const first = fold(undefined, { kind: 'submitted', timestampAt: minute(9) });
    const earlier = fold(first, { kind: 'completed', timestampAt: minute(4) });
    expect(earlier.completedAt).toEqual(minute(4));
    expect(fold(earlier, { kind: 'progressed', completion: false }).completedAt).toBeNull();
  });

  it('keeps the best result of all attempts, of the whole and not of a part', () => {
    const submitted = (scoreScaled: number) =>
      located({ kind: 'submitted', activityId: 'attempt', scoreScaled });
    let fact = foldTask(undefined, submitted(0.4), QUIZ);
    fact = foldTask(fact, submitted(0.9), QUIZ);
    fact = foldTask(fact, submitted(0.7), QUIZ);
    fact = foldTask(fact, located({ kind: 'answered', itemId: 'q', activityId: 'q', scoreScaled: 1 }), QUIZ);
    expect(fact).toMatchObject({ bestScaled: 0.9, attempts: 3 });
  });
});

describe('a graded answer', () => {
  it.each([
    ['an answer with its verdict', { kind: 'answered', success: true }, null, true],
    ['a wrong answer', { kind: 'answered', success: false }, QUIZ, false],
    ['an answer with points alone, enough of them', { kind: 'answered', scoreScaled: 0.6 }, null, true],
    ['an answer with points alone, too few', { kind: 'answered', scoreScaled: 0.59 }, null, false],
    ['an answer that nobody graded is none', { kind: 'answered' }, null, null],
    ['a graded essay is one', { kind: 'scored', scoreScaled: 0.8 }, ESSAY, true],
    ['a quiz’s total is not one more', { kind: 'scored', scoreScaled: 0.8 }, QUIZ, null],
    ['a grade for nothing we know is none', { kind: 'scored', scoreScaled: 0.8 }, null, null],
    ['handing in is none', { kind: 'submitted', scoreScaled: 0.8 }, ESSAY, null],
  ] as const)('%s', (_sentence, event, task, expected) => {
    expect(readOutcome(located(event, { task }))).toBe(expected);
  });
});

describe('a skill', () => {
  const answers = (outcomes: string) =>
    [...outcomes].map((outcome, index) =>
      located(
        { kind: 'answered', success: outcome === '1', timestampAt: minute(index) },
        { statementId: `s${index}`, skillIds: ['S1'] },
      ),
    );
  it('knows the latest ten outcomes, all answers, the run and its newest statements', () => {
    const fact = foldEvents(noFacts(), answers('000001111011')).skills.get('P1|S1');
    expect(fact).toMatchObject({ answers: 12, attempts: 10, correct: 6, outcomes: '0001111011', run: 2 });
    expect(fact?.evidence).toHaveLength(10);
    expect(fact?.evidence[0]).toBe('s11');
    expect(fact?.recent).toBeCloseTo(0.775, 2);
  });

  it('counts a run of wrong answers below zero', () => {
    expect(foldEvents(noFacts(), answers('1000')).skills.get('P1|S1')?.run).toBe(-3);
  });

  it('is tried by every skill of the item', () => {
    const both = located({ kind: 'answered', success: true }, { skillIds: ['S1', 'S2'] });
    expect([...foldEvents(noFacts(), [both]).skills.keys()]).toEqual(['P1|S1', 'P1|S2']);
  });
});

describe('folding', () => {
  const kinds = ['viewed', 'started', 'answered', 'submitted', 'completed', 'scored', 'progressed'] as const;
  const event = fc.record({
    kind: fc.constantFrom(...kinds),
    task: fc.constantFrom(null, QUIZ, ESSAY, PAGE),
    person: fc.constantFrom('P1', 'P2'),
    course: fc.constantFrom('C1', 'C2'),
    at: fc.integer({ min: 0, max: 4000 }),
    success: fc.option(fc.boolean(), { nil: undefined }),
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    seconds: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
    completion: fc.option(fc.boolean(), { nil: undefined }),
  });
  const events = fc.array(event, { maxLength: 60 }).map((given) =>
    given.map(({ kind, task, person, course, at, success, score, seconds, completion }, index) =>
      located(
        {
          kind,
          activityId: task?.activityId ?? 'elsewhere',
          timestampAt: minute(at),
          ...(success === undefined ? {} : { success }),
          ...(score === undefined ? {} : { scoreScaled: score }),
          ...(seconds === undefined ? {} : { durationSeconds: seconds }),
          ...(completion === undefined ? {} : { completion }),
        },
        {
          statementId: `s${index}`,
          personId: person,
          courseId: course,
          day: minute(at).toISOString().slice(0, 10),
          task,
          skillIds: index % 3 === 0 ? ['S1', 'S2'] : ['S1'],
        },
      ),
    ),
  );

  it('gives equal facts however the events are cut into batches', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat(60)), (given, cuts) => {
        const whole = foldEvents(noFacts(), given);
        let facts: Facts = noFacts();
        let from = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), given.length]) {
          facts = foldEvents(facts, given.slice(from, cut));
          from = Math.max(from, cut);
        }
        expect(facts).toEqual(whole);
      }),
    );
  });

  it('keeps people apart: each one’s facts are those of their own events', () => {
    fc.assert(
      fc.property(events, (given) => {
        const both = foldEvents(noFacts(), given);
        const alone = foldEvents(
          noFacts(),
          given.filter(({ personId }) => personId === 'P1'),
        );
        const ofP1 = <T extends { personId: string }>(rows: Map<string, T>) =>
          [...rows.values()].filter(({ personId }) => personId === 'P1');
        expect(ofP1(both.learners)).toEqual([...alone.learners.values()]);
        expect(ofP1(both.tasks)).toEqual([...alone.tasks.values()]);
        expect(ofP1(both.skills)).toEqual([...alone.skills.values()]);
      }),
    );
  });

  it('never counts more time than passed', () => {
    fc.assert(
      fc.property(events, (given) => {
        const timed = given.map((one) => ({ ...one, courseId: 'C1', personId: 'P1', day: '2026-09-01' }));
        const fact = foldEvents(noFacts(), timed).learners.get('C1|P1');
        const longest = Math.max(0, ...timed.map(({ event: { durationSeconds } }) => durationSeconds ?? 0));
        const span = fact ? (fact.lastActivityAt.getTime() - fact.firstActivityAt.getTime()) / 1000 : 0;
        expect(fact?.secondsOnTask ?? 0).toBeLessThanOrEqual(span + longest);
      }),
    );
  });
});

describe('phases', () => {
  const told = (minutes: number, rest: Partial<LocatedEvent>, event: Partial<LocatedEvent['event']> = {}) =>
    located({ timestampAt: minute(minutes), ...event }, rest);

  it('get the time that ends in them, the tasks that become done and the answers', () => {
    const { phases } = foldEvents(noFacts(), [
      told(0, { phase: 'pre_class', task: PAGE }, { activityId: 'page' }),
      told(4, { phase: 'in_class', skillIds: ['S1', 'S2'] }, { kind: 'answered', success: true }),
      told(5, { phase: 'in_class', skillIds: ['S1'] }, { kind: 'answered', success: false }),
      told(9, { phase: 'in_class', task: PAGE }, { activityId: 'page' }),
    ]);
    expect(
      [...phases.values()].map(({ phase, statements, seconds, tasks, answers, correct }) => [
        ...[phase, statements, seconds, tasks, answers, correct],
      ]),
    ).toEqual([
      ['pre_class', 1, 0, 1, 0, 0],
      // A second look at the page makes it no more done.
      ['in_class', 3, 540, 0, 2, 1],
    ]);
  });

  it('aren’t told where there is no timetable', () => {
    expect(foldEvents(noFacts(), [told(0, {})]).phases.size).toBe(0);
  });
});
