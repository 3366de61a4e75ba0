import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { loadInstruments } from '../../../src/features/instruments/index.ts';
import { classes, colleges, majors, people } from '../../../src/features/roster/roster.tables.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

/** A school with a class of six, its administrator, its career teacher, and those who may see nothing of it. */
export async function anEmploymentScene({ deps }: TestApp) {
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web development' });
  const at = { schoolId, courseId };
  await loadInstruments(deps, schoolId);
  const [collegeId, majorId, classId] = [deps.newId(), deps.newId(), deps.newId()];
  await deps.db.insert(colleges).values({ schoolId, id: collegeId, name: 'College' });
  await deps.db
    .insert(majors)
    .values({ schoolId, id: majorId, collegeId, name: 'Software', talentType: 'development' });
  await deps.db.insert(classes).values({ schoolId, id: classId, majorId, name: 'Class 1' });
  const learners: string[] = [];
  for (let n = 1; n <= 6; n += 1) {
    const { personId } = await aMember(deps, { ...at, role: 'learner', name: `Graduate 0${n}` });
    await deps.db
      .update(people)
      .set({ classId })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
    learners.push(personId);
  }
  const [graduate = ''] = learners;
  const other = await aMember(deps, { ...at, role: 'learner', name: 'Learner of year one' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const admin = await aMember(deps, { ...at, role: 'administrator', name: 'Admin 01' });
  const officer = await aPerson(deps, { schoolId, name: 'Career teacher 01' });
  await anAppointment(deps, { schoolId, ...officer, role: 'career_teacher' });
  const ofCourse = await aPerson(deps, { schoolId, name: 'Career teacher of a course' });
  await anAppointment(deps, { ...at, ...ofCourse, role: 'career_teacher' });
  const enter = (personId: string, inCourse: string | null = courseId) =>
    aSession(deps, { schoolId, personId, courseId: inCourse, locale: 'en' });
  return {
    ...at,
    classId,
    graduate,
    learners,
    officer: officer.personId,
    /** Visits end; who comes back later comes in anew. */
    enterAgain: () => enter(officer.personId, null),
    as: {
      graduate: await enter(graduate),
      other: await enter(other.personId),
      teacher: await enter(teacher.personId),
      admin: await enter(admin.personId),
      officer: await enter(officer.personId, null),
      ofCourse: await enter(ofCourse.personId),
    },
  };
}
export type EmploymentScene = Awaited<ReturnType<typeof anEmploymentScene>>;

/** Fills in a questionnaire by its address, as somebody without an account. */
export async function fillIn(t: TestApp, address: string, answers: Record<string, unknown>): Promise<void> {
  const path = new URL(address).pathname;
  const send = (to: string, form: object) =>
    request(t.app.express).post(to).set('accept-language', 'en').type('form').send(form);
  await send(path, {}).expect(303);
  const given = {
    'a.still': 'same',
    'a.match': 5,
    'a.growth': 4,
    'a.satisfaction': 4,
    'a.help': 'no',
    ...answers,
  };
  await send(`${path}/fill`, { part: 'core', to: 'next', ...given }).expect(303);
  await send(`${path}/fill`, { part: 'difficulties', to: 'finish', ...given }).expect(303);
}

/** The address of the questionnaire on a page, whichever way it stands there. */
export const addressIn = (html: string): string => /http[^"]*\/forms\/[\w-]{43}/.exec(html)?.[0] ?? '';
