import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  LEAST_QUESTIONS,
  MOST_QUESTIONS,
  abilityAsShare,
  chooseNext,
  difficultyInLogits,
  estimateAbility,
  isCheckOver,
  judgeCheck,
  priorFrom,
  sideOf,
  type CheckAnswer,
} from '../../../src/features/learning/tier-check.rules.ts';

const CUT = 0.7;
const prior = priorFrom(null);
const times = (count: number, correct: boolean, difficulty = 2): CheckAnswer[] =>
  Array.from({ length: count }, () => ({ correct, difficulty }));

describe('the ability', () => {
  test('without an answer is the prior, with its spread', () => {
    const { theta, standardError } = estimateAbility(prior, []);
    expect(theta).toBeCloseTo(0, 6);
    expect(standardError).toBeCloseTo(1, 2);
  });

  test('of three answers is what the integral says', () => {
    // Computed apart from this code: prior N(0,1), items at 0, 0.8 and -0.8 logits, right, wrong, right.
    const { theta, standardError } = estimateAbility(prior, [
      { difficulty: 2, correct: true },
      { difficulty: 3, correct: false },
      { difficulty: 1, correct: true },
    ]);
    const weights: [number, number][] = [];
    for (let x = -8; x <= 8; x += 0.001) {
      const p = (b: number) => 1 / (1 + Math.exp(-(x - b)));
      weights.push([x, Math.exp(-(x * x) / 2) * p(0) * (1 - p(0.8)) * p(-0.8)]);
    }
    const total = weights.reduce((sum, [, w]) => sum + w, 0);
    const mean = weights.reduce((sum, [x, w]) => sum + x * w, 0) / total;
    const variance = weights.reduce((sum, [x, w]) => sum + (x - mean) ** 2 * w, 0) / total;
    expect(theta).toBeCloseTo(mean, 3);
    expect(standardError).toBeCloseTo(Math.sqrt(variance), 3);
  });

  it.each<[string, CheckAnswer[], CheckAnswer[]]>([
    ['rises with a right answer', times(5, true), times(4, true)],
    ['falls with a wrong one', times(4, true), [...times(4, true), ...times(1, false)]],
    ['is higher for right answers to harder questions', times(5, true, 3), times(5, true, 1)],
    ['is higher for wrong answers to harder questions', times(5, false, 3), times(5, false, 1)],
  ])('%s', (_sentence, higher, lower) => {
    expect(estimateAbility(prior, higher).theta).toBeGreaterThan(estimateAbility(prior, lower).theta);
  });

  test('begins lower or higher by self-report, by less than three answers are worth', () => {
    expect(priorFrom(0).mean).toBeCloseTo(-0.8);
    expect(priorFrom(100).mean).toBeCloseTo(0.8);
    const novice = estimateAbility(priorFrom(0), times(3, true)).theta;
    expect(novice).toBeGreaterThan(estimateAbility(priorFrom(50), []).theta);
  });

  test('grows surer with each answer, whatever it is', () => {
    const answer = fc.record({ difficulty: fc.integer({ min: 1, max: 3 }), correct: fc.boolean() });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 15 }), (answers) => {
        const now = estimateAbility(prior, answers);
        expect(now.standardError).toBeLessThanOrEqual(1.001);
        expect(Math.abs(now.theta)).toBeLessThan(4);
      }),
    );
  });
});

