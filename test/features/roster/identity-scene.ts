/** A school with an LMS, a course with statements in it and people, for the tests of who is who. */
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { learnerFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { accountKey } from '../../../src/features/roster/launch-writes.ts';
import { identities } from '../../../src/features/roster/roster.tables.ts';
import type { MatchMethod } from '../../../src/features/roster/identity.schema.ts';
import type { TestApp } from '../../support/app.ts';
import { aMember, aSession } from '../../support/builders.ts';
import { LMS, QUIZ_IRI, aScene, send, tell, type Scene, type Told } from '../learning/fold-scene.ts';

export interface IdentityScene extends Scene {
  admin: { personId: string; base: string; cookie: string };
}

export async function anIdentityScene({ deps }: TestApp): Promise<IdentityScene> {
  const scene = await aScene(deps);
  const admin = await aMember(deps, { ...scene, role: 'administrator', name: 'Administrator 01' });
  const session = await aSession(deps, { ...scene, ...admin, locale: 'en' });
  return { ...scene, admin: { ...admin, ...session } };
}

/** Somebody whom the LMS launched: their subject is certain, the names it told are likely. */
export async function aLaunchedPerson(
  { deps }: TestApp,
  given: {
    scene: Scene;
    subject: string;
    name: string;
    names?: { name: string; method: MatchMethod }[];
    homePage?: string;
  },
): Promise<{ personId: string }> {
  const { schoolId, courseId } = given.scene;
  const person = await aMember(deps, { schoolId, courseId, role: 'learner', name: given.name });
  const row = { schoolId, personId: person.personId, createdAt: deps.now() };
  const homePage = given.homePage ?? LMS;
  await deps.db.insert(identities).values([
    { ...row, actorKey: accountKey(homePage, given.subject), method: 'lti', confidence: 'certain' },
    {
      ...row,
      actorKey: accountKey(deps.config.publicUrl, person.personId),
      method: 'waymark',
      confidence: 'certain',
    },
    ...(given.names ?? []).map(({ name, method }) => ({
      ...row,
      actorKey: accountKey(homePage, name),
      method,
      confidence: 'likely' as const,
    })),
  ]);
  return person;
}

/** Agents of any kind; `answers` right answers each a minute apart. */
export async function tellAnswers(
  { deps }: TestApp,
  schoolId: string,
  actor: Record<string, unknown>,
  answers = 1,
): Promise<void> {
  const told: Told = {
    actor: 'x',
    verb: 'answered',
    activityId: QUIZ_IRI,
    at: '2026-09-01T01:00:00Z',
    result: { success: true },
  };
  const values = Array.from({ length: answers }, (_, minute) => ({
    ...tell({ ...told, at: new Date(Date.UTC(2026, 8, 1, 1, minute)) }),
    actor,
  }));
  await send(deps, schoolId, values);
  await foldSchool(deps, schoolId);
}

/** How many statements count for somebody. */
export async function counted(
  { deps }: TestApp,
  key: { schoolId: string; personId: string },
): Promise<number> {
  await foldSchool(deps, key.schoolId);
  const rows = await deps.db
    .select({ statements: learnerFacts.statements })
    .from(learnerFacts)
    .where(and(eq(learnerFacts.schoolId, key.schoolId), eq(learnerFacts.personId, key.personId)));
  return rows.reduce((sum, { statements }) => sum + statements, 0);
}

export const identityClient = ({ app }: TestApp, { admin }: IdentityScene) => ({
  get: (path: string) =>
    request(app.express)
      .get(admin.base + path)
      .set('cookie', admin.cookie),
  post: (path: string, form: object) =>
    request(app.express)
      .post(admin.base + path)
      .set('cookie', admin.cookie)
      .type('form')
      .send(form),
});
