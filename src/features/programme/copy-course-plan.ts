import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { LaunchListener } from '../lti/index.ts';
import { copyPlan } from './plan-copy.rules.ts';
import { lockPlan, selectTasks, selectUnits } from './plan.queries.ts';
import type { PlanChanged } from './plan.routes.ts';
import { taskSkills, tasks, units } from './programme.tables.ts';

interface CopiedCourse {
  schoolId: string;
  courseId: string;
  fromCourseId: string;
}

/** What app.ts calls after launches: a course that was copied in the LMS gets the plan of the one it was copied from. */
export const createCopyListener =
  (deps: Deps, planChanged: PlanChanged): LaunchListener =>
  ({ schoolId, courseId, copiedFromCourseId }) => {
    if (copiedFromCourseId === null) return;
    copyCoursePlan(deps, { schoolId, courseId, fromCourseId: copiedFromCourseId }).then(
      (copied) => {
        if (copied) planChanged({ schoolId, courseId });
      },
      (error: unknown) => deps.log.error({ err: error, schoolId, courseId }, 'a plan could not be copied'),
    );
  };

/** Copies the plan into a course that has none yet; false: there was none to copy, or nothing to copy it into. */
export function copyCoursePlan(deps: Deps, course: CopiedCourse): Promise<boolean> {
  const { schoolId, courseId, fromCourseId } = course;
  return inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, course);
    if ((await selectUnits(tx, course)).length > 0) return false;
    const from = { schoolId, courseId: fromCourseId };
    const original = {
      units: await tx
        .select()
        .from(units)
        .where(and(eq(units.schoolId, schoolId), eq(units.courseId, fromCourseId))),
      tasks: await selectTasks(tx, from),
    };
    if (original.units.length === 0) return false;
    const copy = copyPlan(original, { schoolId, courseId }, deps.newId);
    await tx.insert(units).values(copy.units);
    if (copy.tasks.length > 0) await tx.insert(tasks).values(copy.tasks);
    if (copy.taskSkills.length > 0) await tx.insert(taskSkills).values(copy.taskSkills);
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: null,
      action: 'plan.copied',
      subjectType: 'course',
      subjectId: courseId,
      detail: { fromCourseId, units: copy.units.length, tasks: copy.tasks.length },
    });
    return true;
  });
}
