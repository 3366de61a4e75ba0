import { recordAudits } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, type InCourse } from '../roster/index.ts';
import { findSuggestions } from './find-suggestions.ts';
import { presentMethods, type MethodsPage, type PastDecision } from './methods.pages.ts';
import { selectMethodDecisions, selectMethodEffects, type DecidedMethod } from './methods.queries.ts';

/** Suggested methods of the course, what was made of them, and what followed in the school. */
export async function loadMethods(
  deps: Deps,
  who: InCourse,
  asked: { personId: string | null; saved: boolean },
): Promise<MethodsPage> {
  return inTransaction(deps.db, async (tx) => {
    const suggestions = await findSuggestions(tx, who, deps.now());
    const decisions = await openReasons(tx, deps, who, await selectMethodDecisions(tx, who));
    const effects = await selectMethodEffects(tx, who.schoolId);
    const canDecide = who.roles.includes('instructor') || who.roles.includes('administrator');
    return presentMethods(
      { suggestions, decisions, effects },
      { ...asked, locale: who.locale, now: deps.now(), canDecide },
    );
  });
}

/** Reasons tell of a learner: opened with their key, and that they were read is recorded (R108). */
async function openReasons(
  tx: Database,
  deps: Deps,
  { schoolId, courseId, personId: reader }: InCourse,
  rows: readonly DecidedMethod[],
): Promise<PastDecision[]> {
  const reasons = new Map<string, string | null>();
  const holders = new Set(
    rows.filter(({ reasonSealed }) => reasonSealed !== null).map((row) => row.sealedFor),
  );
  for (const personId of holders) {
    const sealed = rows.filter((row) => row.sealedFor === personId);
    const opened = await openForPerson(
      tx,
      deps,
      { schoolId, personId },
      sealed.map(({ reasonSealed }) => reasonSealed),
    );
    sealed.forEach(({ id }, index) => reasons.set(id, opened[index] ?? null));
  }
  await recordAudits(
    tx,
    deps,
    [...holders]
      .filter((personId) => personId !== reader)
      .map((personId) => ({
        schoolId,
        actorPersonId: reader,
        action: 'learning.method.reasons.read',
        subjectType: 'person',
        subjectId: personId,
        detail: { courseId },
      })),
  );
  return rows.map(({ reasonSealed: _, sealedFor: __, ...row }) => ({
    ...row,
    reason: reasons.get(row.id) ?? null,
  }));
}
