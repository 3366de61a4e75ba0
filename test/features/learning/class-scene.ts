/** A course with a plan and a populated class: what pages are shown with. */
import { eq } from 'drizzle-orm';
import { lessons, taskSkills, tasks, units } from '../../../src/features/programme/programme.tables.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import {
  DAY_MS,
  aLearner,
  withSkills,
  withTaskDone,
  withTier,
  withTime,
  withWarning,
  type Course,
} from './learner-scene.ts';

export interface PlannedTask {
  id: string;
  dueAt: Date | null;
}

/** One unit per three skills, one quiz task per skill, due a week apart around now; a lesson in two hours. */
export async function aPlan(deps: Deps, course: Course, skillIds: string[]): Promise<PlannedTask[]> {
  const now = deps.now().getTime();
  const planned: PlannedTask[] = [];
  let unitId = '';
  for (const [index, skillId] of skillIds.entries()) {
    if (index % 3 === 0) {
      unitId = deps.newId();
      const position = index / 3 + 1;
      await deps.db.insert(units).values({ ...course, id: unitId, position, title: `Unit ${position}` });
    }
    const id = deps.newId();
    const dueAt = index === skillIds.length - 1 ? null : new Date(now + (index - 3) * 4 * DAY_MS);
    await deps.db.insert(tasks).values({
      ...course,
      id,
      unitId,
      position: index,
      title: `Task ${index + 1}`,
      kind: index % 2 === 0 ? 'quiz' : 'assignment',
      activityId: `https://lms.example.edu/mod/quiz/view.php?id=${index + 1}`,
      dueAt,
    });
    await deps.db.insert(taskSkills).values({ schoolId: course.schoolId, taskId: id, skillId });
    planned.push({ id, dueAt });
  }
  await deps.db.insert(lessons).values({
    ...course,
    id: deps.newId(),
    title: 'Lesson 5',
    place: 'Room 305',
    startsAt: new Date(now + 2 * 3_600_000),
    endsAt: new Date(now + 4 * 3_600_000),
  });
  return planned;
}

/** A class whose numbers come from the learner's place in it: from struggling to strong, some silent, some warned. */
export async function aClass(
  deps: Deps,
  course: Course,
  given: { learners: number; skillIds: string[]; planned: PlannedTask[] },
): Promise<string[]> {
  const people: string[] = [];
  for (let index = 0; index < given.learners; index++) {
    const name = `Learner ${String(index + 1).padStart(2, '0')}`;
    const { personId } = await aLearner(deps, course, name);
    people.push(personId);
    const key = { ...course, personId };
    const strength = ((index * 7) % given.learners) / given.learners;
    const answers = given.skillIds.flatMap((skillId, place) => {
      const attempts = (index * 5 + place * 3) % 11;
      if (attempts === 0 || place > 3 + strength * given.skillIds.length) return [];
      const share = Math.min(1, Math.max(0, 0.15 + strength - place * 0.04 + ((index + place) % 3) * 0.12));
      return [{ skillId, attempts, correct: Math.round(attempts * share) }];
    });
    await withSkills(deps, key, answers);
    if (index % 13 !== 5) {
      const first = strength < 0.1 ? 9 : 0;
      await withTime(
        deps,
        key,
        Object.fromEntries(
          Array.from({ length: 8 }, (_, day) => [
            first + day * 2,
            10 + Math.round(strength * 60) + ((day * 7) % 20),
          ]),
        ),
      );
    }
    if (index % 9 !== 4)
      await withTier(deps, key, strength > 0.6 ? 'experienced' : 'zero_basis', index % 4 === 0);
    if (index % 4 !== 3) {
      const talentType = (['development', 'support', 'operations'] as const)[index % 3];
      await deps.db.update(memberships).set({ talentType }).where(eq(memberships.personId, personId));
    }
    if (strength < 0.15)
      await withWarning(deps, key, strength < 0.06 ? 'red' : 'yellow', index % 2 === 0 ? 1 : 5);
    for (const task of given.planned.slice(0, Math.floor(strength * given.planned.length)))
      await withTaskDone(deps, key, task.id);
  }
  return people;
}
