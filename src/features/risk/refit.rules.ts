import { areaUnderCurve } from './discrimination.rules.ts';
import { fitRiskModel, meanFeatures, predictRisk, type LabelledRow } from './model.rules.ts';
import type { RiskModel } from './risk.schema.ts';

/** A school's own model needs so many finished learners, and so many with each end. */
export const REFIT_LEARNERS = 200;
export const REFIT_EACH_END = 30;
const FOLDS = 5;

/** A learner in one week of a finished course, with how it ended. */
export interface FinishedRow extends LabelledRow {
  courseId: string;
  personId: string;
  /** Weeks since the course began. */
  week: number;
  /** The week by which models are compared. */
  isMidway: boolean;
}

export type Refit =
  | { kind: 'too_few'; learners: number; failed: number }
  | { kind: 'no_better'; learners: number; auc: number; shippedAuc: number }
  | { kind: 'refit'; model: RiskModel; auc: number; shippedAuc: number };

/**
 * Decides whether a school's own finished courses give a model that ranks its learners at least as well as the shipped
 * one, on learners it hasn't seen: each fifth is judged by a model of the other four.
 */
export function decideRefit(
  rows: readonly FinishedRow[],
  shipped: RiskModel,
  origin: Pick<RiskModel, 'version' | 'source'>,
): Refit {
  const ends = new Map(rows.map(({ courseId, personId, failed }) => [`${courseId} ${personId}`, failed]));
  const learners = ends.size;
  const failed = [...ends.values()].filter(Boolean).length;
  if (learners < REFIT_LEARNERS || failed < REFIT_EACH_END || learners - failed < REFIT_EACH_END)
    return { kind: 'too_few', learners, failed };
  // A person's courses are held out together: the model must not know the person from another course.
  const people = [...new Set(rows.map(({ personId }) => personId))].sort();
  const foldOf = new Map(people.map((personId, place) => [personId, place % FOLDS]));
  const midway = rows.filter(({ isMidway }) => isMidway);
  const meansOf = groupMeans(midway);
  const score = (model: RiskModel, row: FinishedRow) =>
    predictRisk(model, row.values, meansOf.get(lookOf(row)) ?? { means: new Map() }).p;
  const own = Array.from({ length: FOLDS }, (_, fold) => {
    const learnt = rows.filter(({ personId }) => foldOf.get(personId) !== fold);
    const model = fitRiskModel(learnt, { ...origin, learners });
    return midway
      .filter(({ personId }) => foldOf.get(personId) === fold)
      .map((row) => ({ score: score(model, row), failed: row.failed }));
  }).flat();
  const auc = areaUnderCurve(own) ?? 0;
  const shippedAuc =
    areaUnderCurve(midway.map((row) => ({ score: score(shipped, row), failed: row.failed }))) ?? 0;
  if (auc < shippedAuc) return { kind: 'no_better', learners, auc, shippedAuc };
  return { kind: 'refit', model: fitRiskModel(rows, { ...origin, learners }), auc, shippedAuc };
}

const lookOf = ({ courseId, week }: FinishedRow) => `${courseId} ${week}`;

function groupMeans(rows: readonly FinishedRow[]) {
  const looks = new Map<string, FinishedRow[]>();
  for (const row of rows) looks.set(lookOf(row), [...(looks.get(lookOf(row)) ?? []), row]);
  return new Map(
    [...looks].map(([look, members]) => [look, meanFeatures(members.map(({ values }) => values))]),
  );
}
