import type { CalibrationKind, CalibrationRow, Verdict } from './calibration.schema.ts';
import { CALIBRATION_KINDS } from './calibration.schema.ts';
import type { Semester } from './semester.rules.ts';

/** Both have to be there so long before the semester's last day: there must be time left to act on them. */
export const CALIBRATED_DAYS_BEFORE_END = 28;
const DAY_MS = 86_400_000;

export type CalibrationState = 'done' | 'open' | 'overdue';

export interface CalibrationStanding {
  state: CalibrationState;
  dueOn: string;
  missing: CalibrationKind[];
  /** Of the newest of each kind: one that asks for a change outweighs one that doesn't. */
  verdict: Verdict | null;
}

/** Where a learner's calibration of a semester stands (R070): a mentor's interview and a job-experience report. */
export function assessCalibration(
  rows: readonly Pick<CalibrationRow, 'kind' | 'heldOn' | 'verdict'>[],
  semester: Semester,
  today: string,
): CalibrationStanding {
  const own = rows.filter(({ heldOn }) => semester.startsOn <= heldOn && heldOn <= semester.until);
  const newest = CALIBRATION_KINDS.map((kind) =>
    own
      .filter((row) => row.kind === kind)
      .reduce<(typeof own)[number] | null>(
        (last, row) => (last === null || row.heldOn >= last.heldOn ? row : last),
        null,
      ),
  );
  const missing = CALIBRATION_KINDS.filter((_, index) => newest[index] === null);
  const verdicts = newest.flatMap((row) => (row ? [row.verdict] : []));
  const dueOn = new Date(Date.parse(`${semester.endsOn}T00:00:00Z`) - CALIBRATED_DAYS_BEFORE_END * DAY_MS)
    .toISOString()
    .slice(0, 10);
  return {
    state: missing.length === 0 ? 'done' : today > dueOn ? 'overdue' : 'open',
    dueOn,
    missing,
    verdict: verdicts.includes('adjust') ? 'adjust' : verdicts.length > 0 ? 'reasonable' : null,
  };
}
