import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notify, settleNotices, type NoticeKind } from '../inbox/index.ts';
import type { Role } from '../roster/index.ts';
import { selectReviewers } from './people.queries.ts';
import type { Seat } from './resources.schema.ts';
import { isApproved, isReturned, openSeats, type SeatStanding } from './review.rules.ts';

const kind = (name: string, roles: readonly Role[]): NoticeKind => ({
  name,
  roles,
  urgent: false,
  forDeputy: false,
});
const EDITORS: Role[] = ['instructor', 'administrator'];
export const RESOURCE_NOTICES = {
  review: kind('resource.review', ['expert', 'enterprise_mentor']),
  returned: kind('resource.returned', EDITORS),
  approved: kind('resource.approved', EDITORS),
  stale: kind('resource.stale', EDITORS),
  surge: kind('resource.surge', EDITORS),
} as const;

/** What is reviewed: one version of a resource or of a course's update. */
export interface Reviewed {
  schoolId: string;
  /** `resource/<id>` or `course-update/<id>`. */
  subject: string;
  version: number;
  courseId: string | null;
  /** The page where it is done, below the visit's base. */
  link: string;
  ownerPersonId: string | null;
  authors: readonly (string | null)[];
  byPersonId: string;
}

/** Brings inboxes in line with what was said so far: who may still review hears of it, and its owner of the outcome. */
export async function tellReview(
  tx: Database,
  deps: Deps,
  reviewed: Reviewed,
  standing: readonly SeatStanding[],
): Promise<void> {
  const { schoolId, subject, version, courseId, link, ownerPersonId, authors, byPersonId } = reviewed;
  const [returned, approved] = [isReturned(standing), isApproved(standing)];
  const about = { schoolId, courseId, link, dueAt: null, byPersonId };
  for (const reader of await selectReviewers(tx, schoolId)) {
    const own = `${subject}/review/${reader.personId}`;
    const said = standing.some(({ review }) => review?.personId === reader.personId);
    const seats: Seat[] = returned || said ? [] : openSeats({ standing, reader, authors });
    if (seats.length === 0) await settleNotices(tx, deps, { schoolId, subject: own });
    else
      await notify(tx, deps, {
        ...about,
        personId: reader.personId,
        kind: RESOURCE_NOTICES.review,
        key: `${own}/${version}`,
        subject: own,
      });
  }
  if (ownerPersonId === null || (!returned && !approved)) return;
  const outcome = returned ? 'returned' : 'approved';
  const words = standing.map(({ review }) => review?.at.getTime() ?? 0);
  await notify(tx, deps, {
    ...about,
    personId: ownerPersonId,
    kind: RESOURCE_NOTICES[outcome],
    key: `${subject}/${version}/${outcome}/${Math.max(...words)}`,
    subject,
  });
}

/** Nothing waits any more: it was published, put away, or another version took its place. */
export async function settleReview(
  tx: Database,
  deps: Deps,
  { schoolId, subject }: Pick<Reviewed, 'schoolId' | 'subject'>,
): Promise<void> {
  await settleNotices(tx, deps, { schoolId, subject });
  for (const { personId } of await selectReviewers(tx, schoolId))
    await settleNotices(tx, deps, { schoolId, subject: `${subject}/review/${personId}` });
}

export const subjectOfResource = (id: string) => `resource/${id}`;
export const subjectOfFreshness = (id: string) => `resource/${id}/fresh`;
export const subjectOfUpdate = (id: string) => `course-update/${id}`;
export const subjectOfSurge = (id: string) => `surge/${id}`;
