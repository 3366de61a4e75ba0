import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { PHASES } from '../programme/index.ts';
import type { DayFact, LearnerFact, PhaseFact, SkillFact, TaskFact } from './facts.schema.ts';

const at = z.coerce.date();
const LearnerRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  statements: z.int(),
  secondsOnTask: z.int(),
  firstActivityAt: at,
  lastActivityAt: at,
  lastStatementId: z.string(),
  lastTaskId: z.string().nullable(),
});
const DayRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  day: z.string(),
  statements: z.int(),
  seconds: z.int(),
  lastActivityAt: at,
});
const PhaseRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  day: z.string(),
  phase: z.enum(PHASES),
  statements: z.int(),
  seconds: z.int(),
  tasks: z.int(),
  answers: z.int(),
  correct: z.int(),
});
const TaskRow = z.object({
  taskId: z.string(),
  personId: z.string(),
  startedAt: at,
  completedAt: at.nullable(),
  bestScaled: z.number().nullable(),
  attempts: z.int(),
  seconds: z.int(),
  lastStatementId: z.string(),
});
const SkillRow = z.object({
  personId: z.string(),
  skillId: z.string(),
  answers: z.int(),
  attempts: z.int(),
  correct: z.int(),
  outcomes: z.string(),
  recent: z.number(),
  run: z.int(),
  lastAttemptAt: at,
  evidence: z.array(z.string()),
});

export const selectLearnerFacts = (
  db: Database,
  schoolId: string,
  keys: readonly { courseId: string; personId: string }[],
): Promise<LearnerFact[]> =>
  selectRows(
    db,
    LearnerRow,
    sql`select f.course_id::text as "courseId", f.person_id::text as "personId", f.statements,
          f.seconds_on_task as "secondsOnTask", f.first_activity_at as "firstActivityAt",
          f.last_activity_at as "lastActivityAt", f.last_statement_id::text as "lastStatementId",
          f.last_task_id::text as "lastTaskId"
        from learner_facts f
        where f.school_id = ${schoolId}::uuid and (f.course_id, f.person_id) in (
          select k."courseId", k."personId"
          from jsonb_to_recordset(${asJson(keys.map(({ courseId, personId }) => ({ courseId, personId })))})
            as k("courseId" uuid, "personId" uuid))`,
  );

export const selectDayFacts = (
  db: Database,
  schoolId: string,
  keys: readonly { courseId: string; personId: string; day: string }[],
): Promise<DayFact[]> =>
  selectRows(
    db,
    DayRow,
    sql`select f.course_id::text as "courseId", f.person_id::text as "personId", f.day::text, f.statements,
          f.seconds, f.last_activity_at as "lastActivityAt"
        from day_facts f
        where f.school_id = ${schoolId}::uuid and (f.course_id, f.person_id, f.day) in (
          select k."courseId", k."personId", k.day
          from jsonb_to_recordset(${asJson(keys.map(({ courseId, personId, day }) => ({ courseId, personId, day })))})
            as k("courseId" uuid, "personId" uuid, day date))`,
  );

export const selectPhaseFacts = (
  db: Database,
  schoolId: string,
  keys: readonly { courseId: string; personId: string; day: string }[],
): Promise<PhaseFact[]> =>
  selectRows(
    db,
    PhaseRow,
    sql`select f.course_id::text as "courseId", f.person_id::text as "personId", f.day::text, f.phase,
          f.statements, f.seconds, f.tasks, f.answers, f.correct
        from phase_facts f
        where f.school_id = ${schoolId}::uuid and (f.course_id, f.person_id, f.day) in (
          select k."courseId", k."personId", k.day
          from jsonb_to_recordset(${asJson(keys.map(({ courseId, personId, day }) => ({ courseId, personId, day })))})
            as k("courseId" uuid, "personId" uuid, day date))`,
  );

export const selectTaskFacts = (
  db: Database,
  schoolId: string,
  keys: readonly { taskId: string; personId: string }[],
): Promise<TaskFact[]> =>
  selectRows(
    db,
    TaskRow,
    sql`select f.task_id::text as "taskId", f.person_id::text as "personId", f.started_at as "startedAt",
          f.completed_at as "completedAt", f.best_scaled as "bestScaled", f.attempts, f.seconds,
          f.last_statement_id::text as "lastStatementId"
        from task_facts f
        where f.school_id = ${schoolId}::uuid and (f.task_id, f.person_id) in (
          select k."taskId", k."personId" from jsonb_to_recordset(${asJson(keys)})
            as k("taskId" uuid, "personId" uuid))`,
  );

export const selectSkillFacts = (
  db: Database,
  schoolId: string,
  keys: readonly { skillId: string; personId: string }[],
): Promise<SkillFact[]> =>
  selectRows(
    db,
    SkillRow,
    sql`select f.person_id::text as "personId", f.skill_id as "skillId", f.answers, f.attempts, f.correct,
          f.outcomes, f.recent, f.run, f.last_attempt_at as "lastAttemptAt", f.evidence
        from skill_facts f
        where f.school_id = ${schoolId}::uuid and (f.person_id, f.skill_id) in (
          select k."personId", k."skillId" from jsonb_to_recordset(${asJson(keys)})
            as k("personId" uuid, "skillId" text))`,
  );
