import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { v7 } from 'uuid';
import {
  deleteDocument,
  findDocument,
  writeDocument,
  type DocumentKey,
} from '../../../src/features/xapi-documents/index.ts';
import { createCredential, type NewCredential, type Scope } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { LEARNER } from '../xapi/statement-samples.ts';

let test: TestApp;
let schoolId: string;
let credential: NewCredential;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
  credential = await aCredential(['all']);
});
afterAll(() => test.close());

const aCredential = (scopes: Scope[], school = schoolId) =>
  createCredential(test.deps.db, test.deps, { schoolId: school, label: 'player', scopes });

type Headers = Record<string, string>;
const ONE: Headers = { 'x-experience-api-version': '1.0.3' };
const TWO: Headers = { 'x-experience-api-version': '2.0.0' };
type Method = 'get' | 'head' | 'put' | 'post' | 'delete';

/** A request to one of the three resources, by parameters that are encoded here. */
function send(method: Method, path: string, query: object, headers: Headers = TWO, by = credential) {
  const fields = Object.entries(query as Record<string, unknown>).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const url = `/xapi/${path}?${new URLSearchParams(fields).toString()}`;
  return request(test.app.express)[method](url).auth(by.key, by.secret).set(headers);
}

const RESOURCES = [
  ['activities/state', { agent: LEARNER }, 'stateId'],
  ['activities/profile', {}, 'profileId'],
  ['agents/profile', { agent: LEARNER }, 'profileId'],
] as const;

/** Parameters of a document nobody has used yet. */
const fresh = (path: string, shelf: object, idName: string) => ({
  ...shelf,
  ...(path.startsWith('activities') ? { activityId: `https://lms.school.example/${v7()}` } : {}),
  [idName]: v7(),
});

interface Refused {
  error: { id: string } & Record<string, unknown>;
}
const errorOf = (answer: { body: unknown }) => (answer.body as Refused).error;

