import request from 'supertest';
import { classes, colleges, majors, people } from '../../../src/features/roster/roster.tables.ts';
import { and, eq } from 'drizzle-orm';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

export type Session = { base: string; cookie: string };

/** A course with two learners, one of them in a class, a teacher, a mentor, a supervisor and an administrator. */
export async function aTrainingScene({ deps }: TestApp) {
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web development' });
  const at = { schoolId, courseId };
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 01' });
  const other = await aMember(deps, { ...at, role: 'learner', name: 'Learner 02' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const admin = await aMember(deps, { ...at, role: 'administrator', name: 'Admin 01' });
  const mentor = await aPerson(deps, { schoolId, name: 'Mentor 01' });
  await anAppointment(deps, { ...at, ...mentor, role: 'enterprise_mentor' });
  const supervisor = await aPerson(deps, { schoolId, name: 'Supervisor 01' });
  await anAppointment(deps, { schoolId, ...supervisor, role: 'supervisor' });
  const classId = deps.newId();
  const collegeId = deps.newId();
  const majorId = deps.newId();
  await deps.db.insert(colleges).values({ schoolId, id: collegeId, name: 'College' });
  await deps.db.insert(majors).values({ schoolId, id: majorId, collegeId, name: 'Software' });
  await deps.db.insert(classes).values({ schoolId, id: classId, majorId, name: 'Class 1' });
  await deps.db
    .update(people)
    .set({ classId })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, learner.personId)));
  const enter = (person: { personId: string }, inCourse: string | null = courseId) =>
    aSession(deps, { schoolId, ...person, courseId: inCourse, locale: 'en' });
  return {
    ...at,
    classId,
    learner: learner.personId,
    other: other.personId,
    teacher: teacher.personId,
    mentor: mentor.personId,
    as: {
      learner: await enter(learner),
      other: await enter(other),
      teacher: await enter(teacher),
      admin: await enter(admin),
      mentor: await enter(mentor),
      supervisor: await enter(supervisor, null),
    },
  };
}
export type TrainingScene = Awaited<ReturnType<typeof aTrainingScene>>;

export const asker = (test: () => TestApp) => ({
  get: (session: Session, path: string) =>
    request(test().app.express)
      .get(session.base + path)
      .set('cookie', session.cookie),
  post: (session: Session, path: string, body: Record<string, unknown> = {}) =>
    request(test().app.express)
      .post(session.base + path)
      .set('cookie', session.cookie)
      .type('form')
      .send(body),
});
