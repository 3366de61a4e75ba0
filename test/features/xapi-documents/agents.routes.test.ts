import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { identities, people } from '../../../src/features/roster/roster.tables.ts';
import {
  accountKey,
  createCredential,
  type NewCredential,
  type Scope,
} from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPerson, aSchool } from '../../support/builders.ts';

const HOME = 'https://lms.school.example';
const LEARNER = { objectType: 'Agent', name: 'Learner 01', account: { homePage: HOME, name: '101' } };
const OTHERS = {
  mbox: 'mailto:learner01@school.example',
  account: { homePage: HOME, name: 'u101|with a bar' },
};

let test: TestApp;
let schoolId: string;
let personId: string;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
  ({ personId } = await aPerson(test.deps, { schoolId, name: 'Name of the roster' }));
  await identify(accountKey(HOME, '101'));
  await identify(accountKey(HOME, OTHERS.account.name));
  await identify(`mbox|${OTHERS.mbox}`);
  await identify(`long|${'a'.repeat(64)}`);
  await identify(accountKey(HOME, 'perhaps'), 'likely');
});
afterAll(() => test.close());

const identify = (actorKey: string, confidence: 'certain' | 'likely' = 'certain') =>
  test.deps.db
    .insert(identities)
    .values({ schoolId, actorKey, personId, method: 'lti', confidence, createdAt: test.deps.now() });

const credentialFor = (scope: Scope, school = schoolId) =>
  createCredential(test.deps.db, test.deps, { schoolId: school, label: 'reader', scopes: [scope] });

const ask = (by: NewCredential, agent: object = LEARNER) =>
  request(test.app.express)
    .get(`/xapi/agents?agent=${encodeURIComponent(JSON.stringify(agent))}`)
    .auth(by.key, by.secret)
    .set('x-experience-api-version', '2.0.0');

const ALONE = { objectType: 'Person', name: ['Learner 01'], account: [LEARNER.account] };

describe('the agents resource', () => {
  it.each<Scope>(['all', 'all/read'])('tells %s all that is certain of a person', async (scope) => {
    const answer = await ask(await credentialFor(scope)).expect(200);
    expect(answer.body).toEqual({
      ...ALONE,
      mbox: [OTHERS.mbox],
      account: [LEARNER.account, OTHERS.account],
    });
    expect(answer.text).not.toContain('Name of the roster');
  });

  it.each<Scope>(['agents_profile', 'agents_profile/read'])('tells %s what was asked for', async (scope) => {
    expect((await ask(await credentialFor(scope)).expect(200)).body).toEqual(ALONE);
  });

  it('is closed to who may do neither', async () => {
    for (const scope of ['statements/write', 'statements/read', 'state'] as const)
      await ask(await credentialFor(scope)).expect(403);
  });

  it('knows people of its own school only', async () => {
    const foreign = await credentialFor('all', (await aSchool(test.deps)).schoolId);
    expect((await ask(foreign).expect(200)).body).toEqual(ALONE);
  });

  it('doesn’t lead from a guess to a person', async () => {
    const perhaps = { account: { homePage: HOME, name: 'perhaps' } };
    expect((await ask(await credentialFor('all'), perhaps).expect(200)).body).toEqual({
      objectType: 'Person',
      account: [perhaps.account],
    });
  });

  it('tells nothing more of who was erased', async () => {
    const all = await credentialFor('all');
    await test.deps.db.update(people).set({ erasedAt: test.deps.now() }).where(eq(people.id, personId));
    expect((await ask(all).expect(200)).body).toEqual(ALONE);
  });
});
