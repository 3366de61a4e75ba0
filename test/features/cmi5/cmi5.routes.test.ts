import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { CONTENT_URL, addressIn, createScene, type Scene, type Unit } from './cmi5-scene.ts';

let scene: Scene;
let packageId: string;
let ids: { read: string; quiz: string; block: string };
beforeAll(async () => {
  scene = await createScene();
  packageId = await scene.importSample();
  ids = await scene.unitIds(packageId);
});
afterAll(() => scene.close());

const verbsOf = async (): Promise<string[]> =>
  (await scene.told()).map(({ verb }) => verb.split('/').at(-1) ?? '');
const file = (url: URL | string, host = new URL(CONTENT_URL).host) => {
  const { pathname } = new URL(url);
  return request(scene.t.app.express).get(pathname).set('host', host);
};

describe('a package in its course', () => {
  it('shows its learner where to begin, in their language', async () => {
    const { text } = await scene.get(scene.learner, `/cmi5/${packageId}`).expect(200);
    expect(text).toContain('First queries');
    expect(text).toContain('How to choose rows &amp; columns.');
    expect(text).toContain('Write simple queries');
    expect(text).toContain(`/units/${ids.read}/launch`);
    expect(text).not.toContain('type="file"');
  });

  it('is found by its teacher, with its results', async () => {
    const { text } = await scene.get(scene.teacher, '/cmi5').expect(200);
    expect(text).toContain(`/cmi5/${packageId}/results`);
    await scene.get(scene.learner, `/cmi5/${packageId}/results`).expect(403);
    expect((await scene.upload(scene.learner, Buffer.from('x'))).status).toBe(403);
  });
});

describe('a launch', () => {
  let unit: Unit;
  beforeAll(async () => {
    unit = await scene.launch(scene.learner, packageId, ids.quiz);
  });

  it('leads to the content origin with what the unit needs to know (8.1)', () => {
    expect(unit.url.origin).toBe(CONTENT_URL);
    expect(unit.url.pathname).toMatch(/\/quiz\/index\.html$/);
    expect(unit.url.searchParams.get('endpoint')).toBe('http://localhost:3300/xapi/');
    expect(JSON.parse(unit.url.searchParams.get('actor') ?? '')).toEqual({
      objectType: 'Agent',
      account: { homePage: 'http://localhost:3300', name: scene.learner.personId },
    });
    expect(unit.activityId).toBe(`http://localhost:3300/cmi5/units/${ids.quiz}`);
  });

  it('keeps the query that the package gave its unit (13.1.4)', async () => {
    const { text, headers } = await scene.post(scene.learner, `/cmi5/${packageId}/units/${ids.read}/launch`);
    expect(new URL(addressIn(text)).searchParams.get('part')).toBe('1');
    expect(headers['content-security-policy']).toContain(`frame-src 'self' ${CONTENT_URL};`);
    unit = await scene.launch(scene.learner, packageId, ids.quiz);
  });

  it('has written the launch data (10.2) and the preferences (11)', async () => {
    expect(unit.launchData).toMatchObject({
      launchMode: 'Normal',
      moveOn: 'CompletedAndPassed',
      masteryScore: 0.8,
      launchParameters: 'level=1',
      entitlementKey: { courseStructure: 'key-1' },
    });
    expect(unit.launchData['returnURL']).toBe('http://localhost:3300/cmi5/closed');
    expect((await request(scene.t.app.express).get('/cmi5/closed').expect(200)).text).toContain('main');
    const agent = unit.url.searchParams.get('actor') ?? '';
    const preferences = await unit.call('get', 'agents/profile', {
      agent,
      profileId: 'cmi5LearnerPreferences',
    });
    expect(preferences.body).toEqual({ languagePreference: 'en,zh-CN', audioPreference: 'on' });
  });

  it('was told before the unit said anything, and ended what was left open (9.3.1, 9.3.6)', async () => {
    expect(await verbsOf()).toEqual(['launched', 'abandoned', 'launched', 'abandoned', 'launched']);
    const launched = (await scene.told()).at(-1);
    expect(JSON.stringify(launched?.payload)).not.toContain(unit.url.pathname.split('/')[1]);
    expect(launched?.payload['context']).toMatchObject({
      registration: unit.registration,
      extensions: {
        'https://w3id.org/xapi/cmi5/context/extensions/launchmode': 'Normal',
        'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.8,
        'https://w3id.org/xapi/cmi5/context/extensions/moveon': 'CompletedAndPassed',
        'https://w3id.org/xapi/cmi5/context/extensions/launchparameters': 'level=1',
      },
    });
  });

  it('hands out its token once (8.2.3)', async () => {
    const again = await request(scene.t.app.express).post(unit.fetchUrl).expect(200);
    expect(again.body).toMatchObject({ 'error-code': '1' });
    const unknown = await request(scene.t.app.express).post('/cmi5/fetch/nothing').expect(200);
    expect(unknown.body).toMatchObject({ 'error-code': '2' });
  });

  it('of a learner who asks the store for others’ things gets none', async () => {
    const other = JSON.stringify({
      account: { homePage: 'http://localhost:3300', name: scene.teacher.personId },
    });
    const state = unit.state('notes');
    await unit.call('put', 'activities/state', state).type('json').send({ a: 1 }).expect(204);
    await unit
      .call('put', 'activities/state', { ...state, agent: other })
      .type('json')
      .send({})
      .expect(403);
    await unit.call('get', 'agents/profile', { agent: other, profileId: 'x' }).expect(403);
    await unit
      .call('get', 'activities/profile', { activityId: 'https://example.edu/a', profileId: 'x' })
      .expect(403);
    await unit
      .call('put', 'activities/state', unit.state('LMS.LaunchData'))
      .type('json')
      .send({})
      .expect(403);
    const { stateId: _, ...all } = state;
    await unit.call('delete', 'activities/state', all).expect(403);
    await unit.call('get', 'statements', { agent: other }).expect(403);
    await unit.call('get', 'statements', { statementId: scene.t.deps.newId() }).expect(403);
    const own = await unit.call('get', 'statements').expect(200);
    const { statements } = own.body as { statements: { context: { registration: string } }[] };
    expect(statements.length).toBeGreaterThan(0);
    expect(new Set(statements.map(({ context }) => context.registration))).toEqual(
      new Set([unit.registration]),
    );
  });
});

