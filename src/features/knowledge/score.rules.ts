/** How good predictions were: do they rank (AUC), how far off are they (RMSE), do they mean what they say (ECE). */
export interface Score {
  /** NaN when all answers were right, or all wrong. */
  auc: number;
  rmse: number;
  ece: number;
}

/** Expected calibration error is taken over bins of this many of equal width. */
export const CALIBRATION_BINS = 10;

export function scorePredictions(predicted: Float64Array, correct: Uint8Array): Score {
  return {
    auc: areaUnderCurve(predicted, correct),
    rmse: rootMeanSquare(predicted, correct),
    ece: calibrationError(predicted, correct),
  };
}

/** Chance that a right answer was given a higher chance than a wrong one; ties count half. */
function areaUnderCurve(predicted: Float64Array, correct: Uint8Array): number {
  const order = Uint32Array.from(predicted.keys()).sort((a, b) => (predicted[a] ?? 0) - (predicted[b] ?? 0));
  let rankSum = 0;
  let right = 0;
  for (let start = 0; start < order.length;) {
    const value = predicted[order[start] ?? 0];
    let end = start;
    while (end < order.length && predicted[order[end] ?? 0] === value) end += 1;
    for (let at = start; at < end; at++) {
      if (correct[order[at] ?? 0] !== 1) continue;
      right += 1;
      rankSum += (start + end + 1) / 2;
    }
    start = end;
  }
  return (rankSum - (right * (right + 1)) / 2) / (right * (order.length - right));
}

function rootMeanSquare(predicted: Float64Array, correct: Uint8Array): number {
  let sum = 0;
  for (const [index, p] of predicted.entries()) sum += (p - (correct[index] ?? 0)) ** 2;
  return Math.sqrt(sum / predicted.length);
}

function calibrationError(predicted: Float64Array, correct: Uint8Array): number {
  const gaps = new Float64Array(CALIBRATION_BINS);
  for (const [index, p] of predicted.entries()) {
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(p * CALIBRATION_BINS));
    gaps[bin] = (gaps[bin] ?? 0) + p - (correct[index] ?? 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / predicted.length;
}
