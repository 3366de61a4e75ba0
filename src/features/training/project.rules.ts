import type { Evidence, ProjectTask } from './projects.schema.ts';
import type { ProjectTaskState } from './training.schema.ts';

export type Lacking = 'employer' | 'evidence' | 'deliverable';

/** What a project that is said to be an enterprise's lacks to count as one (§5.2.3.1, R041). */
export function findLacking(project: Evidence): Lacking[] {
  const given = (text: string | null) => text !== null && text.trim() !== '';
  return [
    ...(given(project.employerName) ? [] : (['employer'] as const)),
    ...(project.evidenceKind !== null && given(project.evidenceReference) ? [] : (['evidence'] as const)),
    ...(project.deliverables > 0 ? [] : (['deliverable'] as const)),
  ];
}

export const countsAsEnterprise = (project: Evidence): boolean =>
  project.source === 'enterprise' && findLacking(project).length === 0;

export interface Mover {
  personId: string;
  /** Teaches the course. */
  teaches: boolean;
  /** null: no member of the project; '' or a name: the member's team. */
  membership: { team: string | null } | null;
}

/** Teachers may move any task, members theirs, their team's, and what belongs to nobody. */
export function mayMove(task: Pick<ProjectTask, 'ownerPersonId' | 'ownerTeam'>, who: Mover): boolean {
  if (who.teaches) return true;
  if (who.membership === null) return false;
  if (task.ownerPersonId !== null) return task.ownerPersonId === who.personId;
  return task.ownerTeam === null || task.ownerTeam === who.membership.team;
}

/** A task that is done keeps the day it was first done on; one that is taken up again has none. */
export const moveTask = (
  task: Pick<ProjectTask, 'doneOn'>,
  state: ProjectTaskState,
  today: string,
): { state: ProjectTaskState; doneOn: string | null } => ({
  state,
  doneOn: state === 'done' ? (task.doneOn ?? today) : null,
});

export interface BurndownPoint {
  day: string;
  /** Tasks that were there and not done at the day's end; null: the day is to come. */
  remaining: number | null;
  /** What would remain at an even pace. */
  even: number;
}

const POINTS_MAX = 16;
const DAY_MS = 86_400_000;
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** How the work left goes down (R106), at up to 16 days spread evenly from the project's start to its end, today among them. */
export function burnDown(
  tasks: readonly Pick<ProjectTask, 'createdOn' | 'doneOn'>[],
  { startsOn, endsOn, today }: { startsOn: string; endsOn: string; today: string },
): BurndownPoint[] {
  if (tasks.length === 0) return [];
  const first = dayNumber(startsOn);
  const last = Math.max(first, dayNumber(endsOn));
  const steps = Math.max(1, Math.min(POINTS_MAX - 1, last - first));
  const days = Array.from({ length: steps + 1 }, (_, n) => first + Math.round(((last - first) * n) / steps));
  const now = dayNumber(today);
  if (now >= first && now <= last) days.push(now);
  return [...new Set(days)]
    .sort((a, b) => a - b)
    .map((number) => {
      const day = dayOf(number);
      const left = tasks.filter(
        ({ createdOn, doneOn }) => createdOn <= day && (doneOn === null || doneOn > day),
      );
      return {
        day,
        remaining: number > now ? null : left.length,
        even: last === first ? 0 : (tasks.length * (last - number)) / (last - first),
      };
    });
}
