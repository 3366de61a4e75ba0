import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { prepareSatisfied, type JsonObject } from './lms-statement.rules.ts';
import { NO_OUTCOME, WHOLE_COURSE, listNewlySatisfied, type OutcomeOf } from './move-on.rules.ts';
import type { Package } from './packages.queries.ts';
import { updateSatisfied, type Registration } from './registrations.queries.ts';
import type { UnitState } from './session.schema.ts';

/** What the units' states say for "moveOn". */
export function outcomesOf(states: readonly UnitState[]): OutcomeOf {
  const byUnit = new Map(
    states.map(({ unitId, completedAt, passedAt, waivedAt }) => [
      unitId,
      { completed: completedAt !== null, passed: passedAt !== null, waived: waivedAt !== null },
    ]),
  );
  return (unitId) => byUnit.get(unitId) ?? NO_OUTCOME;
}

/**
 * Notes which blocks, and whether the course, became satisfied; returns the statements that tell so. The registration
 * is locked by the caller, so that each is told once, whatever happens at the same time.
 *
 * @param sessionId that of the launch that brought it about, or one of its own (9.3.9)
 */
export async function tellSatisfied(
  tx: Database,
  deps: Deps,
  given: {
    schoolId: string;
    courseId: string;
    content: Package;
    registration: Registration;
    states: readonly UnitState[];
    sessionId: string;
  },
): Promise<JsonObject[]> {
  const { schoolId, courseId, content, registration, sessionId } = given;
  const fresh = listNewlySatisfied(content.structure, outcomesOf(given.states), registration.satisfied);
  if (fresh.length === 0) return [];
  const at = deps.now();
  await updateSatisfied(
    tx,
    { schoolId, registrationId: registration.id },
    {
      satisfied: [...registration.satisfied, ...fresh],
      satisfiedAt: fresh.includes(WHOLE_COURSE) ? at : registration.satisfiedAt,
    },
  );
  const occasion = {
    publicUrl: deps.config.publicUrl,
    personId: registration.personId,
    courseId,
    registrationId: registration.id,
    sessionId,
    at,
  };
  return fresh.map((what) =>
    prepareSatisfied(
      { ...occasion, statementId: deps.newId() },
      { packageId: content.id, structure: content.structure },
      what,
    ),
  );
}
