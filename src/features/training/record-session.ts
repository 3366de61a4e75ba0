import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { requireReadyMentor } from '../partners/index.ts';
import { selectLessons } from '../programme/index.ts';
import { describeLesson } from './attendance.rules.ts';
import { selectCourseClasses, selectMentors } from './course-people.queries.ts';
import { refuseCounted } from './count-once.ts';
import { offlineSessions } from './offline.tables.ts';
import { findSession } from './offline.queries.ts';
import type { CourseKey, Named, OfflineKind } from './training.schema.ts';

/** A teacher, or whoever else acts in a course. */
export type Actor = CourseKey & { personId: string };

export interface SessionContent {
  kind: OfflineKind;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string | null;
  classId: string | null;
  mentorPersonId: string | null;
}

/** Records a session (`id` null) or changes one; returns its id. */
export function saveSession(
  deps: Deps,
  who: Actor & { timeZone: string },
  id: string | null,
  content: SessionContent,
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const before = id === null ? null : await findSession(tx, { ...who, offlineSessionId: id });
    if (before === undefined) throw notFound();
    await requireNamed(tx, who, content, dayIn(who.timeZone, deps.now()), before);
    const { mentorPersonId, kind, startsAt } = content;
    const day = dayIn(who.timeZone, startsAt);
    if (mentorPersonId !== null)
      await refuseCounted(tx, { ...who, mentorPersonId, day }, { as: 'session', kind });
    const sessionId = id ?? deps.newId();
    if (id === null)
      await tx.insert(offlineSessions).values({
        ...content,
        schoolId: who.schoolId,
        id: sessionId,
        courseId: who.courseId,
        recordedBy: who.personId,
        createdAt: deps.now(),
      });
    else await tx.update(offlineSessions).set(content).where(isSession(who, id));
    await audit(
      tx,
      deps,
      who,
      id === null ? 'training.session.record' : 'training.session.change',
      sessionId,
    );
    return sessionId;
  });
}

/** Begins a lesson of the timetable as a session, or finds the one that was begun from it before. */
export function beginLesson(
  deps: Deps,
  who: Actor,
  { lessonId, kind }: { lessonId: string; kind: OfflineKind },
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const lesson = (await selectLessons(tx, who)).find(({ id }) => id === lessonId);
    if (!lesson) throw notFound();
    const [begun] = await tx
      .insert(offlineSessions)
      .values({
        ...describeLesson(lesson),
        schoolId: who.schoolId,
        id: deps.newId(),
        courseId: who.courseId,
        kind,
        recordedBy: who.personId,
        createdAt: deps.now(),
      })
      .onConflictDoNothing()
      .returning({ id: offlineSessions.id });
    if (begun) {
      await audit(tx, deps, who, 'training.session.record', begun.id);
      return begun.id;
    }
    const [before] = await tx
      .select({ id: offlineSessions.id })
      .from(offlineSessions)
      .where(and(eq(offlineSessions.schoolId, who.schoolId), eq(offlineSessions.lessonId, lessonId)));
    if (!before) throw notFound();
    return before.id;
  });
}

/** Takes a session and who came to it away: it was recorded by mistake. */
export async function deleteSession(deps: Deps, who: Actor, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(offlineSessions)
      .where(isSession(who, id))
      .returning({ id: offlineSessions.id });
    if (gone.length === 0) throw notFound();
    await audit(tx, deps, who, 'training.session.delete', id);
  });
}

export const isSession = (key: CourseKey, id: string) =>
  and(
    eq(offlineSessions.schoolId, key.schoolId),
    eq(offlineSessions.courseId, key.courseId),
    eq(offlineSessions.id, id),
  );

interface NamedOnes {
  classId: string | null;
  mentorPersonId: string | null;
}

/**
 * Only a class of the course's learners and a mentor appointed for the course, whose file is complete, can be named; what
 * stood before may stay.
 */
export async function requireNamed(
  tx: Database,
  key: CourseKey,
  { classId, mentorPersonId }: NamedOnes,
  today: string,
  before: NamedOnes | null = null,
): Promise<void> {
  const names = (list: readonly Named[], wanted: string) => list.some(({ id }) => id === wanted);
  if (classId !== null && classId !== before?.classId && !names(await selectCourseClasses(tx, key), classId))
    throw badRequest('training.notClass');
  if (mentorPersonId === null || mentorPersonId === before?.mentorPersonId) return;
  if (!names(await selectMentors(tx, key), mentorPersonId)) throw badRequest('training.notMentor');
  await requireReadyMentor(tx, { schoolId: key.schoolId, personId: mentorPersonId, today });
}

const audit = (tx: Database, deps: Deps, who: Actor, action: string, sessionId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'offline_session',
    subjectId: sessionId,
  });
