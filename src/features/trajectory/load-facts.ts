import type { Database } from '../../infra/db.ts';
import { keyOf } from './facts.rules.ts';
import type { Facts, LocatedEvent } from './facts.schema.ts';
import {
  selectDayFacts,
  selectLearnerFacts,
  selectPhaseFacts,
  selectSkillFacts,
  selectTaskFacts,
} from './facts.store.queries.ts';

/** The facts that these events will change, one statement per table. */
export async function loadFacts(
  tx: Database,
  schoolId: string,
  events: readonly LocatedEvent[],
): Promise<Facts> {
  const learners = await selectLearnerFacts(tx, schoolId, events);
  const days = await selectDayFacts(tx, schoolId, events);
  const phases = await selectPhaseFacts(
    tx,
    schoolId,
    events.filter(({ phase }) => phase !== null),
  );
  const tasks = await selectTaskFacts(tx, schoolId, [
    ...events.flatMap(({ task, personId }) => (task ? [{ taskId: task.id, personId }] : [])),
    ...learners.flatMap(({ lastTaskId, personId }) => (lastTaskId ? [{ taskId: lastTaskId, personId }] : [])),
  ]);
  const skills = await selectSkillFacts(
    tx,
    schoolId,
    events.flatMap(({ skillIds, personId }) => skillIds.map((skillId) => ({ skillId, personId }))),
  );
  return {
    learners: new Map(learners.map((row) => [keyOf(row.courseId, row.personId), row])),
    days: new Map(days.map((row) => [keyOf(row.courseId, row.personId, row.day), row])),
    phases: new Map(phases.map((row) => [keyOf(row.courseId, row.personId, row.day, row.phase), row])),
    tasks: new Map(tasks.map((row) => [keyOf(row.taskId, row.personId), row])),
    skills: new Map(skills.map((row) => [keyOf(row.personId, row.skillId), row])),
  };
}
