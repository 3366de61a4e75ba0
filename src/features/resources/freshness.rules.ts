/** A resource holds for a year at most before somebody looks at it again (R054). */
export const CHECK_MONTHS_MAX = 12;
export const COURSE_UPDATE_MONTHS = 12;
export const REGULATION_CHECK_MONTHS = 12;
/** From an accepted surge to its special course (R028). */
export const SURGE_MONTHS = 6;
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** The same day of a later month, or that month's last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
}

export interface Due {
  dueOn: string;
  /** Until it is due; below nought: so long ago. */
  daysLeft: number;
  standing: 'overdue' | 'soon' | 'fine';
}

/** On the day itself it is still fine: late begins the day after. */
export function judgeDue(dueOn: string, today: string): Due {
  const daysLeft = Math.round((at(dueOn).getTime() - at(today).getTime()) / DAY_MS);
  return { dueOn, daysLeft, standing: daysLeft < 0 ? 'overdue' : daysLeft <= SOON_DAYS ? 'soon' : 'fine' };
}

/** When a resource has to be looked at again, twelve months after the last look at the latest. */
export const resourceDueOn = ({
  checkedOn,
  checkMonths,
}: {
  checkedOn: string;
  checkMonths: number;
}): string => addMonths(checkedOn, Math.min(CHECK_MONTHS_MAX, checkMonths));

/** A course that was never updated has been what it is since it began. */
export const courseDueOn = ({
  createdOn,
  approvedOn,
}: {
  createdOn: string;
  approvedOn: string | null;
}): string => addMonths(approvedOn ?? createdOn, COURSE_UPDATE_MONTHS);

export type RegulationStanding = 'to_review' | 'overdue' | 'coming' | 'in_force' | 'repealed';

/** What a regulation is on a day: nobody may rely on one that the school hasn't compared with its text for a year. */
export function judgeRegulation(
  {
    effectiveOn,
    checkedOn,
    repealedOn,
  }: { effectiveOn: string; checkedOn: string | null; repealedOn: string | null },
  today: string,
): RegulationStanding {
  if (repealedOn !== null && repealedOn <= today) return 'repealed';
  if (checkedOn === null) return 'to_review';
  if (addMonths(checkedOn, REGULATION_CHECK_MONTHS) < today) return 'overdue';
  return effectiveOn > today ? 'coming' : 'in_force';
}
