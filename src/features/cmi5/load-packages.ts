import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { isFullyQualified, listUnits } from './course-walk.rules.ts';
import type { PackageProblem } from './course-structure.schema.ts';
import { presentPackage, type PackageView } from './package.pages.ts';
import { presentPackages } from './packages.pages.ts';
import { findOfferedPackage, selectPackages, type Package } from './packages.queries.ts';
import { selectRegistrations, selectUnitStates } from './registrations.queries.ts';
import { selectCourseLearners } from './results.queries.ts';
import { presentLearnerResult, presentResults, stateOfOf, type LearnerStates } from './results.pages.ts';

export const isLearner = ({ roles }: InCourse): boolean => roles.includes('learner');
const isTeacher = ({ roles }: InCourse): boolean =>
  roles.includes('instructor') || roles.includes('administrator');

export async function getPackage(deps: Deps, who: InCourse, packageId: string): Promise<Package> {
  const content = await findOfferedPackage(deps.db, who, packageId);
  if (!content) throw notFound('cmi5.packageMissing');
  return content;
}

/** Of each person who has any: their units' states in these packages. */
async function loadStates(
  deps: Deps,
  schoolId: string,
  packageIds: string[],
  personIds: string[] | null,
): Promise<(packageId: string, personId: string) => LearnerStates['states']> {
  const registrations = await selectRegistrations(deps.db, { schoolId, packageIds, personIds });
  const states = await selectUnitStates(
    deps.db,
    schoolId,
    registrations.map(({ id }) => id),
  );
  return (packageId, personId) => {
    const own = registrations.find((one) => one.packageId === packageId && one.personId === personId);
    return own ? states.filter(({ registrationId }) => registrationId === own.id) : [];
  };
}

/** Files that can't be served: units elsewhere still open. */
const isClosed = ({ config: { contentUrl } }: Deps, { structure }: Package): boolean =>
  contentUrl === null && listUnits(structure).some(({ url }) => !isFullyQualified(url));

export async function loadPackages(
  deps: Deps,
  who: InCourse,
  { saved, problems }: { saved: boolean; problems: readonly PackageProblem[] },
) {
  const packages = await selectPackages(deps.db, who);
  const statesOf = await loadStates(
    deps,
    who.schoolId,
    packages.map(({ id }) => id),
    [who.personId],
  );
  const rows = packages.map((row) => ({
    row: { ...row, isOwn: row.courseId === who.courseId },
    stateOf: stateOfOf(statesOf(row.id, who.personId)),
  }));
  return presentPackages(rows, {
    ...{ locale: who.locale, isTeacher: isTeacher(who), isLearner: isLearner(who), saved, problems },
    closed: packages.some((row) => isClosed(deps, row)),
  });
}

export async function loadPackage(deps: Deps, who: InCourse, packageId: string): Promise<PackageView> {
  const content = await getPackage(deps, who, packageId);
  const statesOf = await loadStates(deps, who.schoolId, [packageId], [who.personId]);
  return presentPackage({
    ...content,
    stateOf: stateOfOf(statesOf(packageId, who.personId)),
    locale: who.locale,
    isLearner: isLearner(who),
    closed: isClosed(deps, content),
  });
}

export async function loadResults(deps: Deps, who: InCourse, packageId: string) {
  const content = await getPackage(deps, who, packageId);
  const learners = await selectCourseLearners(deps.db, who);
  const statesOf = await loadStates(deps, who.schoolId, [packageId], null);
  return presentResults(
    content,
    learners.map((learner) => ({ ...learner, states: statesOf(packageId, learner.personId) })),
    { locale: who.locale, publicUrl: deps.config.publicUrl },
  );
}

export async function loadLearnerResult(
  deps: Deps,
  who: InCourse,
  { packageId, personId, saved }: { packageId: string; personId: string; saved: boolean },
) {
  const content = await getPackage(deps, who, packageId);
  const learner = (await selectCourseLearners(deps.db, who)).find((one) => one.personId === personId);
  if (!learner) throw notFound();
  const statesOf = await loadStates(deps, who.schoolId, [packageId], [personId]);
  return presentLearnerResult(
    content,
    { ...learner, states: statesOf(packageId, personId) },
    { locale: who.locale, mayWaive: isTeacher(who), saved },
  );
}
