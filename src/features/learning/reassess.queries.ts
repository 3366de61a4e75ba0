import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { TIERS } from '../programme/index.ts';

const at = z.coerce.date();

/** Which learners are looked at: those people in all their courses, or everybody in a course. */
export type Reassessed = { personIds: readonly string[] } | { courseId: string };

export interface Pair {
  courseId: string;
  personId: string;
}

const LearnerRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  joinedAt: at,
  lastActivityAt: at.nullable(),
  lastStatementId: z.string().nullable(),
  events: z.int(),
});
export type ReassessedLearner = z.infer<typeof LearnerRow>;

/** The learners, with their events from `since` (YYYY-MM-DD) on. */
export const selectLearners = (
  db: Database,
  schoolId: string,
  which: Reassessed,
  since: string,
): Promise<ReassessedLearner[]> =>
  selectRows(
    db,
    LearnerRow,
    sql`select m.course_id::text as "courseId", m.person_id::text as "personId",
          least(m.created_at, f.first_activity_at) as "joinedAt", f.last_activity_at as "lastActivityAt",
          f.last_statement_id::text as "lastStatementId",
          coalesce((select sum(d.statements) from day_facts d
            where d.school_id = m.school_id and d.course_id = m.course_id and d.person_id = m.person_id
              and d.day >= ${since}::date), 0)::int as events
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        left join learner_facts f on f.school_id = m.school_id and f.course_id = m.course_id
          and f.person_id = m.person_id
        where m.school_id = ${schoolId}::uuid and m.role = 'learner' and m.active
          and ${
            'courseId' in which
              ? sql`m.course_id = ${which.courseId}::uuid`
              : sql`m.person_id in ${listOf(which.personIds)}`
          }
        order by m.course_id, m.person_id`,
  );

const CourseRow = z.object({
  courseId: z.string(),
  termStartsOn: z.string().nullable(),
  termEndsOn: z.string().nullable(),
  learners: z.int(),
  activeLearners: z.int(),
  events: z.int(),
  /** Some link to it in the LMS is graded. */
  graded: z.boolean(),
});
export type ReassessedCourse = z.infer<typeof CourseRow>;

/** The courses as a whole: term, learners, and what they did from `since` (YYYY-MM-DD) on. */
export const selectCourseActivity = (
  db: Database,
  schoolId: string,
  courseIds: readonly string[],
  since: string,
): Promise<ReassessedCourse[]> =>
  selectRows(
    db,
    CourseRow,
    sql`select c.id::text as "courseId", t.starts_on::text as "termStartsOn", t.ends_on::text as "termEndsOn",
          count(l.person_id)::int as learners, count(l.events)::int as "activeLearners",
          coalesce(sum(l.events), 0)::int as events,
          exists (select from lti_items i where i.school_id = c.school_id and i.course_id = c.id
            and i.score_maximum is not null) as graded
        from courses c
        left join terms t on t.school_id = c.school_id and t.id = c.term_id
        left join (
          select m.course_id, m.person_id, sum(d.statements) as events
          from memberships m
          left join day_facts d on d.school_id = m.school_id and d.course_id = m.course_id
            and d.person_id = m.person_id and d.day >= ${since}::date
          where m.school_id = ${schoolId}::uuid and m.role = 'learner' and m.active
            and m.course_id in ${listOf(courseIds)}
          group by m.course_id, m.person_id) l on l.course_id = c.id
        where c.school_id = ${schoolId}::uuid and c.id in ${listOf(courseIds)}
        group by c.school_id, c.id, t.starts_on, t.ends_on`,
  );

const DeadlineRow = z.object({
  courseId: z.string(),
  taskId: z.string(),
  title: z.string(),
  tier: z.enum(TIERS).nullable(),
  dueAt: at,
  done: z.int(),
  /** Mean of the best results so far, 0..1; null: nobody has one. */
  courseMark: z.number().nullable(),
});

/** Required tasks that were due, and how many did them. Only those of which statements tell: of others nobody could be late. */
export const selectDeadlines = (
  db: Database,
  schoolId: string,
  courseIds: readonly string[],
  now: Date,
): Promise<z.output<typeof DeadlineRow>[]> =>
  selectRows(
    db,
    DeadlineRow,
    sql`select t.course_id::text as "courseId", t.id::text as "taskId", t.title, t.tier, t.due_at as "dueAt",
          count(f.completed_at)::int as done, avg(f.best_scaled) as "courseMark"
        from tasks t
        join task_facts f on f.school_id = t.school_id and f.task_id = t.id
        where t.school_id = ${schoolId}::uuid and t.course_id in ${listOf(courseIds)} and t.required
          and t.due_at <= ${now.toISOString()}::timestamptz
        group by t.school_id, t.id
        order by t.due_at, t.id`,
  );

