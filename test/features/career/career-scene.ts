import { and, eq, notInArray } from 'drizzle-orm';
import request from 'supertest';
import { loadInstruments } from '../../../src/features/instruments/index.ts';
import { instrumentVersions } from '../../../src/features/instruments/instruments.tables.ts';
import { loadOccupations } from '../../../src/features/occupations/index.ts';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { classes, colleges, majors, people } from '../../../src/features/roster/roster.tables.ts';
import { takeInstrument } from '../../../src/demo/sample-career.ts';
import type { PlannedAttempt } from '../../../src/demo/sample-career.rules.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

const OFFERED = ['riasec-activities-60', 'work-values-21', 'ipip-50'] as const;
export type Session = { base: string; cookie: string };

/** A school with its catalogues, a class in a course with two learners, one of another course, and its staff. */
export async function aCareerScene({ deps, clock }: TestApp) {
  const { schoolId } = await aSchool(deps);
  await loadCatalogue(deps, schoolId);
  await loadInstruments(deps, schoolId);
  await loadOccupations(deps, schoolId);
  // A school that offers three of the five, so that a learner can be done.
  await deps.db
    .delete(instrumentVersions)
    .where(
      and(
        eq(instrumentVersions.schoolId, schoolId),
        notInArray(instrumentVersions.instrumentId, [...OFFERED]),
      ),
    );
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web development' });
  const elsewhere = await aCourse(deps, { schoolId, title: 'Another course' });
  const at = { schoolId, courseId };
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 01' });
  const other = await aMember(deps, { ...at, role: 'learner', name: 'Learner 02' });
  const stranger = await aMember(deps, { ...elsewhere, schoolId, role: 'learner', name: 'Learner 03' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const admin = await aMember(deps, { ...at, role: 'administrator', name: 'Admin 01' });
  const career = await aPerson(deps, { schoolId, name: 'Career 01' });
  await anAppointment(deps, { schoolId, ...career, role: 'career_teacher' });
  const helper = await aPerson(deps, { schoolId, name: 'Career 02' });
  await anAppointment(deps, { ...at, ...helper, role: 'career_teacher' });
  const mentor = await aPerson(deps, { schoolId, name: 'Mentor 01' });
  await anAppointment(deps, { ...at, ...mentor, role: 'enterprise_mentor' });
  const [classId, collegeId, majorId] = [deps.newId(), deps.newId(), deps.newId()];
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
    stranger: stranger.personId,
    as: {
      learner: await enter(learner),
      other: await enter(other),
      teacher: await enter(teacher),
      admin: await enter(admin),
      /** Of the whole school, and of the course. */
      career: await enter(career, null),
      helper: await enter(helper),
      mentor: await enter(mentor),
    },
    instruments: OFFERED,
    /** Somebody answers an instrument: interests as the fixture has them, else the middle. */
    take: (personId: string, instrumentId: PlannedAttempt['instrumentId']) =>
      takeInstrument(
        deps,
        { schoolId, personId, courseId },
        { instrumentId, daysAgo: 1, answer: (itemId) => LIKES[itemId.charAt(0)] ?? 3 },
        clock.now,
      ),
  };
}
export type CareerScene = Awaited<ReturnType<typeof aCareerScene>>;

/** Ten activities a type: R 20, I 40, A 10, S 10, E 10, C 30 points. */
const LIKES: Record<string, number> = { R: 3, I: 5, A: 2, S: 2, E: 2, C: 4 };

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
