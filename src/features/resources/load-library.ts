import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden, notFound } from '../../infra/errors.ts';
import type { KeptFile } from '../../infra/files.ts';
import { selectSkills } from '../programme/index.ts';
import { TALENT_TYPES, type SignedIn } from '../roster/index.ts';
import { selectModules, selectTargets } from './alignment.queries.ts';
import { findRecommended } from './find-recommended.ts';
import { CONTENT, shelfOfVersion } from './keep-content.ts';
import { selectRegulations } from './law.queries.ts';
import { presentLibrary, type LibraryPage } from './library.pages.ts';
import { LIBRARY_PAGE, findLibraryResource, selectLibrary, selectReviews } from './library.queries.ts';
import type { LibraryFilter, LibraryResource } from './library.schema.ts';
import { isShown, mimeOf, type FileType } from './media.rules.ts';
import { selectStaff } from './people.queries.ts';
import {
  presentNewResource,
  presentResourceForm,
  type NewResourcePage,
  type ResourceFormPage,
  type Wanted,
} from './resource-form.pages.ts';
import { mayEdit, presentResource, type ResourcePage } from './resource.pages.ts';
import { isAny, type Reader } from './resources.schema.ts';
import { todayOf } from './save-resource.ts';
import { presentTabs } from './tabs.pages.ts';

/** What the room asks of learning: which skills a learner is weak in now, in their course. */
export interface LearnerNeeds {
  selectWeakSkillIds(
    db: Database,
    key: { schoolId: string; courseId: string; personId: string },
  ): Promise<string[]>;
}

/** Whoever is there for another reason than learning sees also what isn't published. */
export const isStaff = (who: Pick<Reader, 'roles'>): boolean => who.roles.some((role) => role !== 'learner');

const FOR_YOU = 3;
const PER_SKILL = 2;

export async function loadLibrary(
  deps: Deps,
  who: SignedIn,
  filter: LibraryFilter,
  needs: LearnerNeeds,
  saved: boolean,
): Promise<LibraryPage> {
  const { db } = deps;
  const staff = isStaff(who);
  const asked = staff ? filter : { ...filter, state: null };
  const skills = filter.skill === null ? [] : await selectSkills(db, who);
  const units =
    filter.unit === null ? [] : await selectModules(db, { schoolId: who.schoolId, courseId: who.courseId });
  return presentLibrary(
    await selectLibrary(db, { schoolId: who.schoolId, publishedOnly: !staff }, asked),
    asked,
    {
      tabs: presentTabs(who, 'library'),
      saved,
      staff,
      mayAdd: isAny(who, 'instructor', 'administrator'),
      types: TALENT_TYPES,
      skill: skills.find(({ id }) => id === filter.skill) ?? null,
      unit: units.find(({ id }) => id === filter.unit) ?? null,
      today: todayOf(deps, who),
      perPage: LIBRARY_PAGE,
      forYou: isFiltered(filter) ? [] : await findForLearner(deps, who, needs),
    },
  );
}

const isFiltered = ({ q, kind, type, skill, unit, page }: LibraryFilter): boolean =>
  q !== '' || kind !== null || type !== null || skill !== null || unit !== null || page > 1;

/** For a learner's weak spots, each resource once. */
async function findForLearner(
  deps: Deps,
  who: SignedIn,
  needs: LearnerNeeds,
): Promise<LibraryPage['forYou']> {
  const { schoolId, courseId, personId } = who;
  if (courseId === null || !isAny(who, 'learner')) return [];
  const skillIds = await needs.selectWeakSkillIds(deps.db, { schoolId, courseId, personId });
  const found = await findRecommended(deps.db, {
    schoolId,
    skillIds: skillIds.slice(0, FOR_YOU),
    limit: PER_SKILL,
  });
  const seen = new Set<string>();
  return found.filter(({ resource: { id } }) => !seen.has(id) && seen.add(id));
}

async function find(deps: Deps, who: SignedIn, resourceId: string): Promise<LibraryResource> {
  const found = await findLibraryResource(deps.db, { schoolId: who.schoolId, resourceId });
  if (!found) throw notFound();
  return found;
}

export async function loadResource(
  deps: Deps,
  who: SignedIn,
  resourceId: string,
  saved: boolean,
): Promise<ResourcePage> {
  const found = await find(deps, who, resourceId);
  const staff = isStaff(who);
  const key = { schoolId: who.schoolId, subjectId: resourceId, version: found.currentVersion };
  const page = presentResource(found, {
    tabs: presentTabs(who, 'library'),
    saved,
    reader: who,
    staff,
    reviews: staff ? await selectReviews(deps.db, { ...key, subject: 'resource' }) : [],
    today: todayOf(deps, who),
  });
  if (!page) throw notFound();
  return page;
}

/** A version's file: for learners the published one only. */
export async function openFile(
  deps: Deps,
  who: SignedIn,
  { resourceId, version }: { resourceId: string; version: number },
): Promise<{ name: string; type: string; kept: KeptFile; shown: boolean }> {
  const found = await find(deps, who, resourceId);
  const file = found.versions.find((one) => one.version === version);
  const open = isStaff(who) || (found.publishedVersion === version && found.state !== 'retired');
  const kept =
    file && open ? await deps.files.find(shelfOfVersion(who.schoolId, resourceId, version), CONTENT) : null;
  if (!file?.fileName || !kept) throw notFound();
  const type = file.fileType as FileType;
  return { name: file.fileName, type: mimeOf(type), kept, shown: isShown(type) };
}

/** The form of a new one; `wanted` names the gap it is to fill. */
export async function loadNewForm(deps: Deps, who: SignedIn, wanted: Wanted): Promise<NewResourcePage> {
  const { schoolId, courseId } = who;
  const key = courseId === null || wanted.unit === null ? null : { schoolId, courseId };
  return presentNewResource(wanted, {
    tabs: presentTabs(who, 'library'),
    units: key ? await selectModules(deps.db, key) : [],
    skills: wanted.skill === null ? [] : await selectSkills(deps.db, who),
  });
}

export async function loadResourceForm(
  deps: Deps,
  who: SignedIn,
  resourceId: string,
  saved: boolean,
): Promise<ResourceFormPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const resource = await find(deps, who, resourceId);
  if (!mayEdit(resource, who)) throw forbidden('resources.notYours');
  return presentResourceForm(resource, {
    tabs: presentTabs(who, 'library'),
    saved,
    owners: await selectStaff(db, schoolId),
    units: courseId === null ? [] : await selectModules(db, { schoolId, courseId }),
    targets: await selectTargets(db, schoolId),
    regulations: await selectRegulations(db, schoolId),
    skills: await selectSkills(db, who),
  });
}