const CompletionRow = z.object({
  taskId: z.string(),
  personId: z.string(),
  completedAt: at,
  bestScaled: z.number().nullable(),
});

export const selectCompletions = (
  db: Database,
  schoolId: string,
  taskIds: readonly string[],
  personIds: readonly string[],
): Promise<z.output<typeof CompletionRow>[]> =>
  selectRows(
    db,
    CompletionRow,
    sql`select f.task_id::text as "taskId", f.person_id::text as "personId", f.completed_at as "completedAt",
          f.best_scaled as "bestScaled"
        from task_facts f
        where f.school_id = ${schoolId}::uuid and f.task_id in ${listOf(taskIds)}
          and f.person_id in ${listOf(personIds)} and f.completed_at is not null`,
  );

const SkillRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  skillId: z.string(),
  /** Its name in both languages, as evidence sentences use it. */
  skillZh: z.string(),
  skillEn: z.string(),
  answers: z.int(),
  outcomes: z.string(),
  attempts: z.int(),
  correct: z.int(),
  statementIds: z.array(z.string()),
});

/** What the learners answered to the skills of each course: those of its tasks and its items. */
export const selectCourseSkillTries = (
  db: Database,
  schoolId: string,
  pairs: readonly Pair[],
): Promise<z.output<typeof SkillRow>[]> =>
  selectRows(
    db,
    SkillRow,
    sql`select k."courseId"::text, k."personId"::text, f.skill_id as "skillId", n.name->>'zh-CN' as "skillZh",
          n.name->>'en' as "skillEn", f.answers, f.outcomes, f.attempts, f.correct, f.evidence as "statementIds"
        from ${asPairs(pairs)}
        join (
          select t.course_id, ts.skill_id from task_skills ts
          join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
          where ts.school_id = ${schoolId}::uuid
          union
          select i.course_id, i.skill_id from item_skills i where i.school_id = ${schoolId}::uuid
        ) s on s.course_id = k."courseId"
        join skill_facts f on f.school_id = ${schoolId}::uuid and f.person_id = k."personId"
          and f.skill_id = s.skill_id
        join skills n on n.school_id = f.school_id and n.id = f.skill_id
        order by f.skill_id collate "C"`,
  );

const LevelRow = z.object({ personId: z.string(), attempts: z.int(), correct: z.int() });

/** The learners' answers over all skills. */
export const selectLevels = (
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<z.output<typeof LevelRow>[]> =>
  selectRows(
    db,
    LevelRow,
    sql`select f.person_id::text as "personId", sum(f.attempts)::int as attempts, sum(f.correct)::int as correct
        from skill_facts f
        where f.school_id = ${schoolId}::uuid and f.person_id in ${listOf(personIds)}
        group by f.person_id`,
  );

/** A list of ids as a subquery: one parameter, whatever their number. */
const listOf = (ids: readonly string[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${asJson(ids)}))`;

export const asPairs = (pairs: readonly Pair[]): SQL =>
  sql`jsonb_to_recordset(${asJson(pairs.map(({ courseId, personId }) => ({ courseId, personId })))})
    as k("courseId" uuid, "personId" uuid)`;

/** Whether somebody learns in the course now. */
export async function isLearnerOf(db: Database, schoolId: string, pair: Pair): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ found: z.int() }),
    sql`select count(*)::int as found from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        where m.school_id = ${schoolId}::uuid and m.course_id = ${pair.courseId}::uuid
          and m.person_id = ${pair.personId}::uuid and m.role = 'learner' and m.active`,
  );
  return rows[0]?.found === 1;
}

/** When the newest event of a school happened, as far as its records have come in. */
export async function findNewestEventAt(db: Database, schoolId: string): Promise<Date | null> {
  const [row] = await selectRows(
    db,
    z.object({ at: at.nullable() }),
    sql`select max(last_activity_at) as at from learner_facts where school_id = ${schoolId}::uuid`,
  );
  return row?.at ?? null;
}
