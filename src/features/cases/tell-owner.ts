import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { moveNotices, notify, settleNotices } from '../inbox/index.ts';
import { CASE_NOTICES, decideNews, type CaseNews, type NewsStanding } from './case-news.rules.ts';

/** A case as far as its owner's inbox needs it. */
export interface ToldCase {
  schoolId: string;
  caseId: string;
  courseId: string;
  subjectPersonId: string | null;
}

/** What caused the news: its id makes them be told once. */
interface Cause {
  id: string;
  byPersonId?: string | null;
}

const subjectOf = ({ schoolId, caseId }: ToldCase) => ({ schoolId, subject: `case/${caseId}` });

/** Brings inboxes in line with what just became of a case: part of the transaction that changed it. */
export async function tellChange(
  tx: Database,
  deps: Deps,
  told: ToldCase,
  { before, after }: { before: NewsStanding | null; after: NewsStanding },
  cause: Cause,
): Promise<void> {
  const change = decideNews(before, after);
  if (change.settle) await settleNotices(tx, deps, subjectOf(told));
  else if (before !== null && change.dueAt !== null && before.dueAt.getTime() !== change.dueAt.getTime())
    await moveNotices(tx, subjectOf(told), change.dueAt);
  // Who closed it knows.
  if (change.tell === null || (change.tell === 'closed' && cause.byPersonId === after.ownerPersonId)) return;
  await tellOwner(tx, deps, told, { ...after, news: change.tell, dueAt: change.dueAt }, cause);
}

export async function tellOwner(
  tx: Database,
  deps: Deps,
  { schoolId, caseId, courseId, subjectPersonId }: ToldCase,
  given: { ownerPersonId: string | null; news: CaseNews; dueAt: Date | null },
  cause: Cause,
): Promise<void> {
  if (given.ownerPersonId === null) return;
  await notify(tx, deps, {
    schoolId,
    personId: given.ownerPersonId,
    kind: CASE_NOTICES[given.news],
    key: `${CASE_NOTICES[given.news].name}:${cause.id}`,
    subject: `case/${caseId}`,
    courseId,
    aboutPersonId: subjectPersonId,
    link: `/cases/${caseId}`,
    dueAt: given.dueAt,
    byPersonId: cause.byPersonId ?? null,
  });
}
