import { sql } from 'drizzle-orm';
import { asJson, type Database } from '../../infra/db.ts';
import type { Facts } from './facts.schema.ts';

/** Writes facts as they are after a fold, one statement per table whatever the number of rows. */
export async function saveFacts(tx: Database, schoolId: string, facts: Facts): Promise<void> {
  await saveLearners(tx, schoolId, [...facts.learners.values()]);
  await saveDays(tx, schoolId, [...facts.days.values()]);
  await savePhases(tx, schoolId, [...facts.phases.values()]);
  await saveTasks(tx, schoolId, [...facts.tasks.values()]);
  await saveSkills(tx, schoolId, [...facts.skills.values()]);
}

async function saveLearners(tx: Database, schoolId: string, rows: unknown[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into learner_facts (school_id, course_id, person_id, statements, seconds_on_task,
          first_activity_at, last_activity_at, last_statement_id, last_task_id)
        select ${schoolId}::uuid, r."courseId", r."personId", r.statements, r."secondsOnTask",
          r."firstActivityAt", r."lastActivityAt", r."lastStatementId", r."lastTaskId"
        from jsonb_to_recordset(${asJson(rows)}) as r("courseId" uuid, "personId" uuid, statements int,
          "secondsOnTask" int, "firstActivityAt" timestamptz, "lastActivityAt" timestamptz,
          "lastStatementId" uuid, "lastTaskId" uuid)
        on conflict (school_id, course_id, person_id) do update set statements = excluded.statements,
          seconds_on_task = excluded.seconds_on_task, first_activity_at = excluded.first_activity_at,
          last_activity_at = excluded.last_activity_at, last_statement_id = excluded.last_statement_id,
          last_task_id = excluded.last_task_id`,
  );
}

async function saveDays(tx: Database, schoolId: string, rows: unknown[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into day_facts (school_id, course_id, person_id, day, statements, seconds, last_activity_at)
        select ${schoolId}::uuid, r."courseId", r."personId", r.day, r.statements, r.seconds, r."lastActivityAt"
        from jsonb_to_recordset(${asJson(rows)}) as r("courseId" uuid, "personId" uuid, day date,
          statements int, seconds int, "lastActivityAt" timestamptz)
        on conflict (school_id, course_id, person_id, day) do update set statements = excluded.statements,
          seconds = excluded.seconds, last_activity_at = excluded.last_activity_at`,
  );
}

async function savePhases(tx: Database, schoolId: string, rows: unknown[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into phase_facts (school_id, course_id, person_id, day, phase, statements, seconds, tasks,
          answers, correct)
        select ${schoolId}::uuid, r."courseId", r."personId", r.day, r.phase, r.statements, r.seconds, r.tasks,
          r.answers, r.correct
        from jsonb_to_recordset(${asJson(rows)}) as r("courseId" uuid, "personId" uuid, day date, phase text,
          statements int, seconds int, tasks int, answers int, correct int)
        on conflict (school_id, course_id, person_id, day, phase) do update set statements = excluded.statements,
          seconds = excluded.seconds, tasks = excluded.tasks, answers = excluded.answers,
          correct = excluded.correct`,
  );
}

/** A task that was deleted since the batch was mapped takes its facts with it. */
async function saveTasks(tx: Database, schoolId: string, rows: unknown[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into task_facts (school_id, task_id, person_id, started_at, completed_at, best_scaled,
          attempts, seconds, last_statement_id)
        select ${schoolId}::uuid, r."taskId", r."personId", r."startedAt", r."completedAt", r."bestScaled",
          r.attempts, r.seconds, r."lastStatementId"
        from jsonb_to_recordset(${asJson(rows)}) as r("taskId" uuid, "personId" uuid, "startedAt" timestamptz,
          "completedAt" timestamptz, "bestScaled" double precision, attempts int, seconds int,
          "lastStatementId" uuid)
        join tasks t on t.school_id = ${schoolId}::uuid and t.id = r."taskId"
        on conflict (school_id, task_id, person_id) do update set started_at = excluded.started_at,
          completed_at = excluded.completed_at, best_scaled = excluded.best_scaled,
          attempts = excluded.attempts, seconds = excluded.seconds,
          last_statement_id = excluded.last_statement_id`,
  );
}

async function saveSkills(tx: Database, schoolId: string, rows: unknown[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into skill_facts (school_id, person_id, skill_id, answers, attempts, correct, outcomes,
          recent, run, last_attempt_at, evidence)
        select ${schoolId}::uuid, r."personId", r."skillId", r.answers, r.attempts, r.correct, r.outcomes,
          r.recent, r.run, r."lastAttemptAt", r.evidence
        from jsonb_to_recordset(${asJson(rows)}) as r("personId" uuid, "skillId" text, answers int,
          attempts int, correct int, outcomes text, recent double precision, run int,
          "lastAttemptAt" timestamptz, evidence jsonb)
        on conflict (school_id, person_id, skill_id) do update set answers = excluded.answers,
          attempts = excluded.attempts, correct = excluded.correct, outcomes = excluded.outcomes,
          recent = excluded.recent, run = excluded.run, last_attempt_at = excluded.last_attempt_at,
          evidence = excluded.evidence`,
  );
}
