import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, forbidden, notFound } from '../../infra/errors.ts';
import { settleNotices } from '../inbox/index.ts';
import { findCourse, type InCourse } from '../roster/index.ts';
import type { GivenReview } from './check-resource.ts';
import { findCourseUpdate } from './freshness.queries.ts';
import { SURGE_MONTHS, addMonths } from './freshness.rules.ts';
import type { CourseUpdate, UpdateItem } from './freshness.schema.ts';
import { courseUpdates, technologySurges } from './freshness.tables.ts';
import { selectReviews } from './library.queries.ts';
import { contentReviews } from './library.tables.ts';
import { selectStaff } from './people.queries.ts';
import { UPDATE_SEATS, isAny } from './resources.schema.ts';
import { isApproved, judgeReviews, refuseReview } from './review.rules.ts';
import { audit, todayOf, type Editor } from './save-resource.ts';
import { settleReview, subjectOfSurge, subjectOfUpdate, tellReview, type Reviewed } from './tell-people.ts';

const isUpdate = ({ schoolId }: Pick<Editor, 'schoolId'>, id: string) =>
  and(eq(courseUpdates.schoolId, schoolId), eq(courseUpdates.id, id));

const reviewedOf = (
  who: Pick<Editor, 'schoolId' | 'personId'>,
  { id, version, courseId, createdBy }: Pick<CourseUpdate, 'id' | 'version' | 'courseId' | 'createdBy'>,
): Reviewed => ({
  schoolId: who.schoolId,
  subject: subjectOfUpdate(id),
  version,
  courseId,
  link: `/resources/updates/${id}`,
  ownerPersonId: createdBy,
  authors: [createdBy],
  byPersonId: who.personId,
});

export interface UpdateContent {
  summary: string;
  items: UpdateItem[];
}

/** Says what the course changes this year and which data call for it; it waits in the reviewers' inbox. */
export async function addCourseUpdate(deps: Deps, who: InCourse, content: UpdateContent): Promise<string> {
  if (content.items.length === 0) throw badRequest('resources.noData');
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(courseUpdates).values({
      ...content,
      schoolId: who.schoolId,
      id,
      courseId: who.courseId,
      version: 1,
      createdBy: who.personId,
      createdAt: deps.now(),
    });
    const reviewed = reviewedOf(who, { id, version: 1, courseId: who.courseId, createdBy: who.personId });
    await tellReview(tx, deps, reviewed, judgeReviews([], UPDATE_SEATS));
    await audit(tx, deps, who, 'course_update.add', id, 'course_update');
  });
  return id;
}

async function takeUpdate(tx: Database, who: Editor, id: string): Promise<CourseUpdate> {
  await tx.select({ id: courseUpdates.id }).from(courseUpdates).where(isUpdate(who, id)).for('update');
  const found = await findCourseUpdate(tx, { schoolId: who.schoolId, updateId: id });
  if (!found) throw notFound();
  if (found.approvedOn !== null) throw conflict('resources.settled');
  return found;
}

/** Changes one that isn't approved yet; its reviews begin anew. */
export async function changeCourseUpdate(
  deps: Deps,
  who: InCourse,
  id: string,
  content: UpdateContent,
): Promise<void> {
  if (content.items.length === 0) throw badRequest('resources.noData');
  await inTransaction(deps.db, async (tx) => {
    const found = await takeUpdate(tx, who, id);
    if (found.courseId !== who.courseId) throw notFound();
    if (found.createdBy !== who.personId && !isAny(who, 'administrator'))
      throw forbidden('resources.notYours');
    await tx
      .update(courseUpdates)
      .set({ ...content, version: found.version + 1 })
      .where(isUpdate(who, id));
    const reviewed = reviewedOf(who, { ...found, version: found.version + 1 });
    await settleReview(tx, deps, reviewed);
    await tellReview(tx, deps, reviewed, judgeReviews([], UPDATE_SEATS));
    await audit(tx, deps, who, 'course_update.change', id, 'course_update');
  });
}

