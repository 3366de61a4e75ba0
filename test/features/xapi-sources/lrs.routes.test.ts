import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { storeStatements } from '../../../src/features/xapi/index.ts';
import { selectConnections } from '../../../src/features/xapi-sources/connection.queries.ts';
import { fingerprintOf } from '../../../src/features/xapi-sources/pulled-statement.rules.ts';
import { insertPutAside } from '../../../src/features/xapi-sources/put-aside.queries.ts';
import { selectRows } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aFakeLrs, answer, type FakeLrs } from './fake-lrs.ts';
import {
  aConnection,
  aStatement,
  minutesAfter,
  storedOf,
  textOf,
  transferOf,
  untilReadable,
} from './lrs-scene.ts';
import { visitor } from '../../support/visitor.ts';

let test: TestApp;
let lrs: FakeLrs;
let schoolId: string;
let administrator: Session;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  lrs = await aFakeLrs();
  ({ schoolId } = await aSchool(test.deps));
  administrator = await aVisitor('administrator', schoolId);
});
afterEach(() => lrs.close());

interface Session {
  base: string;
  cookie: string;
}

async function aVisitor(role: 'administrator' | 'instructor', school: string): Promise<Session> {
  const { courseId } = await aCourse(test.deps, { schoolId: school });
  const { personId } = await aMember(test.deps, { schoolId: school, courseId, role });
  return aSession(test.deps, { schoolId: school, courseId, personId, locale: 'en' });
}

const { get, post } = visitor(() => ({ t: test, as: administrator }));
const filled = (given: Record<string, string> = {}) => ({
  label: 'Old LRS',
  endpoint: lrs.endpoint,
  key: lrs.key,
  secret: lrs.secret,
  version: '1.0.3',
  pulls: '1',
  everyMinutes: '15',
  since: '',
  verb: '',
  homePage: '',
  what: 'own',
  ...given,
});
const connectionOf = async () => {
  const [connection] = await selectConnections(test.deps.db, schoolId);
  if (!connection) throw new Error('no connection');
  return { ...connection, connectionId: connection.id };
};

describe('connecting an LRS', () => {
  it('says on an empty page what it is for, and that it needn’t be', async () => {
    const text = textOf(await get('/sources/lrs').expect(200));
    expect(text).toContain('No external LRS is connected.');
    expect((await get('/sources').expect(200)).text).toContain('/sources/lrs"');
  });

  it('begins at once, shows how far it is, and never shows or stores the secret in the clear', async () => {
    lrs.add(aStatement(1), minutesAfter(1));
    await post('/sources/lrs', filled({ endpoint: `${lrs.endpoint}/statements/` })).expect(303);
    const { text } = await get('/sources/lrs').expect(200);
    expect(text).toContain(`<code>${lrs.endpoint}</code>`);
    expect(text).toContain('up to date');
    expect(text).toContain('Who vouched for these records in the other LRS: moodle');
    expect(await storedOf(test, { schoolId })).toHaveLength(1);
    const connection = await connectionOf();
    const form = (await get(`/sources/lrs/${connection.id}/edit`).expect(200)).text;
    for (const page of [text, form, JSON.stringify(connection)]) expect(page).not.toContain(lrs.secret);
    const audits = await selectRows(
      test.deps.db,
      z.object({ action: z.string(), detail: z.string() }),
      sql`select action, detail::text as detail from audit_events where school_id = ${schoolId}::uuid`,
    );
    expect(audits).toMatchObject([{ action: 'lrs.connected' }]);
    expect(audits[0]?.detail).not.toContain(lrs.secret);
  });

  it.each([
    ['nothing at all', { endpoint: '', label: '', key: '', secret: '' }, 4, 'Please fill this in.'],
    ['no address', { endpoint: 'lrs' }, 1, 'This is no web address'],
    ['another scheme', { endpoint: 'ftp://lrs.example/xapi' }, 1, 'This is no web address'],
    ['http to the outside', { endpoint: 'http://lrs.example/xapi' }, 1, 'Use https.'],
    ['a secret in the address', { endpoint: 'https://me:too@lrs.example/xapi' }, 1, 'not in the address'],
    ['our own address', { endpoint: 'http://localhost:3300/xapi/' }, 1, 'Waymark’s own address'],
    ['a verb that is a word', { verb: 'completed' }, 1, 'Enter a whole IRI'],
    ['a day that isn’t', { since: '2026-02-30' }, 1, 'There is no such day.'],
  ])('refuses %s beside the field and saves nothing', async (_name, given, wrong, words) => {
    const { text } = await post('/sources/lrs', filled(given)).expect(422);
    expect(text).toContain(words);
    expect(text.match(/aria-invalid/g)).toHaveLength(wrong);
    expect(text).not.toContain(`value="${lrs.secret}"`);
    expect(await selectConnections(test.deps.db, schoolId)).toEqual([]);
  });

  it('refuses fields that the page doesn’t offer', async () => {
    await post('/sources/lrs', filled({ everyMinutes: '1' })).expect(400);
    await post('/sources/lrs', filled({ version: '0.95' })).expect(400);
  });
});

