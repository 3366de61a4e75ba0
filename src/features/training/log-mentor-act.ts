import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { refuseCounted } from './count-once.ts';
import { mentorActs } from './mentoring.tables.ts';
import { requireNamed } from './record-session.ts';
import type { MentorDuty } from './training.schema.ts';

export interface MentorAct {
  duty: MentorDuty;
  mentorPersonId: string;
  classId: string | null;
  /** YYYY-MM-DD. */
  day: string;
  minutes: number;
  topic: string;
}

export const teaches = ({ roles }: Pick<InCourse, 'roles'>): boolean =>
  roles.includes('instructor') || roles.includes('administrator');

/** Logs what a mentor did (R039). Teachers log for any mentor of the course, a mentor for themselves. */
export async function logMentorAct(deps: Deps, who: InCourse, act: MentorAct): Promise<void> {
  const mentorPersonId = teaches(who) ? act.mentorPersonId : who.personId;
  if (act.day > dayIn(who.timeZone, deps.now())) throw badRequest('training.inFuture');
  await inTransaction(deps.db, async (tx) => {
    await requireNamed(tx, who, { ...act, mentorPersonId }, dayIn(who.timeZone, deps.now()));
    await refuseCounted(tx, { ...who, mentorPersonId, day: act.day }, { as: 'act', kind: act.duty });
    const id = deps.newId();
    await tx.insert(mentorActs).values({
      ...act,
      mentorPersonId,
      schoolId: who.schoolId,
      id,
      courseId: who.courseId,
      recordedBy: who.personId,
      createdAt: deps.now(),
    });
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'training.mentor.log',
      subjectType: 'mentor_act',
      subjectId: id,
      detail: { minutes: act.minutes, mentorPersonId },
    });
  });
}

/** Takes an entry back: a teacher any, a mentor what they wrote down themselves. */
export async function deleteMentorAct(deps: Deps, who: InCourse, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(mentorActs)
      .where(
        and(
          eq(mentorActs.schoolId, who.schoolId),
          eq(mentorActs.courseId, who.courseId),
          eq(mentorActs.id, id),
          teaches(who) ? undefined : eq(mentorActs.recordedBy, who.personId),
        ),
      )
      .returning({ minutes: mentorActs.minutes, mentorPersonId: mentorActs.mentorPersonId });
    if (!gone[0]) throw notFound();
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'training.mentor.delete',
      subjectType: 'mentor_act',
      subjectId: id,
      detail: gone[0],
    });
  });
}