/** An expert's or an enterprise's half of the double review (R029); with both, the update counts from that day. */
export async function reviewCourseUpdate(
  deps: Deps,
  who: Editor,
  id: string,
  given: GivenReview,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const found = await takeUpdate(tx, who, id);
    const key = {
      schoolId: who.schoolId,
      subject: 'course_update',
      subjectId: id,
      version: found.version,
    } as const;
    const standing = judgeReviews(await selectReviews(tx, key), UPDATE_SEATS);
    const refused = refuseReview({ standing, reader: who, authors: [found.createdBy] }, given);
    if (refused !== null) throw refused === 'roleMissing' ? forbidden(refused) : conflict(refused);
    await tx
      .insert(contentReviews)
      .values({ ...key, ...given, id: deps.newId(), personId: who.personId, at: deps.now() });
    await audit(tx, deps, who, `course_update.${given.verdict}`, id, 'course_update');
    const after = judgeReviews(await selectReviews(tx, key), UPDATE_SEATS);
    await tellReview(tx, deps, reviewedOf(who, found), after);
    if (isApproved(after))
      await tx
        .update(courseUpdates)
        .set({ approvedOn: todayOf(deps, who) })
        .where(isUpdate(who, id));
  });
}

export interface AcceptedSurge {
  schoolId: string;
  title: string;
  evidence: string;
  source: 'entered' | 'demand';
  acceptedOn: string;
  acceptedBy: string;
  ownerPersonId: string | null;
}

/** Starts the clock of six months (R028). Also for demand research, whose alerts somebody accepts as a surge. */
export async function acceptSurge(tx: Database, deps: Deps, surge: AcceptedSurge): Promise<string> {
  const { schoolId, ownerPersonId } = surge;
  if (ownerPersonId !== null && !(await selectStaff(tx, schoolId)).some(({ id }) => id === ownerPersonId))
    throw badRequest('resources.notStaff');
  const id = deps.newId();
  await tx
    .insert(technologySurges)
    .values({ ...surge, id, dueOn: addMonths(surge.acceptedOn, SURGE_MONTHS) });
  await audit(tx, deps, { schoolId, personId: surge.acceptedBy }, 'surge.accept', id, 'technology_surge');
  return id;
}

export async function addSurge(
  deps: Deps,
  who: Editor,
  given: Pick<AcceptedSurge, 'title' | 'evidence' | 'acceptedOn' | 'ownerPersonId'>,
): Promise<void> {
  if (given.acceptedOn > todayOf(deps, who)) throw badRequest('resources.inFuture');
  const { schoolId, personId: acceptedBy } = who;
  await inTransaction(deps.db, (tx) =>
    acceptSurge(tx, deps, { ...given, schoolId, acceptedBy, source: 'entered' }),
  );
}

/** The special course is there (`courseId`), or somebody decided that none is needed and says why. */
export async function closeSurge(
  deps: Deps,
  who: Editor,
  id: string,
  { courseId, note }: { courseId: string | null; note: string },
): Promise<void> {
  if (courseId === null && note.length < 2) throw badRequest('resources.whyNoCourse');
  await inTransaction(deps.db, async (tx) => {
    if (courseId !== null && !(await findCourse(tx, { schoolId: who.schoolId, courseId }))) throw notFound();
    const closed = await tx
      .update(technologySurges)
      .set({ courseId, closingNote: note === '' ? null : note, closedOn: todayOf(deps, who) })
      .where(
        and(
          eq(technologySurges.schoolId, who.schoolId),
          eq(technologySurges.id, id),
          isNull(technologySurges.closedOn),
        ),
      )
      .returning({ id: technologySurges.id });
    if (closed.length === 0) throw notFound();
    await settleNotices(tx, deps, { schoolId: who.schoolId, subject: subjectOfSurge(id) });
    await audit(tx, deps, who, 'surge.close', id, 'technology_surge');
  });
}