describe('a check', () => {
  it.each<[string, number, number, number, boolean]>([
    ['goes on before ten questions, however clear', 9, 2.5, 0.3, false],
    ['is over at ten when the interval clears the cut', 10, 2, 0.5, true],
    ['goes on at ten while the interval lies across it', 10, 0.9, 0.5, false],
    ['is over at fifteen all the same', 15, 0.9, 0.5, true],
  ])('%s', (_sentence, answers, theta, standardError, expected) => {
    expect(isCheckOver({ theta, standardError }, answers, CUT)).toBe(expected);
  });

  test('says on which side of the cut somebody is only when the whole interval is', () => {
    const cut = Math.log(0.7 / 0.3);
    expect(abilityAsShare(cut)).toBeCloseTo(CUT);
    expect(sideOf({ theta: cut + 0.51, standardError: 0.5 }, CUT)).toBe('above');
    expect(sideOf({ theta: cut + 0.49, standardError: 0.5 }, CUT)).toBeNull();
    expect(sideOf({ theta: cut - 0.51, standardError: 0.5 }, CUT)).toBe('below');
  });

  const bank = ['A', 'B'].flatMap((skillId) =>
    [1, 2, 3].map((difficulty) => ({ id: `${skillId}${difficulty}`, skillId, difficulty })),
  );
  test('asks the question nearest to the ability, of the skill asked least', () => {
    expect(chooseNext('s', bank, [], 1.2)).toMatch(/^[AB]3$/);
    expect(chooseNext('s', bank, [{ questionId: 'A3', skillId: 'A' }], 1.2)).toBe('B3');
    expect(chooseNext('s', bank, [{ questionId: 'A2', skillId: 'A' }], -1)).toBe('B1');
  });

  test('asks no question twice and ends where there are none left', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (seed, outcomes) => {
        const asked: { questionId: string; skillId: string }[] = [];
        const answers: CheckAnswer[] = [];
        for (const correct of outcomes) {
          const id = chooseNext(seed, bank, asked, estimateAbility(prior, answers).theta);
          const question = bank.find((one) => one.id === id);
          if (!question) throw new Error('a question was missing');
          asked.push({ questionId: question.id, skillId: question.skillId });
          answers.push({ difficulty: question.difficulty, correct });
        }
        expect(new Set(asked.map(({ questionId }) => questionId)).size).toBe(6);
        expect(chooseNext(seed, bank, asked, 0)).toBeNull();
      }),
    );
  });

  it.each<[string, Parameters<typeof judgeCheck>[0], string]>([
    ['may begin when there was none', { overridden: false, running: false, lastFinishedAt: null }, 'begin'],
    ['is gone on with', { overridden: false, running: true, lastFinishedAt: null }, 'goOn'],
    [
      'is not for whom a teacher placed',
      { overridden: true, running: true, lastFinishedAt: null },
      'teachers',
    ],
    [
      'waits a fortnight',
      { overridden: false, running: false, lastFinishedAt: new Date('2026-09-18T00:00:01Z') },
      'later',
    ],
    [
      'may begin after it',
      { overridden: false, running: false, lastFinishedAt: new Date('2026-09-17T00:00:00Z') },
      'begin',
    ],
  ])('%s', (_sentence, state, expected) => {
    expect(judgeCheck(state, new Date('2026-10-01T00:00:00Z')).kind).toBe(expected);
  });
});

/** Learners of known ability, answering by chance; a fixed sequence instead of luck. */
test('places simulated learners away from the cut rightly, and says so when it can’t tell', () => {
  let state = 12345;
  const chance = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const bank = Array.from({ length: 60 }, (_, index) => ({
    id: `q${index}`,
    skillId: `s${index % 5}`,
    difficulty: (index % 3) + 1,
  }));
  const outcomes = { right: 0, wrong: 0, unsure: 0, questions: 0 };
  for (let learner = 0; learner < 400; learner += 1) {
    const truth = learner % 2 === 0 ? 2 : -0.5;
    const asked: { questionId: string; skillId: string }[] = [];
    const answers: CheckAnswer[] = [];
    let ability = estimateAbility(prior, answers);
    while (!isCheckOver(ability, answers.length, CUT)) {
      const id = chooseNext(String(learner), bank, asked, ability.theta);
      const question = bank.find((one) => one.id === id);
      if (!question) break;
      asked.push({ questionId: question.id, skillId: question.skillId });
      const right = 1 / (1 + Math.exp(-(truth - difficultyInLogits(question.difficulty))));
      answers.push({ difficulty: question.difficulty, correct: chance() < right });
      ability = estimateAbility(prior, answers);
    }
    const side = sideOf(ability, CUT);
    outcomes[side === null ? 'unsure' : (side === 'above') === truth > 0.85 ? 'right' : 'wrong'] += 1;
    outcomes.questions += answers.length;
  }
  expect(outcomes.questions / 400).toBeGreaterThanOrEqual(LEAST_QUESTIONS);
  expect(outcomes.questions / 400).toBeLessThan(MOST_QUESTIONS);
  expect(outcomes.wrong / 400).toBeLessThan(0.06);
  expect(outcomes.right / (outcomes.right + outcomes.wrong)).toBeGreaterThan(0.92);
});
