import { describe, expect, test } from '@jest/globals';
import {
  partOfPractice,
  prepareAnswerStatement,
  prepareDoneStatement,
  type AnsweredQuestion,
} from '../../../src/features/learning/practice-statement.rules.ts';
import { readLearningEvent } from '../../../src/features/xapi/normalise-statement.rules.ts';
import { parseStatement } from '../../../src/features/xapi/statement.rules.ts';
import type { Statement } from '../../../src/features/xapi/statement.schema.ts';

const occasion = {
  statementId: '01890000-0000-7000-8000-000000000001',
  publicUrl: 'https://waymark.example.edu/tool',
  personId: '01890000-0000-7000-8000-0000000000aa',
  courseId: '01890000-0000-7000-8000-0000000000cc',
  registration: '01890000-0000-7000-8000-0000000000ee',
  partOf: partOfPractice('S012'),
  at: new Date('2026-09-07T01:00:00Z'),
};
const both = (words: string) => ({ 'zh-CN': words, en: words });
const single: AnsweredQuestion = {
  id: 'S012-1',
  skillId: 'S012',
  kind: 'single',
  stem: both('Which?'),
  choices: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: both(`choice ${id}`) })),
  key: ['d'],
};
const answer = { given: ['b'], correct: false, durationSeconds: 42 };

describe('the statement of a practice answer', () => {
  test.each([
    ['single', single],
    ['multiple', { ...single, kind: 'multiple', key: ['a', 'd'] }],
    ['true or false', { ...single, kind: 'true_false', choices: [], key: ['true'] }],
    ['fill in', { ...single, kind: 'fill', choices: [], key: ['85', '85.0'] }],
  ] as [string, AnsweredQuestion][])('is valid xAPI for a %s question', (_kind, question) => {
    expect(parseStatement(prepareAnswerStatement(occasion, question, answer))).toMatchObject({ ok: true });
  });

  test('is read back as the answer of this learner to this question', () => {
    const event = readLearningEvent(prepareAnswerStatement(occasion, single, answer) as unknown as Statement);
    expect(event).toMatchObject({
      kind: 'answered',
      actorKey: `account|${occasion.publicUrl}|${occasion.personId}`,
      activityId: `${occasion.publicUrl}/questions/S012-1`,
      courseActivityIds: [`${occasion.publicUrl}/courses/${occasion.courseId}`],
      parentIds: [`${occasion.publicUrl}/courses/${occasion.courseId}/practice/S012`],
      success: false,
      durationSeconds: 42,
    });
  });

  test('holds no name of the learner', () => {
    expect(prepareAnswerStatement(occasion, single, answer)['actor']).not.toHaveProperty('name');
  });
});

test('a finished resource is a valid completed statement in the course', () => {
  const statement = prepareDoneStatement(occasion, { id: 'R-S012-theory', title: both('Reading') });
  expect(parseStatement(statement)).toMatchObject({ ok: true });
  expect(readLearningEvent(statement as unknown as Statement)).toMatchObject({
    kind: 'completed',
    completion: true,
    courseActivityIds: [`${occasion.publicUrl}/courses/${occasion.courseId}`],
  });
});
