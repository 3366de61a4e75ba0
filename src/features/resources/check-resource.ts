import { and, eq } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, forbidden } from '../../infra/errors.ts';
import { settleNotices } from '../inbox/index.ts';
import { selectReviews } from './library.queries.ts';
import type { LibraryResource, ResourceVersion } from './library.schema.ts';
import { contentReviews, libraryResources, resourceVersions } from './library.tables.ts';
import { authorsOf, isUnread, mayEdit } from './resource.pages.ts';
import { RESOURCE_SEATS, isAny, type Seat, type Verdict } from './resources.schema.ts';
import { judgeReviews, refuseReview } from './review.rules.ts';
import {
  audit,
  isResource,
  passes,
  takeOwnResource,
  takeResource,
  todayOf,
  type Editor,
} from './save-resource.ts';
import {
  settleReview,
  subjectOfFreshness,
  subjectOfResource,
  tellReview,
  type Reviewed,
} from './tell-people.ts';

/** The version that is being checked; what is published is settled. */
function currentOf(resource: LibraryResource): ResourceVersion {
  const version = resource.versions.find((one) => one.version === resource.currentVersion);
  if (!version) throw new Error('The current version is not there.');
  if (resource.publishedVersion === version.version || resource.state === 'retired')
    throw conflict('resources.settled');
  return version;
}

const updateVersion = (
  tx: Database,
  who: Editor,
  id: string,
  version: number,
  changes: Partial<typeof resourceVersions.$inferInsert>,
) =>
  tx
    .update(resourceVersions)
    .set(changes)
    .where(
      and(
        eq(resourceVersions.schoolId, who.schoolId),
        eq(resourceVersions.resourceId, id),
        eq(resourceVersions.version, version),
      ),
    );

/** What proof-reading found (R100), by whoever edits or reviews. */
export async function recordProofreading(
  deps: Deps,
  who: Editor,
  id: string,
  { characters, errors }: { characters: number; errors: number },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const resource = await takeResource(tx, who, id);
    requireExaminer(resource, who);
    await updateVersion(tx, who, id, currentOf(resource).version, {
      characters,
      errors,
      proofreadBy: who.personId,
      proofreadOn: todayOf(deps, who),
    });
    await audit(tx, deps, who, 'resource.proofread', id);
  });
}

export type Measure = { durationSeconds: number } | { width: number; height: number };

/** What somebody who looked says of a film or picture that lies elsewhere. What the file itself says stands. */
export async function recordMeasure(deps: Deps, who: Editor, id: string, measure: Measure): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const resource = await takeResource(tx, who, id);
    requireExaminer(resource, who);
    const version = currentOf(resource);
    const known = 'durationSeconds' in measure ? version.durationSeconds : version.width;
    if (!isUnread(version, known)) throw conflict('resources.fileSays');
    await updateVersion(tx, who, id, version.version, { ...measure, measuredBy: who.personId });
    await audit(tx, deps, who, 'resource.measure', id);
  });
}

function requireExaminer(resource: LibraryResource, who: Editor): void {
  if (!mayEdit(resource, who) && !isAny(who, 'expert', 'enterprise_mentor'))
    throw forbidden('resources.notYours');
}

const reviewedOf = (
  who: Editor,
  resource: LibraryResource,
  { version, createdBy }: ResourceVersion,
): Reviewed => ({
  schoolId: who.schoolId,
  subject: subjectOfResource(resource.id),
  version,
  courseId: null,
  link: `/resources/${resource.id}`,
  ownerPersonId: resource.ownerPersonId,
  authors: authorsOf(resource, { createdBy }),
  byPersonId: who.personId,
});

/** Hands the current version in: it waits in the reviewers' inbox. */
export async function submitResource(deps: Deps, who: Editor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const resource = await takeOwnResource(tx, who, id);
    const version = currentOf(resource);
    await updateVersion(tx, who, id, version.version, { submittedAt: deps.now() });
    await tellReview(tx, deps, reviewedOf(who, resource, version), judgeReviews([], RESOURCE_SEATS));
    await audit(tx, deps, who, 'resource.submit', id);
  });
}

export interface GivenReview {
  seat: Seat;
  verdict: Verdict;
  comment: string;
}

/** One half of the double review (R103). */
export async function reviewResource(deps: Deps, who: Editor, id: string, given: GivenReview): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const resource = await takeResource(tx, who, id);
    const version = currentOf(resource);
    if (version.submittedAt === null) throw conflict('resources.notSubmitted');
    const key = {
      schoolId: who.schoolId,
      subject: 'resource',
      subjectId: id,
      version: version.version,
    } as const;
    const asked = {
      standing: judgeReviews(await selectReviews(tx, key), RESOURCE_SEATS),
      reader: who,
      authors: authorsOf(resource, version),
    };
    const refused = refuseReview(asked, given);
    if (refused !== null) throw refused === 'roleMissing' ? forbidden(refused) : conflict(refused);
    await tx
      .insert(contentReviews)
      .values({ ...key, ...given, id: deps.newId(), personId: who.personId, at: deps.now() });
    const after = judgeReviews(await selectReviews(tx, key), RESOURCE_SEATS);
    await tellReview(tx, deps, reviewedOf(who, resource, version), after);
    await audit(tx, deps, who, `resource.${given.verdict}`, id);
  });
}

/** Shows the current version to learners: only when everything passes. */
export async function publishResource(deps: Deps, who: Editor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const resource = await takeOwnResource(tx, who, id);
    const version = currentOf(resource);
    if (version.submittedAt === null || !(await passes(tx, who, resource, version)))
      throw conflict('resources.notReady');
    const changes = {
      publishedVersion: version.version,
      publishedAt: deps.now(),
      checkedOn: todayOf(deps, who),
    };
    await tx.update(libraryResources).set(changes).where(isResource(who, id));
    await settleReview(tx, deps, { schoolId: who.schoolId, subject: subjectOfResource(id) });
    await settleNotices(tx, deps, { schoolId: who.schoolId, subject: subjectOfFreshness(id) });
    await audit(tx, deps, who, 'resource.publish', id);
  });
}

export type Standing = 'withdraw' | 'fresh' | 'retire' | 'restore';

/** Takes it off the shelf, says that it is up to date (R054), puts it away for good or takes it back. */
export async function setStanding(deps: Deps, who: Editor, id: string, step: Standing): Promise<void> {
  const changes = {
    withdraw: { publishedVersion: null },
    fresh: { checkedOn: todayOf(deps, who) },
    retire: { retiredAt: deps.now(), publishedVersion: null },
    restore: { retiredAt: null },
  };
  await inTransaction(deps.db, async (tx) => {
    await takeOwnResource(tx, who, id);
    await tx.update(libraryResources).set(changes[step]).where(isResource(who, id));
    const { schoolId } = who;
    if (step === 'fresh' || step === 'retire')
      await settleNotices(tx, deps, { schoolId, subject: subjectOfFreshness(id) });
    if (step === 'retire') await settleReview(tx, deps, { schoolId, subject: subjectOfResource(id) });
    await audit(tx, deps, who, `resource.${step}`, id);
  });
}
