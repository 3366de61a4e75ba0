import { fitLogistic, sigmoid } from './logistic.rules.ts';
import {
  RISK_FEATURES,
  type FeatureValues,
  type Prediction,
  type RiskFeature,
  type RiskModel,
} from './risk.schema.ts';

/** Pulls weights towards nothing, measured in learners' weeks: rows of one learner are much alike. */
export const RIDGE = 10;

export interface LabelledRow {
  values: FeatureValues;
  /** The course was failed or left. */
  failed: boolean;
}

/**
 * Fits one model for all weeks of a course, so that a score means the same in each. A feature that the data doesn't
 * tell, or that is the same for everybody, is left out; where it is missing for some, they count as the mean.
 */
export function fitRiskModel(
  rows: readonly LabelledRow[],
  origin: Pick<RiskModel, 'version' | 'source' | 'learners'>,
): RiskModel {
  const kept = RISK_FEATURES.flatMap((name) => describe(rows, name) ?? []);
  if (kept.length === 0 || rows.every(({ failed }) => failed === rows[0]?.failed))
    throw new Error('Nothing to learn from: all learners are alike or came to the same end.');
  const standardised = rows.map(({ values }) =>
    kept.map(({ name, mean, scale }) => (orMean(values[name], mean) - mean) / scale),
  );
  const [intercept = 0, ...weights] = fitLogistic(
    standardised,
    rows.map(({ failed }) => failed),
    RIDGE,
  );
  return {
    ...origin,
    rows: rows.length,
    ridge: RIDGE,
    intercept,
    features: kept.map((feature, index) => ({ ...feature, weight: weights[index] ?? 0 })),
  };
}

function describe(
  rows: readonly LabelledRow[],
  name: RiskFeature,
): { name: RiskFeature; mean: number; scale: number } | null {
  const known = rows.map(({ values }) => values[name]).filter((value) => value !== null);
  const mean = meanOf(known);
  const scale = Math.sqrt(meanOf(known.map((value) => (value - mean) ** 2)));
  return known.length === 0 || scale < 1e-9 ? null : { name, mean, scale };
}

export interface CourseMeans {
  means: ReadonlyMap<RiskFeature, number>;
}

/** What is usual in a course now; nothing is said of a feature that nobody has. */
export function meanFeatures(course: readonly FeatureValues[]): CourseMeans {
  const means = RISK_FEATURES.flatMap((name) => {
    const known = course.map((values) => values[name]).filter((value) => value !== null);
    return known.length === 0 ? [] : [[name, meanOf(known)] as const];
  });
  return { means: new Map(means) };
}

/** The probability that the course is failed or left, taken apart into its reasons compared with the course. */
export function predictRisk(model: RiskModel, values: FeatureValues, { means }: CourseMeans): Prediction {
  let base = model.intercept;
  const terms = model.features.flatMap(({ name, mean, scale, weight }) => {
    const courseMean = means.get(name);
    if (courseMean === undefined) return [];
    base += (weight * (courseMean - mean)) / scale;
    const value = orMean(values[name], courseMean);
    return [{ feature: name, value, courseMean, contribution: (weight * (value - courseMean)) / scale }];
  });
  terms.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { p: sigmoid(terms.reduce((sum, { contribution }) => sum + contribution, base)), base, terms };
}

const orMean = (value: number | null, mean: number) => value ?? mean;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
