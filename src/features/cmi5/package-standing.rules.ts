/** How far a learner is in a package: for its page, for teachers, and for the gradebook. */
import type { Standing } from '../lti-services/index.ts';
import { listUnits } from './course-walk.rules.ts';
import type { AssignableUnit, CourseStructure } from './course-structure.schema.ts';
import { meetsMoveOn } from './move-on.rules.ts';
import type { UnitState } from './session.schema.ts';

export type StateOf = (unitId: string) => UnitState | undefined;

export const isUnitSatisfied = (unit: AssignableUnit, state: UnitState | undefined): boolean =>
  meetsMoveOn(unit.moveOn, {
    completed: Boolean(state?.completedAt),
    passed: Boolean(state?.passedAt),
    waived: Boolean(state?.waivedAt),
  });

/** Whether the learner did what the unit is about; where it asks for nothing, having done something all the same. */
export const isUnitDone = (unit: AssignableUnit, state: UnitState | undefined): boolean =>
  unit.moveOn === 'NotApplicable'
    ? Boolean(state?.completedAt ?? state?.passedAt ?? state?.waivedAt)
    : isUnitSatisfied(unit, state);

/**
 * The grade of a package is the mean over its units of the best score that each reported; of a unit without a score
 * it is whether it is satisfied. Units that ask for nothing count only when they report a score, unless all are so.
 */
export function standInPackage(course: CourseStructure, stateOf: StateOf): Standing {
  const units = listUnits(course);
  const begun = units.some(({ id }) => stateOf(id)?.launchedAt);
  const scoreOf = ({ id }: AssignableUnit) => stateOf(id)?.scoreScaled ?? null;
  const asking = units.filter((unit) => unit.moveOn !== 'NotApplicable' || scoreOf(unit) !== null);
  const counted = asking.length > 0 ? asking : units;
  const isDone = (unit: AssignableUnit) => isUnitDone(unit, stateOf(unit.id));
  const hasResult = counted.some((unit) => isDone(unit) || scoreOf(unit) !== null);
  const points = counted.map((unit) => scoreOf(unit) ?? (isDone(unit) ? 1 : 0));
  return {
    begun,
    share: hasResult ? points.reduce((sum, each) => sum + each, 0) / counted.length : null,
    complete: counted.every(isDone),
  };
}

/** The first in sequence that isn't done. */
export const findNext = (course: CourseStructure, stateOf: StateOf): AssignableUnit | undefined =>
  listUnits(course).find((unit) => !isUnitDone(unit, stateOf(unit.id)));
