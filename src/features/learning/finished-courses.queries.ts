import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { TIERS } from '../programme/index.ts';

const at = z.coerce.date();
const LearnerRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  joinedAt: at,
  tier: z.enum(TIERS).nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
});
const TaskRow = z.object({
  courseId: z.string(),
  taskId: z.string(),
  tier: z.enum(TIERS).nullable(),
  dueAt: at,
});
const WorkRow = z.object({
  taskId: z.string(),
  personId: z.string(),
  completedAt: at,
  bestScaled: z.number().nullable(),
});
const DayRow = z.object({ courseId: z.string(), personId: z.string(), day: z.string(), events: z.int() });

export type FinishedLearner = z.output<typeof LearnerRow>;
export type FinishedTask = z.output<typeof TaskRow>;
export type FinishedWork = z.output<typeof WorkRow>;
export type ActiveDay = z.output<typeof DayRow>;

const finished = (schoolId: string, today: string) => sql`
  finished as (
    select c.id, t.starts_on, t.ends_on from courses c
    join terms t on t.school_id = c.school_id and t.id = c.term_id
    where c.school_id = ${schoolId}::uuid and t.ends_on < ${today}::date)`;

/** Who learnt in the courses whose term is over, those who left among them. */
export const selectFinishedLearners = (
  db: Database,
  schoolId: string,
  today: string,
): Promise<FinishedLearner[]> =>
  selectRows(
    db,
    LearnerRow,
    sql`with ${finished(schoolId, today)}
        select f.id::text as "courseId", m.person_id::text as "personId", d.tier,
          least(m.created_at, l.first_activity_at) as "joinedAt",
          f.starts_on::text as "startsOn", f.ends_on::text as "endsOn"
        from finished f
        join memberships m on m.school_id = ${schoolId}::uuid and m.course_id = f.id and m.role = 'learner'
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        left join learner_facts l on l.school_id = m.school_id and l.course_id = m.course_id
          and l.person_id = m.person_id
        left join tier_decisions d on d.school_id = m.school_id and d.course_id = m.course_id
          and d.person_id = m.person_id and d.current
        order by f.id, m.person_id`,
  );

/** Their required tasks with a due date, of which statements tell. */
export const selectFinishedTasks = (db: Database, schoolId: string, today: string): Promise<FinishedTask[]> =>
  selectRows(
    db,
    TaskRow,
    sql`with ${finished(schoolId, today)}
        select t.course_id::text as "courseId", t.id::text as "taskId", t.tier, t.due_at as "dueAt"
        from finished f
        join tasks t on t.school_id = ${schoolId}::uuid and t.course_id = f.id and t.required
          and t.due_at is not null
        where exists (select from task_facts x where x.school_id = t.school_id and x.task_id = t.id)
        order by t.due_at, t.id`,
  );

export const selectFinishedWork = (db: Database, schoolId: string, today: string): Promise<FinishedWork[]> =>
  selectRows(
    db,
    WorkRow,
    sql`with ${finished(schoolId, today)}
        select x.task_id::text as "taskId", x.person_id::text as "personId", x.completed_at as "completedAt",
          x.best_scaled as "bestScaled"
        from finished f
        join tasks t on t.school_id = ${schoolId}::uuid and t.course_id = f.id and t.required
        join task_facts x on x.school_id = t.school_id and x.task_id = t.id and x.completed_at is not null`,
  );

export const selectFinishedDays = (db: Database, schoolId: string, today: string): Promise<ActiveDay[]> =>
  selectRows(
    db,
    DayRow,
    sql`with ${finished(schoolId, today)}
        select d.course_id::text as "courseId", d.person_id::text as "personId", d.day::text,
          d.statements as events
        from finished f
        join day_facts d on d.school_id = ${schoolId}::uuid and d.course_id = f.id
        order by d.day`,
  );
