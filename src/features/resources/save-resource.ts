import { and, eq, inArray, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notFound } from '../../infra/errors.ts';
import { selectSkills } from '../programme/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { selectModules, selectTargets } from './alignment.queries.ts';
import { CHECK_MONTHS_MAX } from './freshness.rules.ts';
import { readContent, shelfOfVersion, withFileKept, type GivenContent } from './keep-content.ts';
import { selectRegulations } from './law.queries.ts';
import { findLibraryResource, selectReviews } from './library.queries.ts';
import type { LibraryResource } from './library.schema.ts';
import {
  libraryResources,
  resourceRegulations,
  resourceSkills,
  resourceTargets,
  resourceUnits,
  resourceVersions,
} from './library.tables.ts';
import { selectStaff } from './people.queries.ts';
import { mayPublish } from './quality.rules.ts';
import { checksOf, mayEdit } from './resource.pages.ts';
import { RESOURCE_SEATS } from './resources.schema.ts';
import { judgeReviews } from './review.rules.ts';
import { settleReview, subjectOfResource } from './tell-people.ts';

export type Editor = Pick<SignedIn, 'schoolId' | 'personId' | 'roles' | 'timeZone' | 'courseId'>;

type Row = typeof libraryResources.$inferInsert;
export interface ResourceContent extends Pick<
  Row,
  'title' | 'summary' | 'kind' | 'practical' | 'historical' | 'checkMonths' | 'origin'
> {
  talentType: NonNullable<Row['talentType']> | null;
  originEvidence: string | null;
  licence: string | null;
  minutes: number | null;
  ownerPersonId: string;
  skillIds: string[];
  unitIds: string[];
  targetIds: string[];
  regulationIds: string[];
}

export const todayOf = (deps: Pick<Deps, 'now'>, { timeZone }: Pick<SignedIn, 'timeZone'>): string =>
  dayIn(timeZone, deps.now());

/** The resource, locked until the transaction ends, for somebody who may change it. */
export async function takeResource(tx: Database, who: Editor, resourceId: string): Promise<LibraryResource> {
  await tx
    .select({ id: libraryResources.id })
    .from(libraryResources)
    .where(isResource(who, resourceId))
    .for('update');
  const found = await findLibraryResource(tx, { schoolId: who.schoolId, resourceId });
  if (!found) throw notFound();
  return found;
}

export async function takeOwnResource(
  tx: Database,
  who: Editor,
  resourceId: string,
): Promise<LibraryResource> {
  const found = await takeResource(tx, who, resourceId);
  if (!mayEdit(found, who)) throw forbidden('resources.notYours');
  return found;
}

export const isResource = ({ schoolId }: Pick<Editor, 'schoolId'>, resourceId: string) =>
  and(eq(libraryResources.schoolId, schoolId), eq(libraryResources.id, resourceId));

/** What a new one begins with; the rest is asked when its file is in. */
export interface BegunResource extends Pick<ResourceContent, 'title' | 'kind' | 'origin' | 'talentType'> {
  unit: string | null;
  skill: string | null;
}

/** A new resource with its first content; returns its id. */
export async function addResource(
  deps: Deps,
  who: Editor,
  { unit, skill, ...fields }: BegunResource,
  given: GivenContent,
): Promise<string> {
  const content = readContent(given);
  const id = deps.newId();
  await withFileKept(deps, shelfOfVersion(who.schoolId, id, 1), given.file, () =>
    inTransaction(deps.db, async (tx) => {
      const made = { createdBy: who.personId, createdAt: deps.now() };
      await tx.insert(libraryResources).values({
        ...fields,
        ...made,
        schoolId: who.schoolId,
        id,
        summary: '',
        practical: false,
        historical: false,
        ownerPersonId: who.personId,
        checkedOn: todayOf(deps, who),
        checkMonths: CHECK_MONTHS_MAX,
        currentVersion: 1,
      });
      await tx
        .insert(resourceVersions)
        .values({ ...content, ...made, schoolId: who.schoolId, resourceId: id, version: 1 });
      const only = (one: string | null) => (one === null ? [] : [one]);
      const links = { skillIds: only(skill), unitIds: only(unit), targetIds: [], regulationIds: [] };
      await link(tx, who, id, links);
      await audit(tx, deps, who, 'resource.add', id);
    }),
  );
  return id;
}

/** Changes what is said of a resource. Where what is published no longer passes, it is published no longer. */
export async function saveResource(
  deps: Deps,
  who: Editor,
  id: string,
  { skillIds, unitIds, targetIds, regulationIds, ...fields }: ResourceContent,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await takeOwnResource(tx, who, id);
    await requireOwner(tx, who, fields.ownerPersonId, before.ownerPersonId);
    await tx.update(libraryResources).set(fields).where(isResource(who, id));
    await link(tx, who, id, { skillIds, unitIds, targetIds, regulationIds });
    await audit(tx, deps, who, 'resource.change', id);
    const after = await findLibraryResource(tx, { schoolId: who.schoolId, resourceId: id });
    const version = after?.versions.find((one) => one.version === after.publishedVersion);
    if (after && version && !(await passes(tx, who, after, version))) {
      await tx.update(libraryResources).set({ publishedVersion: null }).where(isResource(who, id));
      await audit(tx, deps, who, 'resource.withdraw', id);
    }
  });
}

