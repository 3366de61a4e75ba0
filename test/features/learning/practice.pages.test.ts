import { describe, expect, test } from '@jest/globals';
import {
  findNextQuestion,
  presentEnd,
  presentFeedback,
  presentQuestion,
} from '../../../src/features/learning/practice.pages.ts';
import type { Question } from '../../../src/features/programme/index.ts';

const both = (words: string) => ({ 'zh-CN': words, en: words });
const question = (id: string): Question => ({
  id,
  skillId: 'A',
  courseId: null,
  replacesQuestionId: null,
  kind: 'single',
  difficulty: 1,
  stem: both(id),
  choices: ['a', 'b'].map((choice) => ({ id: choice, text: both(choice) })),
  key: ['b'],
  explanation: both('because'),
});
const answer = (questionId: string, correct: boolean) => ({
  questionId,
  given: [correct ? 'b' : 'a'],
  correct,
  answeredAt: new Date('2026-09-07T01:00:00Z'),
});
const rows = (answers: ReturnType<typeof answer>[], reason = { mastery: 0.4, attempts: 6 }) => ({
  set: {
    id: 'set',
    skillId: 'A',
    skillName: both('Skill A'),
    questionIds: ['q1', 'gone', 'q2'],
    reason: { id: 'learning.practiceReason.weak', values: reason },
    startedAt: new Date('2026-09-07T01:00:00Z'),
    finishedAt: null,
  },
  answers,
  questions: [question('q2'), question('q1')],
});
const fact = (attempts: number, correct: number, run = 1) => ({
  skillId: 'A',
  name: both('Skill A'),
  attempts,
  correct,
  run,
  lastAttemptAt: new Date('2026-09-07T01:00:00Z'),
  statementIds: [],
  weakSince: correct / attempts < 0.6 ? new Date('2026-09-01T01:00:00Z') : null,
  spot: correct / attempts < 0.6 ? ('confirmed' as const) : null,
  stuckAt: null,
});

describe('a sitting', () => {
  test('goes on with the first unanswered question and passes over deleted ones', () => {
    const next = findNextQuestion(rows([answer('q1', true)]));
    expect(next?.id).toBe('q2');
    const page = presentQuestion(rows([answer('q1', true)]), question('q2'), false);
    expect(page).toMatchObject({ place: 2, total: 2, reason: null });
    expect(page.dots.map(({ state }) => state)).toEqual(['right', 'current']);
  });

  test('says at its first question why these were chosen', () => {
    expect(presentQuestion(rows([]), question('q1'), false).reason?.id).toBe('learning.practiceReason.weak');
  });

  test('shows what was given and what was right', () => {
    const page = presentFeedback(rows([answer('q1', false)]), answer('q1', false));
    expect(page?.choices.map(({ given, right }) => [given, right])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(page?.last).toBe(false);
  });
});

describe('the end', () => {
  const all = [answer('q1', true), answer('q2', false)];
  test.each([
    ['mastered', fact(10, 10, 10), 'mastered', 'up'],
    ['as before', fact(8, 3, -1), 'again', 'same'],
    ['on the way', fact(10, 7), 'more', 'up'],
    ['still weak', fact(6, 2, -1), 'again', 'down'],
    ['drilled in vain', fact(10, 1, -4), 'teacher', 'down'],
  ])('%s', (_sentence, skill, verdict, change) => {
    const page = presentEnd(rows(all), { skillFacts: [skill], resource: null, library: [] });
    expect(page).toMatchObject({ right: 1, total: 2, verdict, change });
  });

  test('compares with nothing when nothing was known', () => {
    const page = presentEnd(rows(all, { mastery: 0.65, attempts: 0 }), {
      skillFacts: [fact(2, 1)],
      resource: null,
      library: [],
    });
    expect(page.before).toBeNull();
  });
});
