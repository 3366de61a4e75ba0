import { sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { conflict } from '../../infra/errors.ts';
import { selectMentorDay } from './mentors.queries.ts';
import { isSameWork } from './shares.rules.ts';
import type { CourseKey, MentorDuty, OfflineKind } from './training.schema.ts';

/** What somebody is about to record of a mentor's day, and as what. */
export type MentorWork =
  | { as: 'act'; kind: MentorDuty }
  | { as: 'session'; kind: OfflineKind }
  | { as: 'guidance'; projectId: string };

/**
 * Refuses what would count a mentor's hours of one day twice: the same work in the log, as a session and as guidance
 * of a project. Two who record at once wait for each other.
 */
export async function refuseCounted(
  tx: Database,
  key: CourseKey & { mentorPersonId: string; day: string; timeZone: string },
  work: MentorWork,
): Promise<void> {
  const name = `mentor-day:${key.schoolId}:${key.courseId}:${key.mentorPersonId}:${key.day}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  const { duties, kinds, guided } = await selectMentorDay(tx, key);
  switch (work.as) {
    case 'act':
      if (kinds.some((kind) => isSameWork(work.kind, kind))) throw conflict('training.countedAlready');
      if (work.kind === 'project_guidance' && guided.length > 0) throw conflict('training.guidedAlready');
      return;
    case 'session':
      if (duties.some((duty) => isSameWork(duty, work.kind))) throw conflict('training.loggedAlready');
      if (work.kind === 'project_guidance' && guided.length > 0) throw conflict('training.guidedAlready');
      return;
    case 'guidance':
      if (guided.includes(work.projectId)) throw conflict('training.guidedAlready');
      if (kinds.includes('project_guidance')) throw conflict('training.countedAlready');
      if (duties.includes('project_guidance')) throw conflict('training.loggedAlready');
  }
}
