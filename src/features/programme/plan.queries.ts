import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../../infra/db.ts';
import { courses } from '../roster/roster.tables.ts';
import type { CoursePlan, Lesson, PlanTask, PlanUnit } from './programme.schema.ts';
import { lessons, tasks, units } from './programme.tables.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** A course's units, tasks (in the order of their units) and lessons (by start). */
export async function selectCoursePlan(db: Database, key: CourseKey): Promise<CoursePlan> {
  return {
    units: await selectUnits(db, key),
    tasks: await selectTasks(db, key),
    lessons: await selectLessons(db, key),
  };
}

export const selectUnits = (db: Database, key: CourseKey): Promise<PlanUnit[]> =>
  db
    .select({ id: units.id, position: units.position, title: units.title })
    .from(units)
    .where(and(eq(units.schoolId, key.schoolId), eq(units.courseId, key.courseId)))
    .orderBy(asc(units.position), asc(units.id));

export const selectTasks = (db: Database, key: CourseKey): Promise<PlanTask[]> =>
  db
    .select({
      id: tasks.id,
      unitId: tasks.unitId,
      position: tasks.position,
      title: tasks.title,
      kind: tasks.kind,
      tier: tasks.tier,
      activityId: tasks.activityId,
      dueAt: tasks.dueAt,
      required: tasks.required,
      fromEnterprise: tasks.fromEnterprise,
      skillIds: sql<string[]>`coalesce((select jsonb_agg(ts.skill_id order by ts.skill_id collate "C")
        from task_skills ts where ts.school_id = ${tasks.schoolId} and ts.task_id = ${tasks.id}), '[]'::jsonb)`,
    })
    .from(tasks)
    .innerJoin(units, and(eq(units.schoolId, tasks.schoolId), eq(units.id, tasks.unitId)))
    .where(and(eq(tasks.schoolId, key.schoolId), eq(tasks.courseId, key.courseId)))
    .orderBy(asc(units.position), asc(units.id), asc(tasks.position), asc(tasks.id));

export const selectLessons = (db: Database, key: CourseKey): Promise<Lesson[]> =>
  db
    .select({
      id: lessons.id,
      title: lessons.title,
      place: lessons.place,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
    })
    .from(lessons)
    .where(and(eq(lessons.schoolId, key.schoolId), eq(lessons.courseId, key.courseId)))
    .orderBy(asc(lessons.startsAt), asc(lessons.id));

/** The course whose plan this one was given as a copy; undefined: the plan was made here. */
export async function findPlanSource(db: Database, key: CourseKey): Promise<{ title: string } | undefined> {
  const source = alias(courses, 'source');
  const [row] = await db
    .select({ title: source.title })
    .from(courses)
    .innerJoin(source, and(eq(source.schoolId, courses.schoolId), eq(source.id, courses.copiedFromId)))
    .where(
      and(
        eq(courses.schoolId, key.schoolId),
        eq(courses.id, key.courseId),
        sql`exists (select 1 from units u where u.school_id = ${courses.schoolId}
          and u.course_id = ${courses.id} and u.copied_from_id is not null)`,
      ),
    );
  return row;
}

/** Two teachers who change one plan at a time queue here. */
export const lockPlan = (tx: Database, key: CourseKey) =>
  tx
    .select({ id: courses.id })
    .from(courses)
    .where(and(eq(courses.schoolId, key.schoolId), eq(courses.id, key.courseId)))
    .for('no key update');
