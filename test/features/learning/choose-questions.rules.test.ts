import { describe, expect, test } from '@jest/globals';
import {
  chooseQuestions,
  expectSuccess,
  type PastAnswer,
} from '../../../src/features/learning/choose-questions.rules.ts';

/** Questions of a skill that the learner answers right with this chance when they are middling. */
const bank = (skillId: string, difficulties = [1, 1, 2, 2, 3, 3, 2], mastery = 0.4) =>
  difficulties.map((difficulty, index) => ({
    id: `${skillId}-${index + 1}`,
    skillId,
    difficulty,
    success: expectSuccess({ p: mastery, itemAnswers: 0 }, difficulty),
  }));
const skill = (id: string, mastery: number, requires: string[] = [], attempts = 8) => ({
  id,
  mastery,
  requires,
  attempts,
});
const answered = (questionId: string, correct: boolean, minute = 0): PastAnswer => ({
  questionId,
  correct,
  answeredAt: new Date(Date.UTC(2026, 8, 7, 1, minute)),
});

describe('a practice set', () => {
  test('holds six questions of the weak skill, the easy ones first', () => {
    const { questionIds, reason } = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.4)],
      questions: bank('B'),
      answers: [],
      probe: false,
    });
    expect(questionIds).toHaveLength(6);
    expect(questionIds[0]).toBe('B-1');
    expect(reason).toEqual({
      id: 'learning.practiceReason.weak',
      values: { mastery: 0.4, attempts: 8, groundQuestions: 0 },
    });
  });

  test('begins with a prerequisite that is weak too, and gives it half', () => {
    const { questionIds, reason } = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.4, ['A', 'C']), skill('A', 0.3), skill('C', 0.9)],
      questions: [...bank('B'), ...bank('A'), ...bank('C')],
      answers: [],
      probe: false,
    });
    expect(questionIds.map((id) => id[0])).toEqual(['A', 'A', 'A', 'B', 'B', 'B']);
    expect(reason.id).toBe('learning.practiceReason.groundFirst');
  });

  test('orders two weak prerequisites as the graph does', () => {
    const { questionIds } = chooseQuestions({
      skillId: 'C',
      skills: [skill('C', 0.4, ['A', 'B']), skill('A', 0.3, ['B']), skill('B', 0.3)],
      questions: [...bank('A'), ...bank('B'), ...bank('C')],
      answers: [],
      probe: false,
    });
    expect(questionIds.map((id) => id[0])).toEqual(['B', 'B', 'A', 'C', 'C', 'C']);
  });

  test('does not take a prerequisite nobody has tried for weak', () => {
    const { questionIds } = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.4, ['A']), skill('A', 0.5, [], 0)],
      questions: [...bank('B'), ...bank('A')],
      answers: [],
      probe: false,
    });
    expect(questionIds.every((id) => id.startsWith('B'))).toBe(true);
  });

  test('prefers unseen and wrong questions to right ones', () => {
    const { questionIds } = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.4)],
      questions: bank('B'),
      answers: [
        answered('B-1', true),
        answered('B-2', false),
        answered('B-2', true, 5),
        answered('B-3', false),
      ],
      probe: false,
    });
    expect(questionIds).toContain('B-3');
    expect(questionIds.filter((id) => id === 'B-1' || id === 'B-2')).toHaveLength(1);
  });

  test('gives a strong learner the hard questions', () => {
    const { questionIds } = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.9)],
      questions: bank('B', [1, 1, 1, 3, 3, 3, 3, 3, 3], 0.9),
      answers: [],
      probe: false,
    });
    expect(questionIds).not.toContain('B-1');
  });

  test('is shorter when the bank is small', () => {
    const chosen = chooseQuestions({
      skillId: 'B',
      skills: [skill('B', 0.9)],
      questions: bank('B', [1, 2]),
      answers: [],
      probe: false,
    });
    expect(chosen.questionIds).toHaveLength(2);
    expect(chosen.reason.id).toBe('learning.practiceReason.refresh');
  });

  test('is the same for the same input', () => {
    const ask = { skillId: 'B', skills: [skill('B', 0.5)], questions: bank('B'), answers: [], probe: false };
    expect(chooseQuestions(ask)).toEqual(chooseQuestions({ ...ask, questions: ask.questions.toReversed() }));
  });
});

test('a probe is three questions of the skill itself, whatever it builds on', () => {
  const { questionIds, reason } = chooseQuestions({
    skillId: 'B',
    skills: [skill('B', 0.4, ['A']), skill('A', 0.3)],
    questions: [...bank('B'), ...bank('A')],
    answers: [],
    probe: true,
  });
  expect(questionIds.map((id) => id[0])).toEqual(['B', 'B', 'B']);
  expect(reason.id).toBe('learning.practiceReason.probe');
});

test.each([
  ['a middling question is as hard as predicted', 0.5, 0, 2, 0.5],
  ['an easy question is likelier right', 0.5, 0, 1, 0.69],
  ['a hard question is likelier wrong', 0.5, 0, 3, 0.31],
  ['after five answers its author’s word counts half', 0.5, 5, 1, 0.6],
  ['after many answers hardly at all', 0.7, 500, 3, 0.7],
  ['a sure thing stays a chance', 0.999, 0, 1, 1],
])('%s', (_sentence, p, itemAnswers, difficulty, success) => {
  expect(expectSuccess({ p, itemAnswers }, difficulty)).toBeCloseTo(success, 2);
});
