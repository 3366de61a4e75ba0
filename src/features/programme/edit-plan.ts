import { and, eq, inArray, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { lockPlan } from './plan.queries.ts';
import type { PhaseSettings, PlanTask } from './programme.schema.ts';
import { lessons, phaseSettings, skills, taskSkills, tasks, units } from './programme.tables.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** What a teacher writes about a task; its place in the unit is kept, a new one comes last. */
export type TaskContent = Omit<PlanTask, 'id' | 'position'>;

const unitOf = (course: CourseKey, id: string) =>
  and(eq(units.schoolId, course.schoolId), eq(units.courseId, course.courseId), eq(units.id, id));
const taskOf = (course: CourseKey, id: string) =>
  and(eq(tasks.schoolId, course.schoolId), eq(tasks.courseId, course.courseId), eq(tasks.id, id));

export async function addUnit(deps: Deps, { schoolId, courseId }: CourseKey, title: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, { schoolId, courseId });
    await tx.insert(units).values({
      schoolId,
      id: deps.newId(),
      courseId,
      position: sql`(select coalesce(max(position), 0) + 1 from units
        where school_id = ${schoolId} and course_id = ${courseId})`,
      title,
    });
  });
}

export async function renameUnit(deps: Deps, course: CourseKey, unit: { id: string; title: string }) {
  const changed = await deps.db
    .update(units)
    .set({ title: unit.title })
    .where(unitOf(course, unit.id))
    .returning({ id: units.id });
  if (changed.length === 0) throw notFound();
}

/** Takes its tasks along, and with them what was counted on them; statements stay. */
export async function deleteUnit(deps: Deps, course: CourseKey, unitId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, course);
    await tx
      .delete(tasks)
      .where(
        and(
          eq(tasks.schoolId, course.schoolId),
          eq(tasks.courseId, course.courseId),
          eq(tasks.unitId, unitId),
        ),
      );
    const gone = await tx.delete(units).where(unitOf(course, unitId)).returning({ id: units.id });
    if (gone.length === 0) throw notFound();
  });
}

/** Writes a new task (`id` null) or changes one; returns its id. */
export function saveTask(
  deps: Deps,
  { schoolId, courseId }: CourseKey,
  id: string | null,
  content: TaskContent,
): Promise<string> {
  const { skillIds, ...values } = content;
  return inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, { schoolId, courseId });
    const [unit] = await tx
      .select({ id: units.id })
      .from(units)
      .where(unitOf({ schoolId, courseId }, content.unitId));
    if (!unit) throw notFound();
    await requireSkills(tx, schoolId, skillIds);
    const taskId = id ?? deps.newId();
    if (id === null) {
      await tx.insert(tasks).values({
        ...values,
        schoolId,
        id: taskId,
        courseId,
        position: sql`(select coalesce(max(position), 0) + 1 from tasks
          where school_id = ${schoolId} and unit_id = ${content.unitId})`,
      });
    } else {
      const changed = await tx
        .update(tasks)
        .set(values)
        .where(taskOf({ schoolId, courseId }, id))
        .returning({ id: tasks.id });
      if (changed.length === 0) throw notFound();
      await tx
        .delete(taskSkills)
        .where(and(eq(taskSkills.schoolId, schoolId), eq(taskSkills.taskId, taskId)));
    }
    if (skillIds.length > 0)
      await tx.insert(taskSkills).values(skillIds.map((skillId) => ({ schoolId, taskId, skillId })));
    return taskId;
  });
}

export async function deleteTask(deps: Deps, course: CourseKey, taskId: string): Promise<void> {
  const gone = await deps.db.delete(tasks).where(taskOf(course, taskId)).returning({ id: tasks.id });
  if (gone.length === 0) throw notFound();
}

async function requireSkills(tx: Database, schoolId: string, skillIds: string[]): Promise<void> {
  if (skillIds.length === 0) return;
  const found = await tx
    .select({ id: skills.id })
    .from(skills)
    .where(and(eq(skills.schoolId, schoolId), inArray(skills.id, skillIds)));
  if (found.length < new Set(skillIds).size) throw badRequest('skillUnknown');
}

/** One lesson, or the same one over several weeks. */
export async function addLessons(
  deps: Deps,
  { schoolId, courseId }: CourseKey,
  lesson: { title: string; place: string | null; times: { startsAt: Date; endsAt: Date }[] },
): Promise<void> {
  const { title, place } = lesson;
  await deps.db
    .insert(lessons)
    .values(lesson.times.map((time) => ({ schoolId, courseId, id: deps.newId(), title, place, ...time })));
}

export async function deleteLesson(deps: Deps, course: CourseKey, lessonId: string): Promise<void> {
  const gone = await deps.db
    .delete(lessons)
    .where(
      and(
        eq(lessons.schoolId, course.schoolId),
        eq(lessons.courseId, course.courseId),
        eq(lessons.id, lessonId),
      ),
    )
    .returning({ id: lessons.id });
  if (gone.length === 0) throw notFound();
}

export async function savePhaseSettings(
  deps: Deps,
  { schoolId, courseId }: CourseKey,
  settings: PhaseSettings,
): Promise<void> {
  await deps.db
    .insert(phaseSettings)
    .values({ schoolId, courseId, ...settings })
    .onConflictDoUpdate({ target: [phaseSettings.schoolId, phaseSettings.courseId], set: settings });
}

/** Takes out the whole timetable. */
export async function deleteLessons(deps: Deps, course: CourseKey): Promise<void> {
  await deps.db
    .delete(lessons)
    .where(and(eq(lessons.schoolId, course.schoolId), eq(lessons.courseId, course.courseId)));
}
