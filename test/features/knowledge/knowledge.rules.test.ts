import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  START_WEIGHTS,
  keyOfLearnerSkill,
  learnAnswer,
  noKnowledge,
  predictAnswer,
} from '../../../src/features/knowledge/knowledge.rules.ts';
import { TERMS, type Answer, type Term } from '../../../src/features/knowledge/knowledge.schema.ts';

const anAnswer = fc.record({
  learner: fc.constantFrom('Ann', 'Bo'),
  item: fc.constantFrom('i1', 'i2', 'i3'),
  skills: fc.uniqueArray(fc.constantFrom('s1', 's2', 's3'), { maxLength: 3 }),
  correct: fc.boolean(),
});

function after(answers: readonly Answer[]) {
  const knowledge = noKnowledge();
  for (const answer of answers) learnAnswer(knowledge, answer);
  return knowledge;
}

const answered = (correct: boolean, count: number, more: Partial<Answer> = {}): Answer[] =>
  Array.from({ length: count }, () => ({ learner: 'Ann', item: 'i1', skills: ['s1'], correct, ...more }));
const asked = (more: Partial<Answer> = {}) => ({ learner: 'Ann', item: 'new', skills: ['s1'], ...more });
const termsOf = (answers: readonly Answer[], question = asked()) =>
  Object.fromEntries(
    predictAnswer(after(answers), question).terms.map(({ term, logits }) => [term, logits]),
  ) as Record<Term, number>;

describe('a prediction', () => {
  it('is one weight per named term', () => expect(START_WEIGHTS).toHaveLength(TERMS.length));

  it('is a fair guess about somebody and something that nothing is known of', () => {
    const { p } = predictAnswer(noKnowledge(), asked());
    expect(p).toBeGreaterThan(0.5);
    expect(p).toBeLessThan(0.75);
  });

  it('is the sum of its terms, in logits, and always a chance', () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 60 }), anAnswer, (answers, question) => {
        const { p, terms } = predictAnswer(after(answers), question);
        const sum = terms.reduce((total, { logits }) => total + logits, 0);
        expect(Math.log(p / (1 - p))).toBeCloseTo(sum, 6);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThan(1);
      }),
    );
  });

  it.each<[string, Answer[], Term, 'for' | 'against', ReturnType<typeof asked>?]>([
    ['right answers speak for the learner', answered(true, 8), 'learner', 'for'],
    ['wrong ones against', answered(false, 8), 'learner', 'against'],
    ['and in the skill', answered(false, 8), 'learnerInSkill', 'against'],
    [
      'what others fail at is hard',
      answered(false, 8, { learner: 'Bo' }),
      'item',
      'against',
      asked({ item: 'i1' }),
    ],
    ['and so is its skill', answered(false, 8, { learner: 'Bo' }), 'skill', 'against'],
    ['a first try is a little harder', [], 'firstTry', 'against'],
    [
      'what hasn’t come for many answers is a little harder',
      [...answered(true, 1), ...answered(true, 30, { skills: ['s2'] })],
      'pause',
      'against',
    ],
  ])('%s', (_sentence, answers, term, side, question = asked()) => {
    const logits = termsOf(answers, question)[term];
    if (side === 'for') expect(logits).toBeGreaterThan(0);
    else expect(logits).toBeLessThan(0);
  });

  it('says nothing of a skill that a question without one hasn’t', () => {
    const terms = termsOf(answered(false, 8), asked({ skills: [] }));
    expect(
      [terms.learnerInSkill, terms.skill, terms.firstTry, terms.wrongSoFar, terms.pause].map(Math.abs),
    ).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('learning from an answer', () => {
  it('returns the chance given before it', () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 30 }), anAnswer, (answers, next) => {
        const knowledge = after(answers);
        const { p } = predictAnswer(knowledge, next);
        expect(learnAnswer(knowledge, next)).toBeCloseTo(p, 12);
      }),
    );
  });

  it('counts a question of several skills as one answer', () => {
    const knowledge = after(answered(true, 1, { skills: ['s1', 's2', 's3'] }));
    expect(knowledge.learners.get('Ann')?.answers).toBe(1);
    expect(knowledge.items.get('i1')?.answers).toBe(1);
    expect(knowledge.layer.answers).toBe(1);
    expect(knowledge.skills.get('s2')?.answers).toBe(1);
  });

  it('leaves what is shared alone when it has learned from the answer before', () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 30 }), anAnswer, (answers, next) => {
        const knowledge = after(answers);
        const { items, skills, layer } = structuredClone(knowledge);
        learnAnswer(knowledge, next, { learnsShared: false });
        expect({ items: knowledge.items, skills: knowledge.skills, layer: knowledge.layer }).toEqual({
          items,
          skills,
          layer,
        });
      }),
    );
  });

  it('touches nobody else', () => {
    const knowledge = after(answered(true, 3, { learner: 'Bo' }));
    const before = structuredClone(knowledge.learners.get('Bo'));
    learnAnswer(knowledge, { learner: 'Ann', item: 'i1', skills: ['s1'], correct: false });
    expect(knowledge.learners.get('Bo')).toEqual(before);
    expect([...knowledge.learnerSkills.keys()]).toEqual([
      keyOfLearnerSkill('Bo', 's1'),
      keyOfLearnerSkill('Ann', 's1'),
    ]);
  });

  it('stays finite over thousands of answers that all go one way', () => {
    const { p } = predictAnswer(after(answered(true, 20_000)), asked({ item: 'i1' }));
    expect(p).toBeGreaterThan(0.99);
    expect(p).toBeLessThan(1);
  });
});
