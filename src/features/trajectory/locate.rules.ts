import type { TaskKind } from '../programme/index.ts';
import type { LearningEvent, LearningEventKind } from '../xapi/index.ts';
import type { LocatedEvent } from './facts.schema.ts';

/** A statement as the fold reads it. */
export interface ReadStatement {
  statementId: string;
  actorName: string | null;
  event: LearningEvent;
  /** Skill named by our own practice; null: none is. */
  skillId: string | null;
}

export interface MappedTask {
  id: string;
  courseId: string;
  kind: TaskKind;
  activityId: string;
  skillIds: string[];
}

/** What a school's courses and plans say about activities, as far as a batch needs it. */
export interface Mapping {
  /** Course by the IRI that statements name it by. */
  courses: ReadonlyMap<string, string>;
  /** Tasks by activity. */
  tasks: ReadonlyMap<string, readonly MappedTask[]>;
  /** Skills by `courseId|activityId`. */
  itemSkills: ReadonlyMap<string, readonly string[]>;
  /** Those of the skills named in statements that the school has. */
  skills: ReadonlySet<string>;
}

export interface Place {
  courseId: string;
  task: LocatedEvent['task'];
  skillIds: readonly string[];
}

/** All IRIs by which an event could be found in a plan, near to far. */
export const listActivityIds = ({ event }: ReadStatement): string[] => [
  ...new Set([event.activityId, ...event.parentIds, ...event.courseActivityIds]),
];

/** Course, task and skills of an event; null: it is about no course we know. */
export function locateEvent(statement: ReadStatement, mapping: Mapping): Place | null {
  const ids = listActivityIds(statement);
  const named = [...statement.event.courseActivityIds, ...ids]
    .map((id) => mapping.courses.get(id))
    .find((id) => id !== undefined);
  const tasks = ids.flatMap((id) => mapping.tasks.get(id) ?? []);
  const task = named === undefined ? tasks[0] : tasks.find(({ courseId }) => courseId === named);
  const courseId = named ?? task?.courseId;
  if (courseId === undefined) return null;
  return {
    courseId,
    task: task ? { id: task.id, kind: task.kind, activityId: task.activityId } : null,
    skillIds: findSkills(statement, courseId, task, mapping),
  };
}

/** The item's own skills, else its task's, else the one that our own practice names. */
function findSkills(
  { event, skillId }: ReadStatement,
  courseId: string,
  task: MappedTask | undefined,
  mapping: Mapping,
): readonly string[] {
  const items = [event.itemId, event.activityId].filter((id) => id !== undefined);
  const own = items.map((id) => mapping.itemSkills.get(`${courseId}|${id}`)).find((ids) => ids !== undefined);
  if (own) return own;
  if (task && task.skillIds.length > 0) return task.skillIds;
  return skillId !== null && mapping.skills.has(skillId) ? [skillId] : [];
}

/** What would have to become known before an event without a place could have one. */
export const listWanted = ({ event }: ReadStatement): readonly string[] => {
  if (event.courseActivityIds.length > 0) return event.courseActivityIds;
  return event.parentIds.length > 0 ? event.parentIds : [event.activityId];
};

/** What learners do, and teachers hardly: opening things shows nothing, and everybody can be enrolled. */
const LEARNER_LIKE: ReadonlySet<LearningEventKind> = new Set([
  'started',
  'answered',
  'submitted',
  'completed',
  'passed',
  'failed',
]);

export const isLearnerLike = ({ event }: ReadStatement): boolean => LEARNER_LIKE.has(event.kind);
