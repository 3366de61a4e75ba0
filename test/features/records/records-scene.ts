/** A school with a course, learners known by their LMS accounts, and an administrator who looks after its records. */
import request from 'supertest';
import { catchUp } from '../../../src/features/learning/learning.jobs.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { rebuildSchool } from '../../../src/features/trajectory/index.ts';
import { createCredential } from '../../../src/features/xapi/index.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import type { TestApp } from '../../support/app.ts';
import { aMember, aSession } from '../../support/builders.ts';
import { LMS, aKnownActor, aScene, factsOf, type Scene } from '../learning/fold-scene.ts';

export interface Visitor {
  base: string;
  cookie: string;
  personId: string;
}

export interface RecordsScene extends Scene {
  administrator: Visitor;
}

export async function aRecordsScene({ deps }: TestApp, locale: 'zh-CN' | 'en' = 'en'): Promise<RecordsScene> {
  const scene = await aScene(deps);
  return { ...scene, administrator: await aVisitor(deps, scene, 'administrator', { locale }) };
}

export async function aVisitor(
  deps: TestApp['deps'],
  scene: Scene,
  role: 'administrator' | 'instructor' | 'learner',
  given: { name?: string; locale?: 'zh-CN' | 'en'; account?: string } = {},
): Promise<Visitor> {
  const { schoolId, courseId } = scene;
  const { personId } = await aMember(deps, { schoolId, courseId, role, name: given.name ?? `The ${role}` });
  if (given.account)
    await aKnownActor(deps, { schoolId, personId, actorKey: `account|${LMS}|${given.account}` });
  const session = await aSession(deps, { schoolId, courseId, personId, locale: given.locale ?? 'en' });
  return { ...session, personId };
}

export const get = (test: TestApp, who: Visitor, path: string) =>
  request(test.app.express)
    .get(who.base + path)
    .set('cookie', who.cookie)
    .set('accept', 'text/html');

export const post = (test: TestApp, who: Visitor, path: string, body: object = {}) =>
  request(test.app.express)
    .post(who.base + path)
    .set('cookie', who.cookie)
    .set('accept', 'text/html')
    .type('form')
    .send(body);

/** A source with a credential of its own; `send` stores as it, over HTTP. */
export async function aSource(test: TestApp, schoolId: string, label: string) {
  const created = await inTransaction(test.deps.db, (tx) =>
    createCredential(tx, test.deps, { schoolId, label, scopes: ['all'] }),
  );
  const header = `Basic ${Buffer.from(`${created.key}:${created.secret}`).toString('base64')}`;
  const agent = request(test.app.express);
  const ask = (method: 'get' | 'post' | 'put', path: string) =>
    agent[method](`/xapi/${path}`).set('authorization', header).set('x-experience-api-version', '1.0.3');
  return { ...created, ask, send: (values: unknown) => ask('post', 'statements').send(values as object) };
}

/** Facts as they are now, and as a rebuild makes them. */
export async function bothFacts({ deps }: TestApp, schoolId: string) {
  await foldSchool(deps, schoolId);
  await catchUp(deps);
  const incremental = await factsOf(deps, schoolId);
  await rebuildSchool(deps, schoolId);
  return { incremental, rebuilt: await factsOf(deps, schoolId) };
}
