import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import {
  ASSESSMENT_DIMENSIONS,
  DEFAULT_DUE_DAYS,
  assessDimension,
  dueAtOf,
  judgeDue,
} from './dimensions.rules.ts';
import { findAssessmentSettings, selectEnrolledSince, selectSchools } from './class.queries.ts';
import type { CareerContributions } from './contributions.ts';
import { presentReminder } from './load-class.ts';

const DAY_MS = 86_400_000;
/** Who is long overdue was told, and is on the career teacher's list. */
const OVERDUE_AT_MOST_DAYS = 60;

/** Each morning: tells learners whose assessments are due within a week, or were lately; once for each of the two. */
export const careerJobs = (contributions: CareerContributions): Job[] =>
  contributions.remind === null
    ? []
    : [
        {
          name: 'career-remind-assessments',
          schedule: '10 1 * * *',
          run: (deps) => remindAssessments(deps, contributions),
        },
      ];

export async function remindAssessments(deps: Deps, { remind }: CareerContributions): Promise<void> {
  if (remind === null) return;
  const now = deps.now();
  for (const schoolId of await selectSchools(deps.db)) {
    const settings = await findAssessmentSettings(deps.db, schoolId);
    const dueDays = settings.dueDays ?? DEFAULT_DUE_DAYS;
    const since = new Date(now.getTime() - (dueDays + OVERDUE_AT_MOST_DAYS) * DAY_MS);
    const learners = await selectEnrolledSince(deps.db, { schoolId, since });
    const reminders = learners.flatMap(({ personId, enrolledAt, handedIn }) => {
      const dueAt = dueAtOf(enrolledAt, dueDays);
      const states = ASSESSMENT_DIMENSIONS.map((id) => assessDimension(id, settings.offered, handedIn));
      const due = judgeDue(states, dueAt, now);
      return due === 'soon' || due === 'overdue'
        ? [presentReminder(schoolId, personId, `career-assessments:${due}`, due, dueAt)]
        : [];
    });
    if (reminders.length > 0) await remind(reminders);
  }
}
