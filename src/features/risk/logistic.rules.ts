/** Weights of a logistic model; the first is the intercept. */
export type Weights = number[];

const STEPS_MAX = 50;
/** Newton's steps are over when no weight moves by more. */
const TOLERANCE = 1e-10;
/** Keeps the intercept's row solvable when all labels are alike. */
const FLOOR = 1e-9;

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/**
 * Fits a logistic model by Newton's method (iteratively reweighted least squares) with a ridge on every weight but the
 * intercept. Deterministic: the same rows in the same order give the same bits.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  ridge: number,
): Weights {
  const size = (rows[0]?.length ?? 0) + 1;
  const weights: Weights = Array.from({ length: size }, () => 0);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { gradient, hessian } = derive(rows, labels, weights, ridge);
    const move = solve(hessian, gradient);
    move.forEach((by, index) => (weights[index] = at(weights, index) - by));
    if (move.every((by) => Math.abs(by) < TOLERANCE)) break;
  }
  return weights;
}

export function predictLogit(weights: Weights, row: readonly number[]): number {
  return row.reduce((sum, value, index) => sum + at(weights, index + 1) * value, at(weights, 0));
}

/** Gradient and curvature of the penalised loss. */
function derive(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  weights: Weights,
  ridge: number,
): { gradient: number[]; hessian: number[][] } {
  const size = weights.length;
  const gradient = weights.map((weight, index) => (index === 0 ? 0 : ridge * weight));
  const hessian = weights.map((_, index) =>
    weights.map((__, other) => (index !== other ? 0 : index === 0 ? FLOOR : ridge + FLOOR)),
  );
  rows.forEach((row, place) => {
    const p = sigmoid(predictLogit(weights, row));
    const miss = p - (labels[place] ? 1 : 0);
    const curve = p * (1 - p);
    for (let i = 0; i < size; i += 1) {
      const xi = i === 0 ? 1 : at(row, i - 1);
      gradient[i] = at(gradient, i) + miss * xi;
      const line = hessian[i] ?? [];
      for (let j = 0; j <= i; j += 1) line[j] = at(line, j) + curve * xi * (j === 0 ? 1 : at(row, j - 1));
    }
  });
  for (let i = 0; i < size; i += 1)
    for (let j = i + 1; j < size; j += 1) (hessian[i] ?? [])[j] = at(hessian[j] ?? [], i);
  return { gradient, hessian };
}

/** Solves a small dense system by elimination with row exchange. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, index) => [...line, at(right, index)]);
  const size = lines.length;
  for (let column = 0; column < size; column += 1) {
    const pivot = lines
      .slice(column)
      .reduce((best, line) => (Math.abs(at(line, column)) > Math.abs(at(best, column)) ? line : best));
    lines.splice(lines.indexOf(pivot), 1);
    lines.splice(column, 0, pivot);
    for (const line of lines) {
      if (line === pivot) continue;
      const factor = at(line, column) / at(pivot, column);
      if (factor === 0) continue;
      for (let k = column; k <= size; k += 1) line[k] = at(line, k) - factor * at(pivot, k);
    }
  }
  return lines.map((line, index) => at(line, size) / at(line, index));
}

const at = (values: readonly number[], index: number): number => values[index] ?? 0;
