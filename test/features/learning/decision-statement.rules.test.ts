import { describe, expect, it } from '@jest/globals';
import {
  prepareFoundStatement,
  prepareReleasedStatement,
  prepareTierStatement,
  type ToldTier,
} from '../../../src/features/learning/decision-statement.rules.ts';
import {
  partOfAssessment,
  partOfPractice,
  prepareAnswerStatement,
  prepareDoneStatement,
  prepareOfferStatement,
} from '../../../src/features/learning/practice-statement.rules.ts';
import { isDecision } from '../../../src/features/vocabulary/index.ts';
import type { Statement } from '../../../src/features/xapi/index.ts';
import { expectToFollow } from '../../support/vocabulary.ts';

const uuid = (number: number) => `01890000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const at = (minute: number) => new Date(Date.UTC(2026, 8, 7, 1, minute));
const about = { publicUrl: 'https://waymark.example.edu/tool', courseId: uuid(1), personId: uuid(2) };
const tier: ToldTier = {
  ...about,
  id: uuid(10),
  tier: 'zero_basis',
  previous: null,
  provisional: true,
  evidence: {
    reason: { id: 'learning.tierReason.placed', values: {} },
    ...{ answers: 12, answersSoFar: 30, estimate: 0.5, low: 0.37, high: 0.63, cut: 0.7 },
  },
  ruleVersion: 'tier-1',
  decidedBy: null,
  decidedAt: at(0),
};
const evidence = { mastery: 0.4, attempts: 5, correct: 2, low: 0.2, high: 0.6, statementIds: [uuid(30)] };
const both = (words: string) => ({ 'zh-CN': words, en: words });
const spot = {
  ...about,
  ...{ id: uuid(20), skillId: 'S012', skillName: both('Loops'), ruleVersion: 'weak-spot-1' },
};
const sitting = (statement: number, registration: number) => ({
  ...about,
  statementId: uuid(statement),
  registration: uuid(registration),
  at: at(statement),
});
const question = {
  id: 'S012-1',
  skillId: 'S012',
  kind: 'single' as const,
  stem: both('Which?'),
  choices: [],
  key: ['a'],
};
const answer = { given: ['a'], correct: true, durationSeconds: 4 };

const decisions = [
  prepareTierStatement(tier),
  prepareTierStatement({
    ...tier,
    id: uuid(11),
    tier: 'experienced',
    previous: 'zero_basis',
    decidedBy: uuid(3),
  }),
  prepareFoundStatement({ ...spot, evidence, foundAt: at(1) }),
  prepareReleasedStatement({ ...spot, releasedAt: at(2) }),
  prepareOfferStatement(sitting(40, 50), {
    skillId: 'S012',
    reason: { id: 'learning.reason.weak', values: { share: 40 } },
  }),
];
const learnt = [
  prepareAnswerStatement({ ...sitting(41, 50), partOf: partOfPractice('S012') }, question, answer),
  prepareAnswerStatement({ ...sitting(42, 51), partOf: partOfAssessment(uuid(60)) }, question, answer),
  prepareDoneStatement(sitting(43, 52), { id: 'R1', title: both('Reading') }),
];

describe('statements of our own', () => {
  it('are valid and each follows its template, in the order of its pattern', async () => {
    expect(await expectToFollow([...decisions, ...learnt])).toEqual([
      'tier/templates/decided',
      'weak-spot/templates/found',
      'weak-spot/templates/released',
      'practice/templates/offered',
      'practice/templates/answered',
      'practice/templates/answered-in-assessment',
      'practice/templates/resource-done',
    ]);
  });

  it('have ids that are made of what they tell: told again, they are the same', () => {
    expect(prepareTierStatement({ ...tier })['id']).toBe(decisions[0]?.['id']);
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
  });

  it('hold no names', () => {
    expect(JSON.stringify([...decisions, ...learnt])).not.toContain('"agent","name"');
    for (const { actor } of decisions) expect(actor).not.toHaveProperty('name');
  });

  it('tell apart what was decided and what was learnt', () => {
    const readAs = (statement: object) => isDecision(statement as Statement);
    expect(decisions.map(readAs)).toEqual(decisions.map(() => true));
    expect(learnt.map(readAs)).toEqual(learnt.map(() => false));
  });
});
