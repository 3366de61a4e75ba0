import { sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict } from '../../infra/errors.ts';
import { selectQuestions, type Question, type UnitSkills } from '../programme/index.ts';
import { selectAttempts } from './assessment.queries.ts';
import { ASSESSMENT_RULE, drawQuestions, judgeAttempts } from './assessment.rules.ts';
import type { LearnerKey } from './learner.schema.ts';
import { practiceSets } from './learning.tables.ts';

/** Id of a sitting of the unit's assessment: the one begun and not finished, else a new one while there may be more. */
export async function startAssessment(deps: Deps, key: LearnerKey, unit: UnitSkills): Promise<string> {
  const questions = await selectUnitQuestions(deps.db, key, unit);
  return inTransaction(deps.db, async (tx) => {
    // Two clicks queue here; the second finds what the first began.
    const name = `assessment:${key.schoolId}:${key.personId}:${unit.id}`;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    const { schoolId, courseId, personId } = key;
    const attempts = await selectAttempts(tx, { schoolId, courseId, personId, unitId: unit.id });
    const { next, open } = judgeAttempts(attempts);
    if (open) return open.id;
    if (next === 'used') throw conflict('assessmentUsed');
    const id = deps.newId();
    // The sitting's id is the seed: whoever reads the evidence can draw again.
    const questionIds = drawQuestions({ seed: id, skills: unit.skills, questions });
    if (questionIds.length === 0) throw conflict('noAssessment');
    await tx.insert(practiceSets).values({
      schoolId,
      courseId,
      personId,
      unitId: unit.id,
      id,
      questionIds,
      reason: {
        id: 'learning.assessment.drawn',
        values: { rule: ASSESSMENT_RULE, questions: questionIds.length, skills: unit.skills.length },
      },
      startedAt: deps.now(),
    });
    return id;
  });
}

/** The questions in use on a unit's skills. */
export async function selectUnitQuestions(
  db: Database,
  key: { schoolId: string; courseId: string },
  unit: Pick<UnitSkills, 'skills'>,
): Promise<Question[]> {
  const questions: Question[] = [];
  for (const { id } of unit.skills) questions.push(...(await selectQuestions(db, { ...key, skillId: id })));
  return questions;
}
