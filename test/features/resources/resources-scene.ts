import request from 'supertest';
import { units, tasks, taskSkills } from '../../../src/features/programme/programme.tables.ts';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { loadLaw } from '../../../src/features/resources/index.ts';
import type { TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

export type Session = { base: string; cookie: string };
export const SKILL = 'S015';

/** A course with one module, its teacher, a colleague, a learner, two experts, a mentor and an administrator. */
export async function aResourcesScene({ deps }: TestApp) {
  const { schoolId } = await aSchool(deps);
  await loadCatalogue(deps, schoolId);
  await loadLaw(deps, schoolId);
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web development', talentType: 'development' });
  const at = { schoolId, courseId };
  const unitId = deps.newId();
  const taskId = deps.newId();
  await deps.db.insert(units).values({ ...at, id: unitId, position: 1, title: 'Pages in HTML' });
  await deps.db
    .insert(tasks)
    .values({ ...at, id: taskId, unitId, position: 1, title: 'A first page', kind: 'assignment' });
  await deps.db.insert(taskSkills).values({ schoolId, taskId, skillId: SKILL });
  const appointed = async (role: 'expert' | 'enterprise_mentor' | 'supervisor', name: string) => {
    const person = await aPerson(deps, { schoolId, name });
    await anAppointment(deps, { schoolId, ...person, role });
    return person;
  };
  const people = {
    teacher: await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' }),
    colleague: await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 02' }),
    learner: await aMember(deps, { ...at, role: 'learner', name: 'Learner 01' }),
    admin: await aMember(deps, { ...at, role: 'administrator', name: 'Admin 01' }),
    expert: await appointed('expert', 'Expert 01'),
    expert2: await appointed('expert', 'Expert 02'),
    mentor: await appointed('enterprise_mentor', 'Mentor 01'),
    supervisor: await appointed('supervisor', 'Supervisor 01'),
  };
  const names = Object.keys(people) as (keyof typeof people)[];
  const sessions = await Promise.all(
    names.map((name) =>
      aSession(deps, {
        schoolId,
        ...people[name],
        courseId: name.startsWith('expert') ? null : courseId,
        locale: 'en',
      }),
    ),
  );
  return {
    ...at,
    unitId,
    people,
    as: Object.fromEntries(names.map((name, place) => [name, sessions[place]])) as Record<
      keyof typeof people,
      Session
    >,
  };
}
export type ResourcesScene = Awaited<ReturnType<typeof aResourcesScene>>;

export function asker(test: () => TestApp) {
  const get = (session: Session, path: string) =>
    request(test().app.express)
      .get(session.base + path)
      .set('cookie', session.cookie);
  const post = (session: Session, path: string, body: Record<string, unknown> = {}) =>
    request(test().app.express)
      .post(session.base + path)
      .set('cookie', session.cookie)
      .type('form')
      .send(body);
  /** A form with a file; without one, an address. */
  const upload = (
    session: Session,
    path: string,
    fields: Record<string, string>,
    file?: { name: string; content: Buffer },
  ) => {
    const sent = request(test().app.express)
      .post(session.base + path)
      .set('cookie', session.cookie);
    for (const [name, value] of Object.entries(fields)) void sent.field(name, value);
    return file ? sent.attach('file', file.content, file.name) : sent;
  };
  return { get, post, upload };
}

export const idIn = (location: string | undefined): string =>
  /resources\/([\w-]{36})/.exec(location ?? '')?.[1] ?? '';