describe.each(RESOURCES)('a document of %s', (path, shelf, idName) => {
  const a = () => fresh(path, shelf, idName);

  it('comes back octet by octet, with its type, its tag and the time of its change', async () => {
    const key = a();
    const octets = Buffer.from([0, 255, 13, 10, 128]);
    await send('put', path, key).set('content-type', 'image/x-odd; a="B c"').send(octets).expect(204);
    const got = await send('get', path, key)
      .expect(200)
      .expect('content-type', 'image/x-odd; a="B c"')
      .expect('last-modified', test.clock.now.toUTCString())
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => done(null, Buffer.concat(parts)));
      });
    expect(got.body).toEqual(octets);
    expect(got.headers['etag']).toBe(`"${createHash('sha1').update(octets).digest('hex')}"`);
    const head = await send('head', path, key).expect(200);
    expect([
      head.text,
      head.headers['etag'],
      head.headers['content-type'],
      head.headers['content-length'],
    ]).toEqual([undefined, got.headers['etag'], 'image/x-odd; a="B c"', '5']);
  });

  it('isn’t there before it is put and after it is deleted; to delete nothing is no error', async () => {
    const key = a();
    expect(errorOf(await send('get', path, key).expect(404)).id).toBe('xapi.documentNotFound');
    await send('delete', path, key).expect(204);
    await send('put', path, key).send({ a: 1 }).expect(204);
    await send('delete', path, key).expect(204);
    await send('get', path, key).expect(404);
  });

  it('is merged by POST property by property, whole values replaced', async () => {
    const key = a();
    await send('post', path, key)
      .send({ a: { x: 1 }, b: 1 })
      .expect(204);
    await send('post', path, key)
      .send({ a: { y: 2 }, c: null })
      .expect(204);
    expect((await send('get', path, key).expect(200)).body).toEqual({ a: { y: 2 }, b: 1, c: null });
  });

  it.each([
    ['a list', 'application/json', '[]', 'xapi.documentNoObject'],
    ['broken JSON', 'application/json', '{', 'xapi.documentNoObject'],
    ['another type', 'text/plain', '{}', 'xapi.documentNoObject'],
  ])('is not merged with %s', async (_what, type, body, id) => {
    const key = a();
    await send('put', path, key).send({ a: 1 }).expect(204);
    expect(errorOf(await send('post', path, key).set('content-type', type).send(body).expect(400)).id).toBe(
      id,
    );
    expect((await send('get', path, key)).body).toEqual({ a: 1 });
  });

  it('is not merged into when it is no JSON object itself', async () => {
    for (const [type, body] of [
      ['text/plain', '{}'],
      ['application/json', '[1]'],
    ] as const) {
      const key = a();
      await send('put', path, key).set('content-type', type).send(body).expect(204);
      expect(errorOf(await send('post', path, key).send({ a: 1 }).expect(400)).id).toBe(
        'xapi.storedNoObject',
      );
    }
  });

  it('changes only for those who know it, where they say what they know', async () => {
    const key = a();
    await send('put', path, key).set('if-match', '*').send({ a: 1 }).expect(412);
    await send('put', path, key).set('if-none-match', '*').send({ a: 1 }).expect(204);
    expect(
      errorOf(await send('put', path, key).set('if-none-match', '*').send({ a: 2 }).expect(412)).id,
    ).toBe('xapi.documentThere');
    const { etag } = (await send('get', path, key)).headers as { etag: string };
    const wrong = `"${'0'.repeat(40)}"`;
    for (const method of ['put', 'post', 'delete'] as const) {
      const refused = await send(method, path, key).set('if-match', wrong).send({ a: 3 }).expect(412);
      expect(errorOf(refused).id).toBe('xapi.documentChanged');
    }
    await send('post', path, key).set('if-none-match', `${wrong}, W/${etag}`).send({ a: 3 }).expect(412);
    expect((await send('get', path, key)).body).toEqual({ a: 1 });
    await send('put', path, key).set('if-match', `${wrong}, ${etag}`).send({ a: 4 }).expect(204);
    await send('delete', path, key).set('if-match', etag).expect(412);
    await send('delete', path, key).set('if-match', '*').expect(204);
    await send('get', path, key).expect(404);
  });

  it('isn’t overwritten unawares; states in 1.0.3 are, as players there do', async () => {
    const key = a();
    const isState = path === 'activities/state';
    await send('put', path, key, TWO).send({ a: 1 }).expect(204);
    const refused = await send('put', path, key, TWO).set('accept-language', 'en').send({ a: 2 }).expect(409);
    expect(errorOf(refused)).toMatchObject({
      id: 'xapi.documentExists',
      message: expect.stringContaining('If-Match'),
      etag: (await send('get', path, key)).headers['etag'],
    });
    await send('put', path, key, ONE)
      .send({ a: 3 })
      .expect(isState ? 204 : 409);
    // Profiles of 1.0.3 aren't made unawares either.
    const first = await send('put', path, a(), ONE).send({ a: 4 });
    expect(isState ? first.status : errorOf(first).id).toBe(isState ? 204 : 'xapi.preconditionMissing');
  });

  it('is made once when several make it at the same time', async () => {
    const key = a();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((a) => send('put', path, key).set('if-none-match', '*').send({ a })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 412, 412, 412, 412, 412]);
    const [winner] = answers
      .map(({ status }, index) => ({ status, a: index + 1 }))
      .filter((each) => each.status === 204);
    expect((await send('get', path, key)).body).toEqual({ a: winner?.a });
  });

  it('loses none of the merges that come at the same time', async () => {
    const key = a();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await Promise.all(
      names.map((name) =>
        send('post', path, key)
          .send({ [name]: 1 })
          .expect(204),
      ),
    );
    expect(Object.keys((await send('get', path, key)).body as object).sort()).toEqual(names);
  });

  it('is listed with the others of its shelf, all or those changed since', async () => {
    const key = a();
    const { [idName]: id, ...whole } = key as Record<string, string>;
    const mark = {
      ...(path.startsWith('agents') ? { agent: { mbox: `mailto:${v7()}@school.example` } } : {}),
    };
    await send('put', path, { ...key, ...mark })
      .send('x')
      .expect(204);
    const since = test.clock.now.toISOString();
    test.clock.advance(1000);
    const later = { ...whole, ...mark, [idName]: 'later, 课' };
    await send('put', path, later).send('y').expect(204);
    expect((await send('get', path, { ...whole, ...mark }).expect(200)).body).toEqual(
      [id, 'later, 课'].sort(),
    );
    expect((await send('get', path, { ...whole, ...mark, since })).body).toEqual(['later, 课']);
    expect(
      (await send('get', path, { ...whole, ...mark, since: test.clock.now.toISOString() })).body,
    ).toEqual([]);
  });

  it('belongs to its school alone', async () => {
    const key = a();
    await send('put', path, key).send({ a: 1 }).expect(204);
    const foreign = await aCredential(['all'], (await aSchool(test.deps)).schoolId);
    await send('get', path, key, TWO, foreign).expect(404);
    await send('delete', path, key, TWO, foreign).expect(204);
    await send('put', path, key, TWO, foreign).send({ a: 2 }).expect(204);
    expect((await send('get', path, key)).body).toEqual({ a: 1 });
  });

  it('opens to its own scopes only', async () => {
    const own =
      path === 'activities/state'
        ? 'state'
        : path === 'activities/profile'
          ? 'activities_profile'
          : 'agents_profile';
    const key = a();
    const writer = await aCredential([own]);
    const reader = await aCredential([`${own}/read`]);
    await send('put', path, key, TWO, writer).send({ a: 1 }).expect(204);
    await send('get', path, key, TWO, writer).expect(200);
    await send('get', path, key, TWO, reader).expect(200);
    for (const method of ['put', 'post', 'delete'] as const)
      await send(method, path, key, TWO, reader).send({}).expect(403);
    const others = await aCredential(
      (
        ['state', 'activities_profile', 'agents_profile', 'statements/write', 'statements/read'] as const
      ).filter((scope) => scope !== own),
    );
    await send('get', path, key, TWO, others).expect(403);
    await request(test.app.express).get(`/xapi/${path}`).expect(401);
  });

  it('is refused above the size a document may have, also when a merge makes it so', async () => {
    const key = a();
    await send('put', path, key).send('x'.repeat(2_200_000)).expect(413);
    await send('get', path, key).expect(404);
    await send('post', path, key)
      .send({ a: 'x'.repeat(1_500_000) })
      .expect(204);
    await send('post', path, key)
      .send({ b: 'x'.repeat(1_500_000) })
      .expect(413);
    expect(Object.keys((await send('get', path, key)).body as object)).toEqual(['a']);
  });
});

