/** The sample class and its facts, for the tests of what it shows. */
import { readSampleCourse } from '../../src/demo/read-sample-course.ts';
import { prepareClass, type PreparedClass, type SampleClass } from '../../src/demo/sample-class.rules.ts';
import type { SampleTask } from '../../src/demo/sample-course.schema.ts';
import { foldEvents, noFacts } from '../../src/features/trajectory/facts.rules.ts';
import type { Facts, LocatedEvent } from '../../src/features/trajectory/facts.schema.ts';
import type { TaskKind } from '../../src/features/programme/index.ts';
import { readCatalogue } from '../../src/features/programme/read-catalogue.ts';
import { readLearningEvent, type Statement } from '../../src/features/xapi/index.ts';

export async function aSampleClass(given: { seed: string; endsAt: string }): Promise<SampleClass> {
  const course = await readSampleCourse();
  const wanted = new Set(course.units.flatMap(({ tasks }) => tasks.flatMap(({ skills }) => skills)));
  const { skills } = await readCatalogue();
  return {
    seed: given.seed,
    course,
    site: {
      lmsUrl: 'http://localhost:3301',
      courseId: 2,
      courseTitle: 'Sample course',
      endsAt: new Date(given.endsAt),
    },
    locale: 'zh-CN',
    skills: skills.filter(({ id }) => wanted.has(id)),
    people: Array.from({ length: 40 }, (_, index) => ({
      userId: 101 + index,
      name: `Learner ${String(index + 1).padStart(2, '0')}`,
    })),
    teacher: { userId: 3, name: 'Teacher' },
  };
}

export const TASK_KIND: Record<SampleTask['sender'], TaskKind> = {
  page: 'reading',
  h5p: 'reading',
  quiz: 'quiz',
  assign: 'assignment',
  cmi5: 'project',
};

/** Facts as the fold makes them; people are called by their user ids, tasks by their keys. */
export function factsOf(statements: readonly Statement[], { tasks }: PreparedClass): Facts {
  const taskOf = new Map(tasks.map((task) => [task.activityId, task]));
  const skillOf = new Map(tasks.flatMap(({ items }) => items.map(({ id, skillId }) => [id, skillId])));
  const located = statements.map((statement, index): LocatedEvent => {
    const event = readLearningEvent(statement);
    if (event === null) throw new Error('no learning event');
    const task = [event.activityId, ...event.parentIds].map((id) => taskOf.get(id)).find(Boolean);
    const own = skillOf.get(event.itemId ?? '');
    return {
      statementId: String(index),
      courseId: 'course',
      personId: event.actorKey.slice(event.actorKey.lastIndexOf('|') + 1),
      day: event.timestampAt.toISOString().slice(0, 10),
      phase: null,
      event,
      task: task ? { id: task.key, kind: TASK_KIND[task.sender], activityId: task.activityId } : null,
      skillIds: own === undefined ? (task?.skills ?? []) : [own],
    };
  });
  return foldEvents(noFacts(), located);
}

export const learnersOf = (given: SampleClass, archetype: string) =>
  prepareClass(given)
    .learners.filter((learner) => learner.archetype === archetype)
    .map(({ userId, stuckSkillId }) => ({ personId: String(userId), stuckSkillId }));
