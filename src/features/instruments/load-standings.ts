import type { Deps } from '../../infra/deps.ts';
import { judgeBegin, type MayBegin } from './attempt.rules.ts';
import { openScores } from './attempt-seal.ts';
import type { Definition } from './definition.schema.ts';
import { selectAssignmentsOf, selectNewestVersions, selectOwnAttempts } from './instruments.queries.ts';
import type { ScoreResult } from './score.rules.ts';

/** Where somebody is with one instrument, in its newest version. */
export interface Standing {
  definition: Definition;
  /** Handed in, newest first. */
  results: { attemptId: string; version: number; submittedAt: Date; scores: ScoreResult[] }[];
  may: MayBegin;
  /** Given to them and still to be answered. */
  assignment: { id: string; dueAt: Date | null } | null;
  /** May be taken without being given. */
  open: boolean;
}

/** Where somebody is with each of the school's instruments that `isWanted`: four queries, however many there are. */
export async function loadStandings(
  deps: Deps,
  key: { schoolId: string; personId: string },
  isWanted: (definition: Definition) => boolean,
): Promise<Standing[]> {
  const versions = (await selectNewestVersions(deps.db, key.schoolId)).filter(({ definition }) =>
    isWanted(definition),
  );
  const attempts = await selectOwnAttempts(deps.db, key);
  const assignments = await selectAssignmentsOf(deps.db, key);
  const opened = await openScores(
    deps.db,
    deps,
    key,
    attempts.map(({ scoresSealed }) => scoresSealed),
  );
  const now = deps.now();
  return versions.map(({ definition }) => {
    const own = attempts.flatMap((attempt, index) =>
      attempt.instrumentId === definition.id ? [{ ...attempt, scores: opened[index] ?? [] }] : [],
    );
    const answered = new Set(
      own.flatMap(({ submittedAt, assignmentId }) => (submittedAt ? assignmentId : [])),
    );
    const assignment = assignments.find(
      ({ id, instrumentId }) => instrumentId === definition.id && !answered.has(id),
    );
    return {
      definition,
      results: own.flatMap(({ id, version, submittedAt, scores }) =>
        submittedAt ? [{ attemptId: id, version, submittedAt, scores }] : [],
      ),
      // Who is asked to take it again may do so before the usual time.
      may: judgeBegin(assignment ? { ...definition, retestDays: 0 } : definition, own, now),
      assignment: assignment ? { id: assignment.id, dueAt: assignment.dueAt } : null,
      open: definition.open,
    };
  });
}