describe('the parameters of a document', () => {
  const state = { activityId: 'https://lms.school.example/a', agent: LEARNER, stateId: 's' };

  it.each<[string, object, string]>([
    ['an unknown one', { ...state, Agent: LEARNER }, 'xapi.parameterRefused'],
    ['since beside an id', { ...state, since: '2026-01-01T00:00:00Z' }, 'xapi.parameterRefused'],
    ['no activity', { agent: LEARNER, stateId: 's' }, 'xapi.parameterMissing'],
    ['an activity that is no IRI', { ...state, activityId: 'a' }, 'xapi.notIri'],
    ['no agent', { activityId: state.activityId, stateId: 's' }, 'xapi.parameterMissing'],
    ['an agent that is no JSON', { ...state, agent: 'me' }, 'xapi.parameterNoJson'],
    [
      'an agent of two identifiers',
      { ...state, agent: { ...LEARNER, mbox: 'mailto:a@b.example' } },
      'xapi.manyIdentifiers',
    ],
    [
      'a group without identifier',
      { ...state, agent: { objectType: 'Group', member: [LEARNER] } },
      'xapi.agentUnidentified',
    ],
    [
      'a nameless account',
      { ...state, agent: { account: { homePage: 'https://x.example', name: ' ' } } },
      'xapi.agentUnidentified',
    ],
    ['a registration that is no UUID', { ...state, registration: '7' }, 'xapi.notUuid'],
    ['an empty id', { ...state, stateId: '' }, 'xapi.parameterMissing'],
    ['an id that can’t be stored', { ...state, stateId: '\0' }, 'xapi.parameterNotText'],
  ])('are refused for %s', async (_what, query, id) => {
    for (const method of ['get', 'put', 'post', 'delete'] as const) {
      expect(errorOf(await send(method, 'activities/state', query).expect(400)).id).toBe(id);
    }
  });

  it('name one thing once', async () => {
    const twice = '/xapi/activities/profile?profileId=a&activityId=a:1&activityId=a:2';
    const answer = await request(test.app.express)
      .get(twice)
      .auth(credential.key, credential.secret)
      .set(TWO)
      .expect(400);
    expect(errorOf(answer).id).toBe('xapi.parameterNotText');
  });

  it('may be longer than an index can hold', async () => {
    const long = { ...state, activityId: `https://x.example/${'a'.repeat(3000)}`, stateId: 'b'.repeat(3000) };
    await send('put', 'activities/state', long).send('x').expect(204);
    await send('get', 'activities/state', long).expect(200);
    await send('get', 'activities/state', { ...long, stateId: 'b'.repeat(2999) }).expect(404);
  });

  it('keep profiles from being deleted together', async () => {
    const query = { activityId: state.activityId };
    expect(errorOf(await send('delete', 'activities/profile', query).expect(400)).id).toBe(
      'xapi.parameterMissing',
    );
  });
});

