import type { PlanTask } from './programme.schema.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

interface OriginalUnit {
  id: string;
  position: number;
  title: string;
  copiedFromId: string | null;
}

/**
 * A plan for a copy of a course. Due dates are another term's, and activities have other addresses in the copy: both
 * are left for the teacher, and the plan page counts them as missing. A unit remembers the first one it descends from,
 * so that a link survives any number of copies.
 */
export function copyPlan(
  original: { units: readonly OriginalUnit[]; tasks: readonly PlanTask[] },
  { schoolId, courseId }: CourseKey,
  newId: () => string,
) {
  const unitIds = new Map(original.units.map(({ id }) => [id, newId()]));
  const copies = original.tasks.flatMap((task) => {
    const unitId = unitIds.get(task.unitId);
    return unitId === undefined ? [] : [{ task, unitId, id: newId() }];
  });
  return {
    units: original.units.map(({ id, position, title, copiedFromId }) => ({
      schoolId,
      courseId,
      id: unitIds.get(id) ?? '',
      position,
      title,
      copiedFromId: copiedFromId ?? id,
    })),
    tasks: copies.map(({ task, unitId, id }) => ({
      schoolId,
      courseId,
      id,
      unitId,
      position: task.position,
      title: task.title,
      kind: task.kind,
      tier: task.tier,
      activityId: null,
      dueAt: null,
      required: task.required,
      fromEnterprise: task.fromEnterprise,
    })),
    taskSkills: copies.flatMap(({ task, id }) =>
      task.skillIds.map((skillId) => ({ schoolId, taskId: id, skillId })),
    ),
  };
}
