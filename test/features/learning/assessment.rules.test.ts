import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MOST_ATTEMPTS,
  QUESTIONS_PER_ASSESSMENT,
  drawQuestions,
  judgeAttempts,
  type Attempt,
} from '../../../src/features/learning/assessment.rules.ts';

/** A unit of up to 14 skills, some building on the one before, with up to 12 questions each. */
const units = fc
  .array(
    fc.record({
      questions: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 12 }),
      builds: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((rows) => ({
    skills: rows.map(({ builds }, index) => ({
      id: `S${index}`,
      requires: builds && index > 0 ? [`S${index - 1}`] : [],
    })),
    questions: rows.flatMap(({ questions }, index) =>
      questions.map((difficulty, n) => ({ id: `S${index}-${n}`, skillId: `S${index}`, difficulty })),
    ),
  }));
const holds = (claim: (unit: Parameters<typeof drawQuestions>[0]) => void) =>
  fc.assert(
    fc.property(units, fc.string(), (unit, seed) => claim({ ...unit, seed })),
    { numRuns: 400 },
  );

describe('Drawn questions', () => {
  test('are as many as there can be, each once', () =>
    holds((unit) => {
      const drawn = drawQuestions(unit);
      expect(drawn).toHaveLength(Math.min(QUESTIONS_PER_ASSESSMENT, unit.questions.length));
      expect(new Set(drawn).size).toBe(drawn.length);
    }));

  test('cover the skills evenly: none gets two more than another that has questions left', () =>
    holds((unit) => {
      const drawn = new Set(drawQuestions(unit));
      const shares = unit.skills.map(({ id }) => {
        const own = unit.questions.filter(({ skillId }) => skillId === id);
        const taken = own.filter((question) => drawn.has(question.id)).length;
        return { taken, left: own.length - taken };
      });
      const most = Math.max(...shares.map(({ taken }) => taken));
      for (const { taken, left } of shares) if (left > 0) expect(most - taken).toBeLessThanOrEqual(1);
    }));

  test('are the same for the same seed, whatever order the database gives them in', () =>
    holds((unit) => {
      const turned = { ...unit, skills: unit.skills.toReversed(), questions: unit.questions.toReversed() };
      expect(new Set(drawQuestions(turned))).toEqual(new Set(drawQuestions(unit)));
    }));

  test('differ between sittings', () => {
    const unit = {
      skills: [{ id: 'A', requires: [] }],
      questions: Array.from({ length: 40 }, (_, n) => ({ id: `A-${n}`, skillId: 'A', difficulty: 1 })),
    };
    expect(drawQuestions({ ...unit, seed: 'one' })).not.toEqual(drawQuestions({ ...unit, seed: 'two' }));
  });

  test('come skill by skill, prerequisites first and easy before hard', () => {
    const drawn = drawQuestions({
      seed: 'x',
      skills: [
        { id: 'B', requires: ['A'] },
        { id: 'A', requires: [] },
      ],
      questions: ['B-1', 'A-3', 'B-2', 'A-1'].map((id) => ({
        id,
        skillId: id.slice(0, 1),
        difficulty: Number(id.slice(2)),
      })),
    });
    expect(drawn).toEqual(['A-1', 'A-3', 'B-1', 'B-2']);
  });
});

const at = new Date('2026-09-07T01:00:00Z');
const attempt = (id: string, right: number, finished = true): Attempt => ({
  id,
  total: 10,
  answered: finished ? 10 : 4,
  right,
  startedAt: at,
  finishedAt: finished ? at : null,
});

describe('Who has', () => {
  test.each([
    ['never tried, may begin', [], { next: 'begin', left: MOST_ATTEMPTS, open: null, best: null }],
    [
      'one open, goes on with it',
      [attempt('a', 2, false)],
      { next: 'goOn', open: { id: 'a' }, best: null, left: 2 },
    ],
    ['finished once, may begin again', [attempt('a', 7)], { next: 'begin', best: { id: 'a' }, left: 2 }],
    [
      'the third one open, still goes on',
      [attempt('a', 7), attempt('b', 9), attempt('c', 1, false)],
      { next: 'goOn', open: { id: 'c' }, best: { id: 'b' }, left: 0 },
    ],
    [
      'used all, has the best of them',
      [attempt('a', 7), attempt('b', 9), attempt('c', 9)],
      { next: 'used', best: { id: 'b' }, left: 0 },
    ],
  ])('%s', (_sentence, attempts, judged) => {
    expect(judgeAttempts(attempts)).toMatchObject(judged);
  });
});
