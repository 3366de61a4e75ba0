import { describe, expect, it } from '@jest/globals';
import {
  decideTier,
  type TierCheck,
  type TierSeen,
  type TierStanding,
} from '../../../src/features/learning/tier.rules.ts';

const NOW = new Date('2026-10-01T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const answers = (correct: number, of: number, answersSoFar = of): TierSeen => ({
  answers: of,
  correct,
  answersSoFar,
  check: null,
});
/** Few answers, and a check that says how able somebody is: in logits, the cut is 0.85. */
const check = (theta: number, given: Partial<TierCheck> = {}): TierSeen => ({
  ...answers(5, 12),
  check: {
    theta,
    standardError: 0.5,
    answers: 12,
    correct: 5,
    startedAt: daysAgo(0.02),
    finishedAt: daysAgo(0.01),
    ...given,
  },
});
const standing = (given: Partial<TierStanding> = {}): TierStanding => ({
  tier: 'zero_basis',
  provisional: false,
  overridden: false,
  answersSoFar: 0,
  leaning: false,
  decidedAt: daysAgo(1),
  movedAt: null,
  ...given,
});

describe('a tier', () => {
  it.each<[string, TierStanding | null, TierSeen, string]>([
    [
      'without an answer it is zero basis, provisionally',
      null,
      answers(0, 0),
      'start zero_basis provisional',
    ],
    ['few answers leave it provisional', null, answers(9, 9), 'unsure zero_basis provisional'],
    ['ten answers near the cut leave it provisional', null, answers(7, 10), 'unsure zero_basis provisional'],
    [
      'a check that ran out of questions leaves it provisional, however clear it is',
      null,
      check(-3, { answers: 4 }),
      'unsure zero_basis provisional',
    ],
    ['ten right answers of ten place as experienced', null, answers(10, 10), 'placed experienced'],
    ['three right answers of ten place as zero basis', null, answers(3, 10), 'placed zero_basis'],
    [
      'fewer than ten more answers within a week are no reason to look',
      standing(),
      answers(9, 9),
      'no decision',
    ],
    ['ten more answers are', standing(), answers(5, 10), 'stays zero_basis'],
    ['a week with any answer is', standing({ decidedAt: daysAgo(7) }), answers(1, 1), 'stays zero_basis'],
    ['a week without an answer is not', standing({ decidedAt: daysAgo(30) }), answers(0, 0), 'no decision'],
    ['one check across the cut only leans', standing(), answers(10, 10), 'leaning zero_basis'],
    ['the second in a row moves', standing({ leaning: true }), answers(20, 20), 'moved experienced'],
    [
      'a check back on its side ends the leaning',
      standing({ leaning: true }),
      answers(3, 10),
      'stays zero_basis',
    ],
    [
      'a check within the band ends the leaning too',
      standing({ leaning: true }),
      answers(7, 10),
      'stays zero_basis',
    ],
    [
      'down works as up does',
      standing({ tier: 'experienced', leaning: true }),
      answers(2, 12),
      'moved zero_basis',
    ],
    [
      'no second move within 14 days',
      standing({ leaning: true, movedAt: daysAgo(13) }),
      answers(20, 20),
      'leaning zero_basis',
    ],
    [
      'after 14 days it may move again',
      standing({ leaning: true, movedAt: daysAgo(14) }),
      answers(20, 20),
      'moved experienced',
    ],
    [
      'a teacher’s word stands whatever the answers say',
      standing({ overridden: true, leaning: true, decidedAt: daysAgo(90) }),
      answers(200, 200),
      'no decision',
    ],
    [
      'a provisional tier is placed by one clear check',
      standing({ provisional: true, answersSoFar: 9 }),
      answers(20, 20),
      'placed experienced',
    ],
    [
      'fewer answers than a decision saw are no news',
      standing({ answersSoFar: 50 }),
      answers(10, 10),
      'no decision',
    ],
    [
      'a check clear of the cut places, whatever share of its questions was right',
      null,
      check(1.6),
      'placed experienced',
    ],
    ['a check clear below it places, too', standing({ provisional: true }), check(-0.2), 'placed zero_basis'],
    ['a check across the cut leaves it provisional', null, check(0.9), 'unsure zero_basis provisional'],
    [
      'a check across the cut leaves a provisional tier as it was',
      standing({ provisional: true }),
      check(0.9),
      'unsure zero_basis provisional',
    ],
    ['while a check is taken nothing is decided', null, check(1.6, { finishedAt: null }), 'no decision'],
    [
      'a check left lying for days holds nothing up',
      standing(),
      {
        ...check(0, { finishedAt: null, startedAt: daysAgo(3) }),
        answers: 10,
        correct: 10,
        answersSoFar: 10,
      },
      'leaning zero_basis',
    ],
    [
      'a check that a decision saw is no news',
      standing({ answersSoFar: 12 }),
      check(1.6, { finishedAt: daysAgo(2) }),
      'no decision',
    ],
    ['one check on the other side only leans', standing(), check(1.6), 'leaning zero_basis'],
    [
      'a check that agrees with an earlier look moves',
      standing({ leaning: true }),
      check(1.6),
      'moved experienced',
    ],
    ['a teacher’s word stands against a check', standing({ overridden: true }), check(1.6), 'no decision'],
  ])('%s', (_sentence, before, seen, expected) => {
    const decision = decideTier(before, seen, NOW);
    const reason = decision?.evidence.reason.id.split('.').at(-1);
    expect(
      decision === null
        ? 'no decision'
        : `${reason} ${decision.tier}${decision.provisional ? ' provisional' : ''}`,
    ).toBe(expected);
  });

  it('keeps what it rests on: answers, estimate, interval and cut', () => {
    const evidence = decideTier(null, answers(10, 10, 25), NOW)?.evidence;
    expect(evidence).toMatchObject({ answers: 10, answersSoFar: 25, cut: 0.7 });
    expect(evidence?.estimate).toBeCloseTo(11 / 12);
    expect(evidence?.low).toBeGreaterThan(0.7);
    expect(evidence?.high).toBeLessThanOrEqual(1);
    expect(evidence?.reason.values).toMatchObject({ answers: 10, correct: 10, percent: 92, cut: 70 });
  });
});
