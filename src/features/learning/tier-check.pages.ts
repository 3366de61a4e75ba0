import type { Question } from '../programme/index.ts';
import { presentTier, type TierCard } from './learner-parts.pages.ts';
import type { Learner } from './learner.schema.ts';
import { presentAsked, type AskedQuestion } from './practice.pages.ts';
import { LEAST_QUESTIONS, MOST_QUESTIONS, type MayCheck } from './tier-check.rules.ts';

export interface TierCheckStartPage {
  tier: TierCard;
  next: MayCheck['kind'];
  /** When another may be taken. */
  from: Date | null;
  least: number;
  most: number;
  /** null: nothing said yet; a check may be taken without. */
  selfReport: number | null;
  intakeId: string;
  last: { answers: number; correct: number; finishedAt: Date } | null;
  answered: number;
}

export const presentTierCheckStart = (
  decision: Learner['tier'],
  verdict: MayCheck,
  rows: {
    selfReport: number | null;
    intakeId: string;
    newest: { answers: number; correct: number; finishedAt: Date | null } | null;
  },
): TierCheckStartPage => {
  const { newest } = rows;
  return {
    tier: presentTier(decision),
    next: verdict.kind,
    from: verdict.kind === 'later' ? verdict.from : null,
    least: LEAST_QUESTIONS,
    most: MOST_QUESTIONS,
    selfReport: rows.selfReport,
    intakeId: rows.intakeId,
    last: newest?.finishedAt
      ? { answers: newest.answers, correct: newest.correct, finishedAt: newest.finishedAt }
      : null,
    answered: newest && !newest.finishedAt ? newest.answers : 0,
  };
};

export interface TierCheckQuestionPage extends AskedQuestion {
  checkId: string;
  place: number;
  /** At most: it may be over sooner. */
  total: number;
}

export const presentTierCheckQuestion = (
  check: { id: string; answers: number },
  question: Question,
  empty: boolean,
): TierCheckQuestionPage => ({
  checkId: check.id,
  place: check.answers + 1,
  total: MOST_QUESTIONS,
  ...presentAsked(question, empty),
});