describe('trying an address', () => {
  const tryIt = async (given: Record<string, string> = {}) =>
    textOf(await post('/sources/lrs/test', filled(given)).set('hx-request', 'true').expect(200));

  it('tells that it works, of which versions it is, and sends nothing', async () => {
    lrs.add(aStatement(1), minutesAfter(1));
    lrs.manners.consistentThrough = minutesAfter(2).toISOString();
    expect(await tryIt()).toMatch(/It can be read\..*1\.0\.3, 2\.0\.0\..*can read learning records\./);
    expect(lrs.requests).toEqual(['GET /xapi/about', 'GET /xapi/statements?ascending=true&limit=1']);
    expect(await selectConnections(test.deps.db, schoolId)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong secret', { secret: 'wrong' }, 'doesn’t know this user name and secret (401)'],
    ['a path without an LRS', { endpoint: 'LRS/nothing' }, 'There is no LRS at this address (404).'],
    ['nobody there', { endpoint: 'http://127.0.0.1:1/xapi' }, 'can’t be reached'],
    ['a private address', { endpoint: 'https://10.0.0.1/xapi' }, 'doesn’t call this address'],
    ['http to the outside', { endpoint: 'http://lrs.example/xapi' }, 'Use https.'],
    ['no secret', { secret: '' }, 'Please fill this in.'],
  ])('explains %s', async (_name, given, words) => {
    const endpoint = given['endpoint']?.replace('LRS', new URL(lrs.endpoint).origin);
    expect(await tryIt({ ...given, ...(endpoint && { endpoint }) })).toContain(words);
  });

  it.each<[string, (lrs: FakeLrs) => void, string]>([
    [
      'an LRS of another version',
      ({ manners }) => (manners.versions = ['2.0.0']),
      'doesn’t accept the chosen version',
    ],
    ['an empty one', () => undefined, 'there is nothing to read'],
    [
      'one that leads elsewhere for more',
      (one) => {
        one.manners.more = 'foreign';
        one.add(aStatement(1), minutesAfter(1));
        one.add(aStatement(2), minutesAfter(2));
      },
      'is on another site',
    ],
    [
      'one without about',
      ({ manners }) => manners.next.push((_req, res) => answer(res, 404, {})),
      'It has no about resource',
    ],
    [
      'one that is a web page',
      ({ manners }) => {
        const html = (_req: unknown, res: Parameters<typeof answer>[0]) => answer(res, 200, '<html>');
        manners.next.push(html, html);
      },
      'The answer isn’t xAPI.',
    ],
    [
      'one that moved',
      ({ manners }) =>
        manners.next.push((_req, res) => answer(res, 301, '', { location: 'https://lrs.example' })),
      'sends requests on to another one',
    ],
  ])('explains %s', async (_name, prepare, words) => {
    prepare(lrs);
    expect(await tryIt()).toContain(words);
  });

  it('looks around for the LRS when only its site was given, without the secret', async () => {
    const seen: (string | undefined)[] = [];
    lrs.manners.next = Array.from({ length: 8 }, () => (req, res) => {
      if (req.url === '/xapi/about') {
        seen.push(req.headers.authorization);
        answer(res, 200, { version: ['1.0.3'] });
      } else answer(res, 404, '<html>');
    });
    const site = new URL(lrs.endpoint).origin;
    const text = await tryIt({ endpoint: site });
    expect(text).toMatch(
      new RegExp(`There is an LRS at these addresses; enter one of them: +${lrs.endpoint}`),
    );
    expect(seen).toEqual([`Basic ${Buffer.from(':').toString('base64')}`]);
  });

  it('is a page of its own where scripts don’t run', async () => {
    expect((await post('/sources/lrs/test', filled()).expect(200)).text).toContain('<html');
  });
});

describe('a connection', () => {
  it('is changed with its secret kept, read anew only when something else is asked for', async () => {
    lrs.add(aStatement(1), minutesAfter(1));
    await post('/sources/lrs', filled());
    const { id, sealedSecret } = await connectionOf();
    const key = { schoolId, connectionId: id };
    await post(`/sources/lrs/${id}`, filled({ label: 'Archive', secret: '', everyMinutes: '60' })).expect(
      303,
    );
    expect(await connectionOf()).toMatchObject({ label: 'Archive', sealedSecret });
    expect(await transferOf(test, key)).toMatchObject({
      everyMinutes: 60,
      looked: 2,
      done: 1,
      problem: null,
    });
    lrs.requests.length = 0;
    const verb = 'http://adlnet.gov/expapi/verbs/completed';
    await post(`/sources/lrs/${id}`, filled({ secret: '', verb })).expect(303);
    expect(lrs.requests[0]).not.toContain('since=');
    await post(`/sources/lrs/test`, filled({ secret: '', connectionId: id })).expect(200);
    expect(textOf(await get(`/sources/lrs/${id}/edit`))).toContain('Change the connection');
  });

  it('needs its secret again when the site changes: it goes nowhere by itself', async () => {
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    const other = await aFakeLrs();
    const moved = filled({ secret: '', endpoint: other.endpoint, connectionId });
    expect((await post(`/sources/lrs/${connectionId}`, moved).expect(422)).text).toContain(
      'enter the secret again',
    );
    expect((await post('/sources/lrs/test', moved)).text).toContain('enter the secret again');
    expect(other.requests).toEqual([]);
    other.close();
  });

  it('is paused, resumed and run by hand; its trouble is told with what to do', async () => {
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    const at = (what: string) => `/sources/lrs/${connectionId}/pull/${what}`;
    await post(at('pause')).expect(303);
    await post(at('run')).expect(303);
    expect(lrs.requests).toEqual([]);
    expect(textOf(await get('/sources/lrs'))).toContain('Reading from it off');
    lrs.manners.next = [(_req, res) => answer(res, 401, { error: 'No such credential.' })];
    await post(at('resume')).expect(303);
    const text = textOf(await get('/sources/lrs'));
    expect(text).toContain('doesn’t know this user name and secret (401). ');
    expect(text).toContain('Copy the key and the secret again');
    expect(text).toContain('No such credential.');
    await post(at('run')).expect(303);
    expect(textOf(await get('/sources/lrs'))).toContain('Reading from it up to date');
  });

  it('whose secret was sealed with another key asks for it again', async () => {
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    await test.deps.db.execute(
      sql`update lrs_connections set sealed_secret = 'v1.a.b.c' where school_id = ${schoolId}::uuid`,
    );
    await post(`/sources/lrs/${connectionId}/pull/run`).expect(303);
    expect(textOf(await get('/sources/lrs'))).toContain('The stored secret can’t be opened any more.');
    await post('/sources/lrs/test', filled({ secret: '', connectionId })).expect(200);
    await post(`/sources/lrs/${connectionId}`, filled()).expect(303);
    expect(textOf(await get('/sources/lrs'))).toContain('up to date');
  });

  it('that takes long shows that it runs, and how far it is', async () => {
    for (let n = 0; n < 60; n += 1) lrs.add(aStatement(n), minutesAfter(n));
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    let letGo = () => {};
    const first = {
      statements: lrs.statements.slice(0, 50),
      more: '/xapi/statements?ascending=true&from=50',
    };
    lrs.manners.next = [
      (_req, res) => answer(res, 200, first),
      (_req, res) => {
        letGo = () => answer(res, 200, { statements: lrs.statements.slice(50) });
      },
    ];
    await post(`/sources/lrs/${connectionId}/pull/run`).expect(303);
    const live = (await get('/sources/lrs/live').expect(200)).text;
    expect(live).toContain('every 2s');
    expect(textOf({ text: live })).toMatch(/running .* Stored 50 /);
    letGo();
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await transferOf(test, { schoolId, connectionId })).claim === null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(textOf(await get('/sources/lrs/live'))).toMatch(/up to date .* Stored 60 /);
  });

  it('is deleted with its secret and its leftovers; what it gave stays', async () => {
    lrs.add(aStatement(1), minutesAfter(1));
    lrs.add({ ...aStatement(2), id: undefined }, minutesAfter(2));
    await post('/sources/lrs', filled());
    const { id } = await connectionOf();
    await post(`/sources/lrs/${id}/delete`).expect(303);
    expect(textOf(await get('/sources/lrs'))).toContain('No external LRS is connected.');
    await get(`/sources/lrs/${id}/edit`).expect(404);
    await get(`/sources/lrs/${id}/put-aside`).expect(404);
    expect(await storedOf(test, { schoolId })).toHaveLength(1);
    const rows = await selectRows(
      test.deps.db,
      z.object({ label: z.string(), sealed: z.string().nullable() }),
      sql`select label, sealed_secret as sealed from lrs_connections where school_id = ${schoolId}::uuid`,
    );
    expect(rows).toEqual([{ label: 'Old LRS', sealed: null }]);
  });

  it('is nobody’s but the administrator’s of its own school', async () => {
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    const teacher = await aVisitor('instructor', schoolId);
    const foreigner = await aVisitor('administrator', (await aSchool(test.deps)).schoolId);
    const pages = ['edit', 'put-aside', 'unsent'].map((name) => `/sources/lrs/${connectionId}/${name}`);
    for (const path of ['/sources/lrs', ...pages]) await get(path, teacher).expect(403);
    for (const path of pages) await get(path, foreigner).expect(404);
    expect((await get('/sources/lrs', foreigner)).text).not.toContain(lrs.endpoint);
    const deeds = ['', '/delete', '/pull/run', '/pull/pause', '/forward/resume', '/put-aside/retry'];
    for (const deed of [...deeds, '/put-aside/dismiss', '/unsent/resend']) {
      await post(`/sources/lrs/${connectionId}${deed}`, filled(), foreigner).expect(404);
      await post(`/sources/lrs/${connectionId}${deed}`, filled(), teacher).expect(403);
    }
    await post('/sources/lrs/test', filled({ connectionId, secret: '' }), foreigner).expect(404);
    expect(lrs.requests).toEqual([]);
  });
});