describe('states of one registration', () => {
  const registration = v7();
  const shelf = { activityId: 'https://lms.school.example/registered', agent: LEARNER };

  it('stand apart from those of another and of none', async () => {
    await send('put', 'activities/state', { ...shelf, stateId: 's' })
      .send('none')
      .expect(204);
    await send('put', 'activities/state', { ...shelf, stateId: 's', registration })
      .send('one')
      .expect(204);
    const upper = { ...shelf, stateId: 's', registration: registration.toUpperCase() };
    await send('get', 'activities/state', upper).expect(200);
    await send('get', 'activities/state', { ...upper, registration: v7() }).expect(404);
    expect((await send('get', 'activities/state', shelf)).body).toEqual(['s']);
    expect((await send('get', 'activities/state', { ...shelf, registration: v7() })).body).toEqual([]);
  });

  it('are deleted together', async () => {
    await send('put', 'activities/state', { ...shelf, stateId: 't', registration })
      .send('x')
      .expect(204);
    await send('delete', 'activities/state', { ...shelf, registration }).expect(204);
    expect((await send('get', 'activities/state', shelf)).body).toEqual(['s']);
    await send('delete', 'activities/state', shelf).expect(204);
    expect((await send('get', 'activities/state', shelf)).body).toEqual([]);
  });
});

describe('for other features', () => {
  it('a document is written, found and deleted by its key', async () => {
    const { db } = test.deps;
    const key: DocumentKey = {
      schoolId,
      kind: 'agent_profile',
      activityId: null,
      actorKey: 'account|https://lms.school.example|101',
      registration: null,
      documentId: 'cmi5LearnerPreferences',
    };
    expect(await findDocument(db, key)).toBeNull();
    for (const text of ['{"a":1}', '{"a":2}'])
      await writeDocument(db, test.deps, key, {
        contentType: 'application/json',
        content: Buffer.from(text),
      });
    expect((await findDocument(db, key))?.content.toString()).toBe('{"a":2}');
    // The same that its owner finds over HTTP.
    const query = { agent: LEARNER, profileId: 'cmi5LearnerPreferences' };
    expect((await send('get', 'agents/profile', query).expect(200)).body).toEqual({ a: 2 });
    await deleteDocument(db, key);
    expect(await findDocument(db, key)).toBeNull();
  });
});
