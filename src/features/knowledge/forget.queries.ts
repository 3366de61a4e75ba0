import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { KNOWLEDGE_RULE } from './knowledge.schema.ts';
import { uuidsOf } from './knowledge.queries.ts';

export async function deleteAnswersOf(
  tx: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<void> {
  await tx.execute(
    sql`delete from knowledge_answers
        where school_id = ${schoolId}::uuid and person_id in ${uuidsOf(personIds)}`,
  );
}

export async function deleteStatesOf(
  tx: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<void> {
  for (const table of ['knowledge_learners', 'knowledge_learner_skills'])
    await tx.execute(
      sql`delete from ${sql.identifier(table)}
          where school_id = ${schoolId}::uuid and person_id in ${uuidsOf(personIds)}`,
    );
}

const STATES = ['knowledge_learners', 'knowledge_learner_skills', 'knowledge_eases', 'knowledge_models'];

/** Forgets what was learned of a school's answers; the answers stay. */
export async function deleteStates(tx: Database, schoolId: string): Promise<void> {
  for (const table of STATES)
    await tx.execute(sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}::uuid`);
}

export async function deleteAnswers(tx: Database, schoolId: string): Promise<void> {
  await tx.execute(sql`delete from knowledge_answers where school_id = ${schoolId}::uuid`);
}

export async function markStale(tx: Database, schoolId: string): Promise<void> {
  await tx.execute(sql`update knowledge_models set stale = true where school_id = ${schoolId}::uuid`);
}

/** Schools whose answers are to be learned anew: some changed, or the rules did. */
export async function selectStaleSchools(db: Database): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ schoolId: z.string() }),
    sql`select school_id::text as "schoolId" from knowledge_models
        where stale or rule_version <> ${KNOWLEDGE_RULE} order by school_id`,
  );
  return rows.map(({ schoolId }) => schoolId);
}

/** Whether a school's answers are to be learned anew. */
export async function isStale(db: Database, schoolId: string): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ schoolId: z.string() }),
    sql`select school_id::text as "schoolId" from knowledge_models
        where school_id = ${schoolId}::uuid and stale`,
  );
  return rows.length > 0;
}