/** Whether a version has passed all of Table 2. */
export async function passes(
  tx: Database,
  { schoolId }: Pick<Editor, 'schoolId'>,
  resource: LibraryResource,
  version: LibraryResource['versions'][number],
): Promise<boolean> {
  const key = { schoolId, subject: 'resource' as const, subjectId: resource.id, version: version.version };
  const reviews = judgeReviews(await selectReviews(tx, key), RESOURCE_SEATS);
  return mayPublish(checksOf(resource, version, reviews));
}

/** New content: nothing that was said of the old one is said of it, so all is checked anew. */
export async function addVersion(deps: Deps, who: Editor, id: string, given: GivenContent): Promise<void> {
  const content = readContent(given);
  const before = await findLibraryResource(deps.db, { schoolId: who.schoolId, resourceId: id });
  if (!before) throw notFound();
  const version = before.currentVersion + 1;
  // Two who do this at once want the same number: the key refuses the second, whose file would replace the first's.
  const shelf = shelfOfVersion(who.schoolId, id, version);
  await inTransaction(deps.db, async (tx) => {
    const found = await takeOwnResource(tx, who, id);
    if (found.currentVersion !== before.currentVersion) throw badRequest('resources.changedMeanwhile');
    await withFileKept(deps, shelf, given.file, async () => {
      const row = { ...content, schoolId: who.schoolId, resourceId: id, version };
      await tx.insert(resourceVersions).values({ ...row, createdBy: who.personId, createdAt: deps.now() });
      await tx.update(libraryResources).set({ currentVersion: version }).where(isResource(who, id));
      await settleReview(tx, deps, { schoolId: who.schoolId, subject: subjectOfResource(id) });
      await audit(tx, deps, who, 'resource.version', id);
    });
  });
}

/** An owner is a teacher or administrator of the school; who was may stay. */
async function requireOwner(tx: Database, who: Editor, ownerPersonId: string, before: string | null) {
  if (ownerPersonId === before || ownerPersonId === who.personId) return;
  const staff = await selectStaff(tx, who.schoolId);
  if (!staff.some(({ id }) => id === ownerPersonId)) throw badRequest('resources.notStaff');
}

/** Only what is there can be linked; modules of other courses stay as they are. */
async function link(
  tx: Database,
  who: Editor,
  resourceId: string,
  wanted: Pick<ResourceContent, 'skillIds' | 'unitIds' | 'targetIds' | 'regulationIds'>,
): Promise<void> {
  const { schoolId } = who;
  const key = { schoolId, resourceId };
  const known = (rows: readonly { id: string }[], ids: readonly string[]) =>
    rows.map(({ id }) => id).filter((id) => ids.includes(id));
  const modules = who.courseId === null ? [] : await selectModules(tx, { schoolId, courseId: who.courseId });
  for (const table of [resourceSkills, resourceTargets, resourceRegulations])
    await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.resourceId, resourceId)));
  await tx.delete(resourceUnits).where(
    and(
      eq(resourceUnits.schoolId, schoolId),
      eq(resourceUnits.resourceId, resourceId),
      modules.length === 0
        ? sql`false`
        : inArray(
            resourceUnits.unitId,
            modules.map(({ id }) => id),
          ),
    ),
  );
  const skillIds = known(await selectSkills(tx, who), wanted.skillIds);
  if (skillIds.length > 0)
    await tx.insert(resourceSkills).values(skillIds.map((skillId) => ({ ...key, skillId })));
  const unitIds = known(modules, wanted.unitIds);
  if (unitIds.length > 0)
    await tx.insert(resourceUnits).values(unitIds.map((unitId) => ({ ...key, unitId })));
  const targetIds = known(await selectTargets(tx, schoolId), wanted.targetIds);
  if (targetIds.length > 0)
    await tx.insert(resourceTargets).values(targetIds.map((targetId) => ({ ...key, targetId })));
  const regulationIds = known(await selectRegulations(tx, schoolId), wanted.regulationIds);
  if (regulationIds.length > 0)
    await tx
      .insert(resourceRegulations)
      .values(regulationIds.map((regulationId) => ({ ...key, regulationId })));
}

export const audit = (
  tx: Database,
  deps: Deps,
  who: Pick<Editor, 'schoolId' | 'personId'>,
  action: string,
  subjectId: string,
  subjectType = 'library_resource',
) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType,
    subjectId,
  });
