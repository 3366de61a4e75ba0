import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { notify, type NoticeKind } from '../inbox/index.ts';
import { dayAt, fromWallTime } from '../roster/index.ts';
import { RENEW_DAYS, appraisalDueOn } from './mentor-file.rules.ts';
import type { MentorRow } from './mentor-file.schema.ts';
import { selectKeepers, selectMentorFiles, selectSchoolsWithMentors } from './mentor-files.queries.ts';

const kind = (name: string): NoticeKind => ({
  name,
  roles: ['administrator', 'supervisor'],
  urgent: false,
  forDeputy: true,
});
export const MENTOR_NOTICES = {
  appraisal: kind('mentor.appraisal'),
  agreement: kind('mentor.agreement'),
} as const;

export const appraisalSubject = (personId: string) => `mentor/${personId}/appraisal`;
export const agreementSubject = (personId: string) => `mentor/${personId}/agreement`;

const DAY_MS = 86_400_000;

/** Tells those who look after mentors' files what is due within a month: an appraisal, an agreement to be renewed. */
export async function remindOfMentors(deps: Deps): Promise<void> {
  for (const { schoolId, timeZone } of await selectSchoolsWithMentors(deps.db)) {
    const keepers = await selectKeepers(deps.db, schoolId);
    if (keepers.length === 0) continue;
    const until = dayAt(new Date(deps.now().getTime() + RENEW_DAYS * DAY_MS), { timeZone });
    for (const mentor of await selectMentorFiles(deps.db, { schoolId, courseId: null }))
      for (const due of findDue(mentor, until))
        await inTransaction(deps.db, async (tx) => {
          for (const personId of keepers)
            await notify(tx, deps, {
              schoolId,
              personId,
              kind: due.kind,
              key: `${due.kind.name}:${mentor.personId}:${due.on}`,
              subject: due.subject,
              courseId: null,
              aboutPersonId: mentor.personId,
              link: `/partners/mentors/${mentor.personId}`,
              dueAt: fromWallTime(`${due.on}T23:59`, timeZone),
            });
        });
  }
}

function findDue(mentor: MentorRow, until: string) {
  const appraisal = appraisalDueOn(mentor);
  const { personId, agreementUntil } = mentor;
  return [
    { kind: MENTOR_NOTICES.appraisal, on: appraisal, subject: appraisalSubject(personId) },
    { kind: MENTOR_NOTICES.agreement, on: agreementUntil, subject: agreementSubject(personId) },
  ].flatMap(({ on, ...due }) => (on !== null && on <= until ? [{ ...due, on }] : []));
}

export const partnersJobs: Job[] = [
  { name: 'remind-of-mentors', schedule: '40 5 * * *', run: remindOfMentors },
];
