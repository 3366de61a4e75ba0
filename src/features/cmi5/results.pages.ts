import type { Locale } from '../../infra/views.ts';
import { unitActivityId } from './cmi5-terms.rules.ts';
import { listUnits } from './course-walk.rules.ts';
import type { CourseStructure } from './course-structure.schema.ts';
import { inLanguage } from './lang-string.rules.ts';
import { presentUnit, type UnitLine } from './package.pages.ts';
import { isUnitDone, standInPackage, type StateOf } from './package-standing.rules.ts';
import { WAIVED_REASONS, type UnitState } from './session.schema.ts';

export interface LearnerStates {
  personId: string;
  name: string;
  states: readonly UnitState[];
}

export const stateOfOf = (states: readonly UnitState[]): StateOf => {
  const byUnit = new Map(states.map((state) => [state.unitId, state]));
  return (unitId) => byUnit.get(unitId);
};

type Progress = 'notBegun' | 'underWay' | 'done';

/** Who of the class is how far, and how each unit goes. */
export function presentResults(
  content: { id: string; structure: CourseStructure },
  learners: readonly LearnerStates[],
  given: { locale: Locale; publicUrl: string },
) {
  const { structure } = content;
  const units = listUnits(structure);
  const lines = learners.map(({ personId, name, states }) => {
    const stateOf = stateOfOf(states);
    const { begun, share, complete } = standInPackage(structure, stateOf);
    const progress: Progress = complete ? 'done' : begun ? 'underWay' : 'notBegun';
    return {
      personId,
      name,
      progress,
      done: units.filter((unit) => isUnitDone(unit, stateOf(unit.id))).length,
      share: share ?? 0,
      hasShare: share !== null,
      minutes: Math.round(states.reduce((sum, { timeSeconds }) => sum + timeSeconds, 0) / 60),
    };
  });
  const shares = lines.filter(({ hasShare }) => hasShare).map(({ share }) => share);
  return {
    id: content.id,
    title: inLanguage(structure.title, given.locale),
    begun: lines.filter(({ progress }) => progress !== 'notBegun').length,
    done: lines.filter(({ progress }) => progress === 'done').length,
    mean: meanOf(shares),
    hasMean: shares.length > 0,
    total: lines.length,
    unitCount: units.length,
    learners: lines,
    units: units.map((unit) => {
      const states = learners.flatMap((learner) => stateOfOf(learner.states)(unit.id) ?? []);
      const scores = states.flatMap(({ scoreScaled }) => scoreScaled ?? []);
      return {
        title: inLanguage(unit.title, given.locale),
        begun: states.filter(({ launchedAt }) => launchedAt).length,
        done: states.filter((state) => isUnitDone(unit, state)).length,
        mean: meanOf(scores),
        hasMean: scores.length > 0,
        activityId: unitActivityId(given.publicUrl, unit.id),
      };
    }),
  };
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

/** One learner's units, and what their teacher may let them off. */
export function presentLearnerResult(
  content: { id: string; structure: CourseStructure },
  { personId, name, states }: LearnerStates,
  given: { locale: Locale; mayWaive: boolean; saved: boolean },
) {
  const { structure } = content;
  const { locale, mayWaive, saved } = given;
  const stateOf = stateOfOf(states);
  const lines = listUnits(structure).map((unit): UnitLine & { waivable: boolean; reason: string | null } => {
    const line = presentUnit({ ...content, stateOf, locale, isLearner: true, closed: false }, unit, null);
    const state = stateOf(unit.id);
    const waivable = mayWaive && !isUnitDone(unit, state);
    return { ...line, waivable, reason: state?.waivedReason ?? null };
  });
  return {
    id: content.id,
    title: inLanguage(structure.title, locale),
    personId,
    name,
    saved,
    units: lines,
    reasons: WAIVED_REASONS.map((reason) => ({ reason })),
  };
}
