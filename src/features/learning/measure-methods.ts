import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock } from '../cases/index.ts';
import { loadMethodLearners, measureMastery } from './find-suggestions.ts';
import {
  selectGivenSince,
  selectMethodsToMeasure,
  updateMeasured,
  type MethodDecisionRow,
} from './methods.queries.ts';
import { meanChange } from './methods.rules.ts';

/** Looks again at everybody whose method was accepted a fortnight ago, and at who was alike without one. */
export async function measureMethods(deps: Deps): Promise<void> {
  for (const decision of await selectMethodsToMeasure(deps.db, deps.now()))
    await measureMethod(deps, decision);
}

async function measureMethod(deps: Deps, decision: MethodDecisionRow): Promise<void> {
  const { schoolId, id, pattern, skillId, subjects } = decision;
  const given = await selectGivenSince(deps.db, {
    schoolId,
    id,
    pattern,
    skillId,
    since: decision.decidedAt,
  });
  const comparable = decision.comparable.filter(
    ({ personId }) => !given.some((other) => other.personId === personId),
  );
  const personIds = [...subjects, ...comparable].map(({ personId }) => personId);
  const after = await measureNow(deps, decision, personIds);
  const isMeasured = ({ personId }: { personId: string }) => after.has(personId);
  await updateMeasured(
    deps.db,
    { schoolId, id },
    {
      measuredAt: deps.now(),
      change: meanChange(subjects, after)?.change ?? null,
      comparableChange: meanChange(comparable, after)?.change ?? null,
      subjects: subjects.filter(isMeasured),
      comparable: comparable.filter(isMeasured),
    },
  );
}

/** The same measure as when it was decided. */
async function measureNow(
  deps: Deps,
  { schoolId, courseId, skillId }: MethodDecisionRow,
  personIds: readonly string[],
): Promise<Map<string, number>> {
  if (skillId !== null) return measureMastery(deps.db, schoolId, { skillId, personIds });
  const { timeZone } = await getSchoolClock(deps.db, schoolId);
  const learners = await loadMethodLearners(deps.db, { schoolId, courseId, timeZone }, deps.now());
  return new Map(
    learners
      .filter(({ personId }) => personIds.includes(personId))
      .map(({ personId, activity }) => [personId, activity]),
  );
}
