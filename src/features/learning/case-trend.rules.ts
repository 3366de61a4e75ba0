import type { CaseMeasures, Trend } from '../cases/index.ts';
import type { Warning } from './warning.rules.ts';

/** After a case was closed, only something worse than what it left opens the next for so many days. */
export const QUIET_DAYS = 14;

const DAY_MS = 86_400_000;
/** By how much a measure must differ before that means anything; negative: less of it is worse. */
const STEPS: Record<string, number> = {
  missedDeadlines: 1,
  activityPercent: -15,
  silentDays: 7,
  weakPercent: 10,
  riskPercent: 15,
  atRiskPercent: 10,
};

/** How a measurement compares with an earlier one; what only one of them measured is passed over. */
export function compareMeasures(before: CaseMeasures, after: CaseMeasures): Trend {
  const steps = Object.entries(STEPS).flatMap(([name, step]) => {
    const [from, to] = [before[name], after[name]];
    return from === undefined || to === undefined ? [] : [(to - from) / step];
  });
  if (steps.some((change) => change >= 1)) return 'worse';
  return steps.some((change) => change <= -1) ? 'better' : 'same';
}

/** Whether a fresh warning may open a case, given the one closed last about the same learner and course. */
export function mayRaise(
  lastClosed: { closedAt: Date; measures: CaseMeasures } | null,
  warning: Warning,
  now: Date,
): boolean {
  if (lastClosed === null || now.getTime() - lastClosed.closedAt.getTime() >= QUIET_DAYS * DAY_MS)
    return true;
  return compareMeasures(lastClosed.measures, warning.evidence.measures) === 'worse';
}