describe('what was not taken over', () => {
  it('is shown with its reason, tried again, and let go for good', async () => {
    const nameless = lrs.add(
      { ...aStatement(1), id: undefined, verb: { id: 'done', display: { en: '<b>' } } },
      minutesAfter(1),
    );
    lrs.add({ ...aStatement(2), verb: { id: 'done' } }, minutesAfter(2));
    const { connectionId } = await aConnection(test, lrs, { schoolId });
    await post(`/sources/lrs/${connectionId}/pull/run`);
    const list = `/sources/lrs/${connectionId}/put-aside`;
    const { text } = await get(list).expect(200);
    expect(text).toContain('This record has no id.');
    expect(text).toContain('<code>/verb/id</code>');
    expect(text).toContain('&lt;b&gt;');
    expect(textOf(await get('/sources/lrs'))).toContain('2 to look at');

    await post(`${list}/retry`).expect(303);
    expect(textOf(await get(list))).toContain('Dismiss all 2');
    const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(text)?.[1];
    await post(`${list}/dismiss`, { fingerprint }).expect(303);
    expect(textOf(await get(list))).toContain('Dismiss it');
    await post(`${list}/dismiss`).expect(303);
    expect(textOf(await get(list))).toContain('Nothing is put aside.');
    // The overlap brings them again, and nobody has to look twice.
    await post(`/sources/lrs/${connectionId}/pull/run`);
    expect(textOf(await get(list))).toContain('Nothing is put aside.');
    expect(nameless['id']).toBeUndefined();
  });

  it('is stored by trying again when nothing stands in its way any more', async () => {
    const key = await aConnection(test, lrs, { schoolId });
    const theirs = { ...aStatement(1), id: test.deps.newId() };
    const reason = { messageId: 'xapi.notIri', replacements: {}, pointer: '/object/id' };
    // As an earlier version may have refused it.
    const earlier = { fingerprint: fingerprintOf(theirs), reason, content: JSON.stringify(theirs) };
    await insertPutAside(test.deps.db, key, [earlier], test.clock.now);
    await post(`/sources/lrs/${key.connectionId}/put-aside/retry`).expect(303);
    expect(textOf(await get(`/sources/lrs/${key.connectionId}/put-aside`))).toContain(
      'Nothing is put aside.',
    );
    expect(await storedOf(test, { schoolId })).toMatchObject([{ id: theirs.id }]);
  });

  it('by the other LRS is shown with its answer, and sent again one by one or all together', async () => {
    const authority = { account: { homePage: 'http://localhost:3300', name: 'waymark' } };
    const own = [aStatement(1), aStatement(2), aStatement(3)];
    const stored = await storeStatements(test.deps, { schoolId, credentialId: null, authority }, own);
    if (!stored.ok) throw new Error('not stored');
    await untilReadable(test, schoolId, stored.ids);
    const [first, second] = stored.ids;
    lrs.manners.refuses = ({ id }) => (id === first || id === second ? 400 : null);
    await post('/sources/lrs', filled({ pulls: '', forwards: '1', backlog: '1' })).expect(303);
    const { id } = await connectionOf();
    const list = `/sources/lrs/${id}/unsent`;
    const text = textOf(await get(list).expect(200));
    expect(text).toContain('The LRS says that something is wrong with it.');
    expect(text).toContain('A statement is not as I like it.');
    lrs.manners.refuses = () => null;
    await post(`${list}/resend`, { statementId: first }).expect(303);
    expect(textOf(await get(list))).toContain('Send it again');
    await post(`${list}/resend`).expect(303);
    expect(textOf(await get(list))).toContain('Everything was delivered.');
    expect(lrs.statements).toHaveLength(3);
  });
});
