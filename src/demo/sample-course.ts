import type { Deps } from '../infra/deps.ts';
import { importCalendar } from '../features/programme/import-calendar.ts';
import { importPlan } from '../features/programme/import-plan.ts';
import { itemSkills } from '../features/programme/programme.tables.ts';
import type { InCourse } from '../features/roster/index.ts';
import { writePlanFile, writeTimetable } from './plan-file.rules.ts';
import { prepareClass, type SampleClass } from './sample-class.rules.ts';

/** The course's timetable, questions and plan, imported as a teacher would; a second time changes nothing. */
export async function setUpPlan(deps: Deps, who: InCourse, sampleClass: SampleClass): Promise<void> {
  const { schoolId, courseId } = who;
  const { course, locale } = sampleClass;
  const { tasks, lessons } = prepareClass(sampleClass);

  const timetable = await importCalendar(deps, who, {
    text: writeTimetable(course, lessons, locale),
    wholeDay: false,
  });
  if (!timetable.merged)
    throw new Error(`The sample timetable is refused: ${JSON.stringify(timetable.file.problems)}`);

  // Which skill a question exercises is told by no page yet: where it isn't, the task's skills count.
  const items = tasks.flatMap((task) => task.items);
  await deps.db
    .insert(itemSkills)
    .values(items.map(({ id, skillId }) => ({ schoolId, courseId, activityId: id, skillId })))
    .onConflictDoNothing();

  const plan = await importPlan(deps, who, writePlanFile(course, tasks, locale));
  if (!plan.merged) throw new Error(`The sample plan is refused: ${JSON.stringify(plan.file.problems)}`);
}
