import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { notify, settleNotices } from '../inbox/index.ts';
import { findAssessmentSettings, selectEnrolledSince, selectSchools } from './class.queries.ts';
import {
  ASSESSMENT_DIMENSIONS,
  DEFAULT_DUE_DAYS,
  assessDimension,
  dueAtOf,
  judgeDue,
} from './dimensions.rules.ts';
import { assessmentSubject, presentNotice } from './notices.rules.ts';

const DAY_MS = 86_400_000;
/** Who is long overdue was told, and is on the career teacher's list. */
const OVERDUE_AT_MOST_DAYS = 60;

export const careerJobs: Job[] = [
  { name: 'career-remind-assessments', schedule: '10 1 * * *', run: remindAssessments },
];

/**
 * Each morning: tells learners whose assessments are due within a week, or were lately, once for each of the two; what
 * they were told ends when they are done.
 */
export async function remindAssessments(deps: Deps): Promise<void> {
  const now = deps.now();
  for (const schoolId of await selectSchools(deps.db)) {
    const { dueDays, offered } = await findAssessmentSettings(deps.db, schoolId);
    const days = dueDays ?? DEFAULT_DUE_DAYS;
    const since = new Date(now.getTime() - (days + OVERDUE_AT_MOST_DAYS) * DAY_MS);
    const learners = await selectEnrolledSince(deps.db, { schoolId, since });
    await inTransaction(deps.db, async (tx) => {
      for (const { personId, enrolledAt, handedIn } of learners) {
        const dueAt = dueAtOf(enrolledAt, days);
        const states = ASSESSMENT_DIMENSIONS.map((id) => assessDimension(id, offered, handedIn));
        const due = judgeDue(states, dueAt, now);
        if (due === 'done' && handedIn.length > 0)
          await settleNotices(tx, deps, { schoolId, subject: assessmentSubject(personId) });
        if (due === 'soon' || due === 'overdue')
          await notify(
            tx,
            deps,
            presentNotice({ schoolId, personId }, due, { occasion: due, dueAt, byPersonId: null }),
          );
      }
    });
  }
}
