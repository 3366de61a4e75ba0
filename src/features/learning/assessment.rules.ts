import { createHash } from 'node:crypto';
import { inLearningOrder } from './skill-order.rules.ts';

export const ASSESSMENT_RULE = 'assessment-1';
export const QUESTIONS_PER_ASSESSMENT = 10;
/** The best of them counts: a bad day isn't held against anybody, and guessing till it fits isn't rewarded. */
export const MOST_ATTEMPTS = 3;

export interface SkillToAssess {
  id: string;
  requires: readonly string[];
}

export interface QuestionToDraw {
  id: string;
  skillId: string;
  difficulty: number;
}

/**
 * Questions for a unit's assessment, spread evenly: of any two skills that have questions left, one gets at most one
 * more than the other. The same seed draws the same questions, so that a sitting can be retraced from its evidence.
 * They are asked skill by skill, prerequisites first and easy before hard.
 */
export function drawQuestions(ask: {
  seed: string;
  skills: readonly SkillToAssess[];
  questions: readonly QuestionToDraw[];
}): string[] {
  const lot = (id: string) => createHash('sha256').update(`${ask.seed}|${id}`).digest('hex');
  const drawn = <T extends { id: string }>(rows: readonly T[]) =>
    rows.map((row) => ({ row, lot: lot(row.id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const piles = drawn(ask.skills).map(({ row: skill }) =>
    drawn(ask.questions.filter(({ skillId }) => skillId === skill.id)).map(({ row }) => row),
  );
  const chosen: QuestionToDraw[] = [];
  const rounds = Math.max(0, ...piles.map((pile) => pile.length));
  for (let round = 0; round < rounds; round += 1)
    for (const pile of piles) {
      const question = pile[round];
      if (question && chosen.length < QUESTIONS_PER_ASSESSMENT) chosen.push(question);
    }
  const places = new Map(inLearningOrder(ask.skills).map(({ id }, place) => [id, place]));
  return chosen
    .toSorted(
      (a, b) =>
        (places.get(a.skillId) ?? 0) - (places.get(b.skillId) ?? 0) ||
        a.difficulty - b.difficulty ||
        (a.id < b.id ? -1 : 1),
    )
    .map(({ id }) => id);
}

export interface Attempt {
  id: string;
  total: number;
  answered: number;
  right: number;
  startedAt: Date;
  finishedAt: Date | null;
}

/** What somebody may do next: begin, go on with what they began, or look at what counts. */
export function judgeAttempts(attempts: readonly Attempt[]): {
  next: 'begin' | 'goOn' | 'used';
  open: Attempt | null;
  best: Attempt | null;
  left: number;
} {
  const open = attempts.find(({ finishedAt }) => finishedAt === null) ?? null;
  const best = attempts
    .filter(({ finishedAt }) => finishedAt !== null)
    .reduce<Attempt | null>((top, one) => (top === null || share(one) > share(top) ? one : top), null);
  const left = Math.max(0, MOST_ATTEMPTS - attempts.length);
  return { next: open ? 'goOn' : left > 0 ? 'begin' : 'used', open, best, left };
}

const share = ({ right, total }: Attempt): number => (total === 0 ? 0 : right / total);
