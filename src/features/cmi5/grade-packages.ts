import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { createGradeSender, gradeStanding, recordGrades } from '../lti-services/index.ts';
import { selectGradedCells, type GradedCell } from './grade-packages.queries.ts';
import { standInPackage } from './package-standing.rules.ts';
import { findPackage, type Package } from './packages.queries.ts';
import { selectRegistrations, selectUnitStates, type Registration } from './registrations.queries.ts';
import type { UnitState } from './session.schema.ts';

/** Records what a learner's package is worth now in every column that shows it. True: there is some, to be sent. */
export async function gradeRegistration(
  tx: Database,
  deps: Deps,
  given: {
    schoolId: string;
    content: Package;
    registration: Registration;
    states: readonly UnitState[];
  },
): Promise<boolean> {
  const { schoolId, content, registration } = given;
  const cells = await selectGradedCells(tx, {
    schoolId,
    packageId: content.id,
    personId: registration.personId,
  });
  return recordCells(tx, deps, schoolId, cells, () => ({ content, states: given.states }));
}

/** The grades of a course whose column came later than its learners' work. */
export async function gradePackagesOfCourse(
  deps: Deps,
  { schoolId, courseId }: { schoolId: string; courseId: string },
): Promise<void> {
  const graded = await inTransaction(deps.db, async (tx) => {
    const cells = await selectGradedCells(tx, { schoolId, courseId });
    const packageIds = [...new Set(cells.map(({ packageId }) => packageId))];
    const contents = await Promise.all(packageIds.map((id) => findPackage(tx, schoolId, id)));
    const registrations = await selectRegistrations(tx, { schoolId, packageIds, personIds: null });
    const states = await selectUnitStates(
      tx,
      schoolId,
      registrations.map(({ id }) => id),
    );
    return recordCells(tx, deps, schoolId, cells, ({ packageId, personId }) => {
      const content = contents.find((one) => one?.id === packageId);
      const registration = registrations.find(
        (one) => one.packageId === packageId && one.personId === personId,
      );
      return content && registration
        ? { content, states: states.filter(({ registrationId }) => registrationId === registration.id) }
        : null;
    });
  });
  if (graded) createGradeSender(deps).sendSoon();
}

async function recordCells(
  tx: Database,
  deps: Deps,
  schoolId: string,
  cells: readonly GradedCell[],
  workOf: (cell: GradedCell) => { content: Package; states: readonly UnitState[] } | null,
): Promise<boolean> {
  const grades = cells.flatMap((cell) => {
    const work = workOf(cell);
    if (!work) return [];
    const byUnit = new Map(work.states.map((state) => [state.unitId, state]));
    const standing = standInPackage(work.content.structure, (unitId) => byUnit.get(unitId));
    const grade = gradeStanding(standing, cell.scoreMaximum);
    const { courseId, itemId, personId } = cell;
    return grade ? [{ schoolId, courseId, itemId, personId, ...grade }] : [];
  });
  if (grades.length > 0) await recordGrades(tx, deps, grades);
  return grades.length > 0;
}
