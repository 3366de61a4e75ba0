import type { LayerState } from './knowledge.schema.ts';

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Logit of a share, kept off 0 and 1. */
export function logitOf(share: number): number {
  const kept = 0.02 + 0.96 * share;
  return Math.log(kept / (1 - kept));
}

/** How far the weights of a school without data may lie from those it starts with (variance of each). */
const START_VARIANCE = 0.03;

export function startLayer(weights: readonly number[]): LayerState {
  const size = weights.length;
  const covariance = Array.from({ length: size * size }, (_, cell) =>
    cell % (size + 1) === 0 ? START_VARIANCE : 0,
  );
  return { answers: 0, weights: [...weights], covariance };
}

export function sumOf(weights: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < features.length; index++) sum += (weights[index] ?? 0) * (features[index] ?? 0);
  return sum;
}

/**
 * One step of Bayesian logistic regression (an extended Kalman filter): each weight moves by how uncertain it still is,
 * so the steps need no tuning and shrink by themselves. The cost is the square of the number of weights, always.
 */
export function learnLayer(
  layer: LayerState,
  features: readonly number[],
  p: number,
  correct: boolean,
): void {
  const { weights, covariance } = layer;
  const size = weights.length;
  const gain = new Array<number>(size);
  let spread = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++)
      sum += (covariance[row * size + column] ?? 0) * (features[column] ?? 0);
    gain[row] = sum;
    spread += sum * (features[row] ?? 0);
  }
  const information = p * (1 - p);
  const scale = 1 + information * spread;
  const step = ((correct ? 1 : 0) - p) / scale;
  const shrink = information / scale;
  for (let row = 0; row < size; row++) {
    const own = gain[row] ?? 0;
    weights[row] = (weights[row] ?? 0) + own * step;
    for (let column = 0; column < size; column++) {
      const cell = row * size + column;
      covariance[cell] = (covariance[cell] ?? 0) - shrink * own * (gain[column] ?? 0);
    }
  }
  layer.answers += 1;
}