describe('the files of a package', () => {
  let unit: Unit;
  beforeAll(async () => {
    unit = await scene.launch(scene.learner, packageId, ids.read);
  });

  it('come from the content origin alone, with the type of their name and a policy', async () => {
    const { headers, text } = await file(unit.url).expect(200);
    expect(text).toContain('<h1>SELECT</h1>');
    expect(headers).toMatchObject({ 'content-type': 'text/html', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toMatch(
      /frame-ancestors http:\/\/localhost:3300 https:\/\/lms\.example\.edu; sandbox allow-scripts/,
    );
    expect(headers['content-security-policy']).not.toContain('allow-top-navigation');
    await file(unit.url, 'localhost:3300').expect(404);
    const script = await file(new URL('unit.js', unit.url)).expect(200);
    expect(script.headers['content-type']).toBe('text/javascript');
  });

  it('none of our pages lives there', async () => {
    const agent = request(scene.t.app.express);
    for (const path of ['/', '/healthz', '/xapi/about', `${scene.learner.base}/cmi5`, '/assets/waymark.css'])
      expect(
        (await agent.get(path).set('host', 'content.example.edu').set('cookie', scene.learner.cookie)).status,
      ).toBe(403);
    await agent.post('/lti/launch').set('host', 'content.example.edu').expect(405);
  });

  it('are sent in parts to players', async () => {
    const part = await file(unit.url).set('range', 'bytes=0-14').expect(206);
    expect(part.text).toBe('<!doctype html>');
    expect(part.headers['content-range']).toMatch(/^bytes 0-14\/\d+$/);
    await file(unit.url).set('range', 'bytes=999999-').expect(416);
  });

  it('need a grant that is ours and isn’t over', async () => {
    const [, grant = ''] = unit.url.pathname.split('/');
    const forged = `${grant.slice(0, -2)}xx`;
    await file(unit.url.href.replace(grant, forged)).expect(403);
    await file(new URL('cmi5.xml', unit.url)).expect(200);
    await file(new URL('%2e%2e%2f%2e%2e%2fsecret', unit.url)).expect(404);
    await file(new URL('nothing.html', unit.url)).expect(404);
    scene.t.clock.advance(13 * 3_600_000);
    await file(unit.url).expect(403);
    await unit.call('get', 'activities/state', unit.state('notes')).expect(403);
    scene.t.clock.advance(-13 * 3_600_000);
  });
});

describe('a unit that lives elsewhere', () => {
  it('may ask the store and fetch its token from a browser (CORS)', async () => {
    for (const path of ['/xapi/statements', '/cmi5/fetch/key']) {
      const { headers } = await request(scene.t.app.express)
        .options(path)
        .set('origin', CONTENT_URL)
        .set('access-control-request-method', 'POST')
        .set('access-control-request-headers', 'authorization,x-experience-api-version')
        .expect(204);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-headers']).toMatch(/authorization.*x-experience-api-version/);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it('opens in a window of its own where it says so, its address whole', async () => {
    const structure = `<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
      <course id="urn:c"><title><langstring>C</langstring></title><description><langstring>C</langstring></description></course>
      <au id="urn:a" launchMethod="OwnWindow"><title><langstring>A</langstring></title><description><langstring>A</langstring></description>
        <url>https://units.example.com/a?x=1&amp;y=2</url></au></courseStructure>`;
    const elsewhere = await scene.importSample(Buffer.from(structure));
    const { text } = await scene.get(scene.learner, `/cmi5/${elsewhere}`).expect(200);
    const unitId = /units\/([0-9a-f-]{36})\/launch/.exec(text)?.[1] ?? '';
    const launched = await scene.post(scene.learner, `/cmi5/${elsewhere}/units/${unitId}/launch`).expect(200);
    expect(addressIn(launched.text)).toMatch(/^https:\/\/units\.example\.com\/a\?x=1&y=2&endpoint=/);
    expect(launched.text).toContain('target="_blank"');
    expect(launched.text).not.toContain('iframe');
    // Asking for nothing, it is satisfied by being enrolled (9.6.1): told before the launch, in a session of its own.
    const told = (await scene.told()).slice(-2);
    expect(told.map(({ verb }) => verb.split('/').at(-1))).toEqual(['satisfied', 'launched']);
    expect(told[0]?.sessionId).not.toBe(told[1]?.sessionId);
  });
});

describe('a learner who works a package through', () => {
  it('is led on, satisfies block and course once, and may then review', async () => {
    const before = (await verbsOf()).length;
    const read = await scene.launch(scene.learner, packageId, ids.read);
    await read.send(read.statement('initialized')).expect(200);
    await read.send(read.statement('completed', { result: { completion: true } })).expect(200);
    await read.send(read.statement('terminated')).expect(200);
    const page = await scene.get(scene.learner, `/cmi5/${packageId}`);
    expect(page.text).toContain('1 of 2 done');

    const quiz = await scene.launch(scene.learner, packageId, ids.quiz);
    const mastery = { 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 0.8 };
    await quiz
      .send(
        quiz.statement('initialized'),
        quiz.statement('answered', { allowed: true, result: { success: true, response: 'WHERE' } }),
        quiz.statement('completed', { result: { completion: true } }),
        quiz.statement('passed', { result: { success: true, score: { scaled: 0.9 } }, extensions: mastery }),
        quiz.statement('terminated'),
      )
      .expect(200);
    const told = (await scene.told()).slice(before);
    expect(told.map(({ verb }) => verb.split('/').at(-1)).filter((verb) => verb !== 'abandoned')).toEqual([
      ...['launched', 'initialized', 'completed', 'terminated'],
      ...[
        'launched',
        'initialized',
        'answered',
        'completed',
        'passed',
        'terminated',
        'satisfied',
        'satisfied',
      ],
    ]);
    const satisfied = told.slice(-2);
    expect(satisfied.map(({ object }) => object)).toEqual([
      `http://localhost:3300/cmi5/blocks/${ids.block}`,
      `http://localhost:3300/cmi5/packages/${packageId}`,
    ]);
    const { sessionId } = told.at(-3) ?? {};
    expect(satisfied.map((one) => one.sessionId)).toEqual([sessionId, sessionId]);

    const done = await scene.get(scene.learner, `/cmi5/${packageId}`);
    expect(done.text).toContain('All units are done');
    expect(done.text).toContain('90%');
    const again = await scene.launch(scene.learner, packageId, ids.quiz);
    expect(again.launchData['launchMode']).toBe('Review');
    await again.send(again.statement('initialized')).expect(200);
    const refused = await again.send(again.statement('completed', { result: { completion: true } }));
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      error: { id: 'cmi5.launchMode', requirement: 'cmi5 10.2.2', index: 0 },
    });
    await again.send(again.statement('terminated')).expect(200);
    expect((await verbsOf()).slice(before).filter((verb) => verb === 'satisfied')).toHaveLength(2);

    const results = await scene.get(scene.teacher, `/cmi5/${packageId}/results`).expect(200);
    expect(results.text).toMatch(/Learner 01.*2\/2/s);
    const one = await scene
      .get(scene.teacher, `/cmi5/${packageId}/results/${scene.learner.personId}`)
      .expect(200);
    expect(one.text).toContain('90%');
  });

  it('is told of once, however often the unit repeats its request', async () => {
    const second = await scene.importSample();
    const { read } = await scene.unitIds(second);
    const unit = await scene.launch(scene.learner, second, read);
    await unit.send(unit.statement('initialized')).expect(200);
    const completed = unit.statement('completed', { result: { completion: true } });
    const answers = await Promise.all([1, 2, 3].map(() => unit.send(completed)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const other = await unit.send(unit.statement('completed', { result: { completion: true } }));
    expect(other.body).toMatchObject({ error: { id: 'cmi5.twice' } });
  });
});

describe('a session that is over', () => {
  it('takes what was on its way for a minute, then nothing (9.3.8)', async () => {
    const fresh = await scene.importSample();
    const unit = await scene.launch(scene.learner, fresh, (await scene.unitIds(fresh)).read);
    const early = scene.t.deps.now();
    await unit.send(unit.statement('initialized')).expect(200);
    scene.t.clock.advance(5000);
    await unit.send(unit.statement('terminated')).expect(200);
    await unit.send(unit.statement('experienced', { allowed: true, at: early })).expect(200);
    scene.t.clock.advance(1000);
    const late = await unit.send(unit.statement('experienced', { allowed: true }));
    expect(late.body).toMatchObject({ error: { id: 'cmi5.afterTerminated' } });
    scene.t.clock.advance(120_000);
    const gone = await unit.send(unit.statement('experienced', { allowed: true, at: early }));
    expect([gone.status, (gone.body as { error: { id: string } }).error.id]).toEqual([
      403,
      'cmi5.sessionOver',
    ]);
  });

  it('takes nothing once another session was opened (9.3.6)', async () => {
    const fresh = await scene.importSample();
    const { read, quiz } = await scene.unitIds(fresh);
    const first = await scene.launch(scene.learner, fresh, read);
    await first.send(first.statement('initialized')).expect(200);
    await scene.launch(scene.learner, fresh, quiz);
    expect((await first.send(first.statement('terminated'))).status).toBe(403);
  });
});

describe('a teacher', () => {
  it('looks around without anything counting', async () => {
    const unit = await scene.launch(scene.teacher, packageId, ids.quiz);
    expect(unit.launchData['launchMode']).toBe('Browse');
    await unit.send(unit.statement('initialized'), unit.statement('terminated')).expect(200);
  });

  it('lets a learner off a unit, once and with a reason (9.3.7)', async () => {
    const fresh = await scene.importSample();
    const { read } = await scene.unitIds(fresh);
    const path = `/cmi5/${fresh}/results/${scene.learner.personId}`;
    const body = { unitId: read, reason: 'Tested Out' };
    await scene.post(scene.teacher, `${path}/waive`, body).expect(303);
    await scene.post(scene.teacher, `${path}/waive`, body).expect(303);
    const waived = (await scene.told()).filter(({ verb }) => verb.endsWith('/waived'));
    expect(waived).toHaveLength(1);
    expect(waived[0]?.payload['result']).toEqual({
      success: true,
      completion: true,
      extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/reason': 'Tested Out' },
    });
    expect((await scene.get(scene.teacher, path)).text).toContain('Tested out');
    await scene.post(scene.learner, `${path}/waive`, body).expect(403);
    await scene
      .post(scene.teacher, `/cmi5/${fresh}/results/${scene.teacher.personId}/waive`, body)
      .expect(404);
  });

  it('takes a package out of the course; its files go, its records stay', async () => {
    const fresh = await scene.importSample();
    const unit = await scene.launch(scene.learner, fresh, (await scene.unitIds(fresh)).read);
    await scene.post(scene.teacher, `/cmi5/${fresh}/remove`).expect(303);
    await scene.get(scene.learner, `/cmi5/${fresh}`).expect(404);
    await file(unit.url).expect(404);
    await scene.post(scene.teacher, `/cmi5/${fresh}/remove`).expect(404);
  });
});

describe('without an origin for content', () => {
  it('packages are imported and shown, and say why they can’t be opened', async () => {
    const closed = await createScene({});
    try {
      const id = await closed.importSample();
      const { read } = await closed.unitIds(id);
      expect((await closed.get(closed.learner, `/cmi5/${id}`)).text).toContain('CONTENT_URL');
      await closed.post(closed.learner, `/cmi5/${id}/units/${read}/launch`).expect(503);
    } finally {
      await closed.close();
    }
  });
});
