import { describe, expect, it } from '@jest/globals';
import { warnOfStuck } from '../../../src/features/learning/stuck-skill.rules.ts';
import { decideWeakSpots, isResting, type OpenSpot } from '../../../src/features/learning/weak-spot.rules.ts';

const NOW = new Date('2026-09-07T01:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const LEVEL = 0.65;

/** A skill with these outcomes, all of them the latest ten at most, after `earlier` answers. */
const skill = (outcomes: string, earlier = 0) => ({
  skillId: 'S1',
  answers: earlier + outcomes.length,
  attempts: outcomes.length,
  correct: outcomes.replaceAll('0', '').length,
  outcomes,
  statementIds: ['s2', 's1'],
});
const open = (state: OpenSpot['state'], answersBefore: number, stuckAt: Date | null = null): OpenSpot => ({
  state,
  answersBefore,
  stuckAt,
});

describe('a weak spot', () => {
  it.each<[string, ReturnType<typeof skill>, OpenSpot | null, string | null]>([
    ['is suspected with one right of four', skill('1000'), null, 'suspected'],
    ['is not suspected with three answers, however wrong', skill('000'), null, null],
    ['is not suspected with three right of four', skill('1101'), null, null],
    ['is not suspected of who got two of the latest three right', skill('0000110'), null, null],
    ['is confirmed at once when a history holds the probe too', skill('0100000'), null, 'confirmed'],
    ['is suspected when the history before the latest three was fine', skill('1111000'), null, 'suspected'],
    ['waits for three answers more', skill('000000'), open('suspected', 4), null],
    ['is confirmed when at most one of three is right', skill('0000010'), open('suspected', 4), 'confirmed'],
    ['is dismissed when two of three are right', skill('0000110'), open('suspected', 4), 'dismissed'],
    ['is judged by the first three of more', skill('0000110000'), open('suspected', 4), 'dismissed'],
    [
      'is dismissed when mastered before it was confirmed',
      skill('1111111111', 9),
      open('suspected', 19),
      'dismissed',
    ],
    ['stays with seven right of ten', skill('0101111101', 5), open('confirmed', 10), null],
    ['is released with nine right of ten', skill('0111111111', 5), open('confirmed', 7), 'released'],
    ['is not stuck after nine tries', skill('000000000'.padStart(10, '0'), 8), open('confirmed', 9), null],
    [
      'is stuck after ten tries without three right in a row',
      skill('0110110110', 8),
      open('confirmed', 8),
      'stuck',
    ],
    ['is not stuck with three right in a row among them', skill('0111000000', 8), open('confirmed', 8), null],
    ['rests when stuck', skill('0000000000', 9), open('stuck', 18, daysAgo(2)), null],
    [
      'goes on with the next answer after the rest',
      skill('0000000000', 9),
      open('stuck', 18, daysAgo(3)),
      'confirmed',
    ],
    ['waits for that answer', skill('0000000000', 8), open('stuck', 18, daysAgo(9)), null],
    ['is released however it got mastered', skill('1111111111', 9), open('stuck', 9, daysAgo(1)), 'released'],
  ])('%s', (_sentence, tries, spot, expected) => {
    const changes = decideWeakSpots([tries], new Map(spot ? [['S1', spot]] : []), LEVEL, NOW);
    expect(changes.map(({ to }) => to)).toEqual(expected === null ? [] : [expected]);
  });

  it('keeps what it rests on', () => {
    const [spot] = decideWeakSpots([skill('1000')], new Map(), LEVEL, NOW);
    expect(spot).toMatchObject({
      skillId: 'S1',
      answers: 4,
      evidence: { attempts: 4, correct: 1, statementIds: ['s2', 's1'] },
    });
    expect(spot?.evidence.mastery).toBeCloseTo((1 + 2 * LEVEL) / 6);
    expect(spot?.evidence.low).toBeLessThan(spot?.evidence.mastery ?? 0);
  });

  it('leaves a skill that isn’t the course’s as it is', () => {
    expect(decideWeakSpots([], new Map([['S9', open('confirmed', 4)]]), LEVEL, NOW)).toEqual([]);
  });

  it('rests only when stuck', () => {
    expect(isResting({ state: 'stuck', stuckAt: daysAgo(1) }, NOW)).toBe(true);
    expect(isResting({ state: 'confirmed', stuckAt: daysAgo(1) }, NOW)).toBe(false);
  });
});

describe('practice in vain', () => {
  const stuck = [{ skillZh: '排序', skillEn: 'Sorting', statementIds: ['s1'] }];

  it('calls the teacher by itself', () => {
    expect(warnOfStuck(null, { silentDays: 0 }, stuck)).toMatchObject({
      level: 'yellow',
      evidence: { lines: [{ id: 'cases.line.stuck', statementIds: ['s1'] }], measures: { silentDays: 0 } },
    });
  });

  it('adds a line to what else calls for a warning, and keeps its level', () => {
    const line = { id: 'cases.line.silent', values: {}, statementIds: [] };
    const warning = { level: 'red' as const, evidence: { lines: [line], suggestion: 'x', measures: {} } };
    const told = warnOfStuck(warning, {}, stuck);
    expect(told).toMatchObject({ level: 'red', evidence: { suggestion: 'x' } });
    expect(told?.evidence.lines.map(({ id }) => id)).toEqual(['cases.line.silent', 'cases.line.stuck']);
  });

  it('is no warning where nothing is', () => expect(warnOfStuck(null, {}, [])).toBeNull());
});
