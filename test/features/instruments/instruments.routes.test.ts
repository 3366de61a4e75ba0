import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import {
  findNewestResult,
  instrumentsDataSources,
  instrumentsJobs,
  loadInstruments,
} from '../../../src/features/instruments/index.ts';
import {
  instrumentAssignments,
  instrumentAttempts,
  instrumentMoments,
  instrumentVersions,
} from '../../../src/features/instruments/instruments.tables.ts';
import { readInstruments } from '../../../src/features/instruments/read-instruments.ts';
import { noteReliability } from '../../../src/features/instruments/note-reliability.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { eventually } from '../../support/eventually.ts';
import { aDefinition, both, likert, option, written } from './instrument-samples.ts';
import { visitor } from '../../support/visitor.ts';

interface Visit {
  base: string;
  cookie: string;
}

let t: TestApp;
let schoolId: string;
let courseId: string;
let learner: Visit & { personId: string };
let teacher: Visit & { personId: string };
let admin: Visit & { personId: string };

const { get, post } = visitor(() => ({ t, as: learner }));

async function aVisitor(role: 'learner' | 'instructor' | 'administrator', name: string) {
  const { personId } = await aMember(t.deps, { schoolId, courseId, role, name });
  return { personId, ...(await aSession(t.deps, { schoolId, courseId, personId, locale: 'en' })) };
}

/** Two parts: the second has a text and a question that asks for a reason only of who disliked it. */
const survey = (given: object = {}) => ({
  id: 'survey',
  parts: [
    { id: 'p1', title: both('First part'), items: [likert('q1'), likert('q2')] },
    {
      id: 'p2',
      title: both('Second part'),
      items: [
        { kind: 'single', id: 'q3', text: both('Again?'), options: [option('yes'), option('no')] },
        { kind: 'long', id: 'why', text: both('Why not?'), showIf: { item: 'q3', is: 'no' } },
      ],
    },
  ],
  ...given,
});

async function publish(given: object = survey()): Promise<string> {
  const definition = aDefinition(given);
  await t.deps.db.insert(instrumentVersions).values({
    schoolId,
    instrumentId: definition.id,
    version: definition.version,
    definition,
    hash: 'test',
    publishedAt: t.deps.now(),
    publishedBy: admin.personId,
  });
  return definition.id;
}

async function begin(instrumentId: string, assignmentId = '', as = learner): Promise<string> {
  const { headers } = await post('/instruments', { instrumentId, assignmentId }, as).expect(303);
  return String(headers['location']).slice(as.base.length);
}

const assign = async (form: object, as: Visit = teacher): Promise<string> => {
  const { headers } = await post('/instruments/assignments', form, as).expect(303);
  return String(headers['location']).split('/').at(-1) ?? '';
};

const answerAll = async (path: string, as = learner) => {
  await post(path, { part: 'p1', to: 'next', 'a.q1': 5, 'a.q2': 3 }, as).expect(303);
  await post(path, { part: 'p2', to: 'finish', 'a.q3': 'yes' }, as).expect(303);
};

const attemptOf = async (path: string) => {
  const id = path.split('/').at(-1) ?? '';
  const [row] = await t.deps.db.select().from(instrumentAttempts).where(eq(instrumentAttempts.id, id));
  return row;
};

beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  ({ schoolId } = await aSchool(t.deps));
  ({ courseId } = await aCourse(t.deps, { schoolId }));
  learner = await aVisitor('learner', 'Learner 01');
  teacher = await aVisitor('instructor', 'Teacher');
  admin = await aVisitor('administrator', 'Admin');
});

describe('The shipped instruments', () => {
  test('come to each school once, and a version that is there is never touched', async () => {
    await loadInstruments(t.deps);
    const key = and(
      eq(instrumentVersions.schoolId, schoolId),
      eq(instrumentVersions.instrumentId, 'ipip-50'),
    );
    await t.deps.db.update(instrumentVersions).set({ hash: 'older' }).where(key);
    await loadInstruments(t.deps);
    const rows = await t.deps.db.select().from(instrumentVersions).where(key);
    expect(rows.map(({ version, hash }) => [version, hash])).toEqual([[1, 'older']]);
    const { text } = await get('/instruments').expect(200);
    expect(text).toContain('IPIP 50-item');
  });

  test('can each be looked at, and begun where they are open to everybody', async () => {
    await loadInstruments(t.deps, schoolId);
    for (const { definition } of await readInstruments()) {
      const { id } = definition;
      if (definition.open) {
        const path = await begin(id);
        const row = await attemptOf(path);
        expect((await get(path).expect(200)).text).toMatch(/class="choice"|<textarea/);
        expect(row?.asked).toBeGreaterThan(0);
      } else await post('/instruments', { instrumentId: id, assignmentId: '' }).expect(404);
      const preview = await get(`/instruments/library/${id}/1`, teacher).expect(200);
      expect(preview.text).toContain('Licence and source');
    }
  });
});

describe('An attempt', () => {
  test('is begun once, saves each answer, and goes on where it was left, on another device too', async () => {
    const id = await publish();
    const [one, two] = await Promise.all([begin(id), begin(id)]);
    expect(one).toBe(two);
    const saved = await post(`${one}/answers`, { 'a.q1': 4 }).expect(200);
    expect(saved.text).toContain('Saved');
    expect(saved.text).not.toContain('<html');
    const phone = {
      ...learner,
      ...(await aSession(t.deps, { schoolId, courseId, personId: learner.personId, locale: 'en' })),
    };
    const { text } = await get(one, phone).expect(200);
    expect(text).toMatch(/name="a\.q1" value="4" checked/);
    expect(text).toContain('1 of 3 answered');
    expect((await get('/instruments')).text).toContain('Go on');
  });

  test('begins with its first part, also where nothing has to be answered', async () => {
    const parts = survey().parts.map((part) => ({
      ...part,
      items: part.items.map((item) => ({ ...item, required: false })),
    }));
    const path = await begin(await publish(survey({ parts })));
    expect((await get(path).expect(200)).text).toContain('First part');
    const next = await post(path, { part: 'p1', to: 'next' }).expect(303);
    expect(next.headers['location']).toContain('part=p2');
  });

  test('keeps two answers that arrive at once', async () => {
    const path = await begin(await publish());
    await Promise.all([post(`${path}/answers`, { 'a.q1': 4 }), post(`${path}/answers`, { 'a.q2': 2 })]);
    expect((await attemptOf(path))?.answered).toBe(2);
  });

  test('asks again for what is missing and refuses what can’t be, keeping the rest', async () => {
    const path = await begin(await publish());
    const { text } = await post(path, { part: 'p1', to: 'next', 'a.q1': 9, 'a.q2': 3 }).expect(422);
    expect(text).toContain('isn’t among those allowed');
    expect(text).toMatch(/name="a\.q2" value="3" checked/);
    const empty = await post(path, { part: 'p1', to: 'next' }).expect(422);
    expect(empty.text).toContain('isn’t answered yet');
    const next = await post(path, { part: 'p1', to: 'next', 'a.q1': 1 }).expect(303);
    expect(next.headers['location']).toContain('part=p2');
    const back = await post(path, { part: 'p2', to: 'back' }).expect(303);
    expect(back.headers['location']).toContain('part=p1');
  });

  test('follows its conditions, also within a part', async () => {
    const path = await begin(await publish());
    await post(path, { part: 'p1', to: 'next', 'a.q1': 5, 'a.q2': 3 }).expect(303);
    const asked = await post(path, { part: 'p2', to: 'finish', 'a.q3': 'no' }).expect(422);
    expect(asked.text).toContain('Why not?');
    await post(path, { part: 'p2', to: 'finish', 'a.q3': 'no', 'a.why': 'No time' }).expect(303);
    expect((await attemptOf(path))?.submittedAt).not.toBeNull();
  });

  test('is handed in once, with its scores, and takes nothing afterwards', async () => {
    const path = await begin(await publish());
    await answerAll(path);
    const before = await attemptOf(path);
    expect((await post(`${path}/answers`, { 'a.q1': 1 })).text).toContain('nothing more is saved');
    await post(path, { part: 'p1', to: 'finish', 'a.q1': 1 }).expect(303);
    expect(await attemptOf(path)).toEqual(before);
    const { text } = await get(`${path}/result`).expect(200);
    expect(text).toMatch(/<td class="number">8/);
    expect(text).toContain('Sum of 2 items');
    expect(text).toContain('Exploration only');
    expect(text).toContain('Its author');
    expect(text).toContain('told from 100 complete answers');
    await get(path).expect(303);
  });

  test('is sealed: nothing of it is readable in the database', async () => {
    const path = await begin(await publish());
    await post(path, { part: 'p1', to: 'next', 'a.q1': 5, 'a.q2': 3 });
    await post(path, { part: 'p2', to: 'finish', 'a.q3': 'no', 'a.why': 'My own secret' });
    expect(JSON.stringify(await attemptOf(path))).not.toMatch(/secret|"q1"|"value"/);
    expect((await get(`${path}/result`)).text).toContain('My own secret');
  });

  test('is nobody else’s', async () => {
    const path = await begin(await publish());
    const other = await aVisitor('learner', 'Learner 02');
    for (const ask of [
      get(path, other),
      get(`${path}/result`, other),
      post(path, { part: 'p1', 'a.q1': 1 }, other),
      post(`${path}/answers`, { 'a.q1': 1 }, other),
      get(path, admin),
    ])
      expect((await ask).status).toBe(404);
    expect((await attemptOf(path))?.answered).toBe(0);
  });

  test('taken again stands beside the earlier ones, and not sooner than its rule says', async () => {
    const id = await publish(survey({ retestDays: 90 }));
    await answerAll(await begin(id));
    await post('/instruments', { instrumentId: id }).expect(409);
    t.clock.advance(91 * 86_400_000);
    learner = {
      ...learner,
      ...(await aSession(t.deps, { schoolId, courseId, personId: learner.personId, locale: 'en' })),
    };
    const second = await begin(id);
    await post(second, { part: 'p1', to: 'next', 'a.q1': 1, 'a.q2': 1 });
    await post(second, { part: 'p2', to: 'finish', 'a.q3': 'yes' });
    const { text } = await get(`${second}/result`).expect(200);
    expect(text).toContain('Attempts compared');
    expect(text.replace(/\s+/g, ' ')).toMatch(/<td class="number">8<\/td><td class="number">2<\/td>/);
    const [moments] = await t.deps.db
      .select()
      .from(instrumentMoments)
      .where(eq(instrumentMoments.schoolId, schoolId));
    // Reliability rests on people, not on how often they try.
    expect(moments).toMatchObject({ n: 1, sums: [5, 3] });
  });

  test('keeps the version it was begun with', async () => {
    const id = await publish();
    const path = await begin(id);
    await publish(
      survey({
        version: 2,
        parts: [{ id: 'p9', title: both('Other'), items: [likert('q1'), likert('q2')] }],
      }),
    );
    expect((await get(path).expect(200)).text).toContain('First part');
    await answerAll(path);
    expect((await get(`${path}/result`)).text).toContain('version 1');
  });
});

describe('A time limit', () => {
  test('is kept by the server: what had been saved is handed in, a little late is let through', async () => {
    const path = await begin(await publish(survey({ minutes: 10 })));
    expect((await get(path)).text).toContain('About 10 minutes left');
    await post(`${path}/answers`, { 'a.q1': 4 });
    t.clock.advance(10 * 60_000 + 15_000);
    await post(`${path}/answers`, { 'a.q2': 4 });
    expect((await attemptOf(path))?.answered).toBe(2);
    t.clock.advance(10_000);
    expect((await post(`${path}/answers`, { 'a.q1': 1 })).text).toContain('ended');
    const row = await attemptOf(path);
    expect(row).toMatchObject({ byClock: true, answered: 2, submittedAt: row?.endsAt });
    expect((await get(`${path}/result`)).text).toContain('Time was over');
  });

  test('ends what nobody looks at, by the job', async () => {
    const path = await begin(await publish(survey({ minutes: 10 })));
    await instrumentsJobs[0]?.run(t.deps);
    expect((await attemptOf(path))?.submittedAt).toBeNull();
    t.clock.advance(11 * 60_000);
    await instrumentsJobs[0]?.run(t.deps);
    expect(await attemptOf(path)).toMatchObject({ byClock: true });
  });

  test('of a part ends that part alone', async () => {
    const [first, second] = survey().parts;
    const path = await begin(await publish(survey({ parts: [{ ...first, minutes: 5 }, second] })));
    await get(path).expect(200);
    t.clock.advance(6 * 60_000);
    await post(path, { part: 'p1', to: 'next', 'a.q1': 5, 'a.q2': 5 }).expect(303);
    expect((await attemptOf(path))?.answered).toBe(0);
    await post(path, { part: 'p2', to: 'finish', 'a.q3': 'yes' }).expect(303);
    expect((await attemptOf(path))?.submittedAt).not.toBeNull();
  });
});

describe('An assignment', () => {
  test('reaches the course’s learners, and its table says who has answered', async () => {
    const id = await publish(survey({ open: false }));
    await post('/instruments', { instrumentId: id }).expect(404);
    const assignmentId = await assign({ instrumentId: id, audience: 'course', dueOn: '2027-01-31' });
    expect((await get('/instruments')).text).toContain(assignmentId);
    await aVisitor('learner', 'Learner 02');
    const path = await begin(id, assignmentId);
    let { text } = await get(`/instruments/assignments/${assignmentId}`, teacher).expect(200);
    expect(text).toContain('Handed in: 0 of 2');
    expect(text).toContain('begun');
    await answerAll(path);
    ({ text } = await get(`/instruments/assignments/${assignmentId}`, teacher));
    expect(text).toContain('Handed in: 1 of 2');
    expect((await get('/instruments')).text).not.toContain(assignmentId);
    await post('/instruments', { instrumentId: id, assignmentId }).expect(409);
  });

  test('shows a result to whom the instrument lets see it, and that stands in the record', async () => {
    const id = await publish(survey({ privacy: { staff: 'scores', readers: ['instructor'] } }));
    const assignmentId = await assign({ instrumentId: id, audience: 'course' });
    const path = await begin(id, assignmentId);
    await answerAll(path);
    const result = `/instruments/results/${path.split('/').at(-1)}`;
    const { text } = await get(result, teacher).expect(200);
    expect(text).toContain('Learner 01');
    expect(text).not.toContain('id="answers"');
    await get(result, admin).expect(403);
    await get(result, learner).expect(403);
    const read = await t.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, schoolId), eq(auditEvents.action, 'instruments.result.read')));
    expect(read.map(({ subjectId, actorPersonId }) => [subjectId, actorPersonId])).toEqual([
      [learner.personId, teacher.personId],
    ]);
  });

  test('of one teacher is not another course’s business', async () => {
    const assignmentId = await assign({ instrumentId: await publish(), audience: 'course' });
    const elsewhere = await aCourse(t.deps, { schoolId });
    const { personId } = await aMember(t.deps, { schoolId, ...elsewhere, role: 'instructor' });
    const other = await aSession(t.deps, { schoolId, ...elsewhere, personId });
    await get(`/instruments/assignments/${assignmentId}`, other).expect(404);
    await post(`/instruments/assignments/${assignmentId}/close`, {}, other).expect(404);
    await post(`/instruments/assignments/${assignmentId}/close`, {}, teacher).expect(303);
    expect((await get('/instruments')).text).not.toContain(assignmentId);
  });

  test('to the whole school’s people is not a teacher’s to make', async () => {
    const instrumentId = await publish();
    await post('/instruments/assignments', { instrumentId, audience: 'links', links: 2 }, teacher).expect(
      403,
    );
    await post('/instruments/assignments', { instrumentId, audience: 'class' }, admin).expect(400);
    await post('/instruments/assignments', { instrumentId, audience: 'course' }, learner).expect(403);
    expect(
      await t.deps.db
        .select()
        .from(instrumentAssignments)
        .where(eq(instrumentAssignments.schoolId, schoolId)),
    ).toEqual([]);
  });
});

describe('A link', () => {
  const open = (path: string) => request(t.app.express).get(path).set('accept-language', 'en');
  const send = (path: string, form: object) =>
    request(t.app.express).post(path).set('accept-language', 'en').type('form').send(form);
  const makeLinks = async (links: number): Promise<string[]> => {
    const instrumentId = await publish();
    const { text } = await post(
      '/instruments/assignments',
      { instrumentId, audience: 'links', links },
      admin,
    );
    return [...text.matchAll(/\/forms\/[\w-]{43}/g)].map(([path]) => path);
  };

  test('takes one answer from somebody without an account', async () => {
    const [one = '', two = ''] = await makeLinks(2);
    const start = await open(one).expect(200);
    expect(start.text).toContain('No account is needed');
    expect(start.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    await Promise.all([send(one, {}), send(one, {})]);
    await send(`${one}/fill/answers`, { 'a.q1': 5 }).expect(200);
    expect((await open(`${one}/fill`).expect(200)).text).toMatch(/name="a\.q1" value="5" checked/);
    await send(`${one}/fill`, { part: 'p1', to: 'next', 'a.q1': 5, 'a.q2': 5 }).expect(303);
    await send(`${one}/fill`, { part: 'p2', to: 'finish', 'a.q3': 'yes' }).expect(303);
    expect((await open(one).expect(303)).headers['location']).toContain('/result');
    await send(one, {}).expect(200);
    const rows = await t.deps.db
      .select()
      .from(instrumentAttempts)
      .where(eq(instrumentAttempts.schoolId, schoolId));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ personId: null, answered: 3 });
    // What was answered can be read until the link expires, and then says so without going round in circles.
    await open(`${one}/result`).expect(200);
    t.clock.advance(31 * 86_400_000);
    expect((await open(one).expect(200)).text).toContain('answered already');
    await open(`${one}/result`).expect(303);
    // The other link has nothing of it.
    await open(`${two}/fill`).expect(303);
    await open(`${two}/result`).expect(303);
  });

  test('ends with its time, with its collection, and by guessing none is found', async () => {
    const [one = '', two = ''] = await makeLinks(2);
    await send(one, {}).expect(303);
    await send(`${one}/fill/answers`, { 'a.q1': 5 }).expect(200);
    t.clock.advance(31 * 86_400_000);
    expect((await open(two).expect(410)).text).toContain('expired');
    await send(two, {}).expect(410);
    await open(`${one}/fill`).expect(303);
    await send(`${one}/fill/answers`, { 'a.q2': 5 }).expect(404);
    for (let guess = 0; guess < 20; guess += 1) await open(`/forms/guess${guess}`).expect(404);
    const limited = await open('/forms/guess').expect(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    // A class behind the same address is let in all the same.
    await open(two).expect(410);
  });

  test('answers are summed up from five on, words only for who may read answers', async () => {
    const links = await makeLinks(5);
    const [assignment] = await t.deps.db
      .select()
      .from(instrumentAssignments)
      .where(eq(instrumentAssignments.schoolId, schoolId));
    const page = () => get(`/instruments/assignments/${assignment?.id}`, admin);
    for (const [index, link] of links.entries()) {
      expect((await page()).text).toContain('Fewer than 5');
      await send(link, {});
      await send(`${link}/fill`, { part: 'p1', to: 'next', 'a.q1': index + 1, 'a.q2': 3 });
      await send(`${link}/fill`, {
        part: 'p2',
        to: 'finish',
        'a.q3': 'no',
        'a.why': `secret ${index}`,
      }).expect(303);
    }
    const { text } = await page().expect(200);
    expect(text).toContain('5 links, 5 begun, 5 handed in');
    expect(text).toMatch(/5 answers · mean 3/);
    expect(text).not.toContain('secret');
  });
});

describe('A school’s own instrument', () => {
  const upload = (text: string, as: Visit = admin) => post('/instruments/upload', { text }, as);

  test('is published once, and the next version follows', async () => {
    const text = JSON.stringify(written());
    await upload(text).expect(303);
    expect((await upload(text).expect(422)).text).toContain('The next version is 2.');
    await upload(JSON.stringify(written({ version: 2 }))).expect(303);
    const preview = await get('/instruments/library/sample/2', admin).expect(200);
    expect(preview.text).toContain('Sample scale');
    const file = await get('/instruments/library/sample/1/definition', admin).expect(200);
    expect(aDefinition(file.body as object)).toMatchObject({ version: 1 });
  });

  test('that can’t be used is refused with the place of each fault, its text kept', async () => {
    const faulty = JSON.stringify(written({ version: 0, colour: 'red' }));
    const { text } = await upload(faulty).expect(422);
    expect(text).toContain('<code>version</code> Too small or too short: at least 1.');
    expect(text).toContain('Unknown: colour');
    expect(text).toContain('&quot;colour&quot;');
    const deep = `{"parts":${'[{"showIf":{"not":'.repeat(3000)}1${'}}]'.repeat(3000)}}`;
    expect((await upload(deep).expect(422)).text).toContain('nested more than 40 levels deep');
    expect((await upload('{').expect(422)).text).toContain('This is not JSON');
    expect((await upload(JSON.stringify(written({ id: 'ipip-50' }))).expect(422)).text).toContain(
      'comes with Waymark',
    );
    await upload(JSON.stringify(written()), teacher).expect(403);
  });
});

describe('Reliability', () => {
  test('is told from a hundred complete answers on, to those who take it and those who give it', async () => {
    const id = await publish();
    const path = await begin(id);
    await answerAll(path);
    const key = { schoolId, instrumentId: id, version: 1 };
    const note = (values: number[]) =>
      inTransaction(t.deps.db, (tx) => noteReliability(tx, key, [{ scoreId: 's', values }], t.deps.now()));
    for (let index = 1; index < 99; index += 1)
      await note([1 + (index % 5), index % 7 === 0 ? 3 : 1 + (index % 5)]);
    expect((await get(`${path}/result`)).text).toContain('told from 100');
    expect((await get(`/instruments/library/${id}/1`, teacher)).text).toContain('99 complete answers so far');
    await note([5, 5]);
    expect((await get(`${path}/result`)).text).toMatch(/α &#x3D; 0\.\d+ \(this school, n &#x3D; 100\)/);
    expect((await get(`/instruments/library/${id}/1`, teacher)).text).toMatch(
      /n = 100[\s\S]*<th scope="row">q1/,
    );
  });
});

describe('What is kept of a person', () => {
  test('is in "my data" opened, found by other features, and goes with the person', async () => {
    const id = await publish();
    await answerAll(await begin(id));
    const key = { schoolId, personId: learner.personId };
    const [source] = instrumentsDataSources(t.deps);
    expect(await source?.count(key)).toBe(1);
    expect(await source?.select(key)).toMatchObject([
      { instrumentId: id, answers: { q1: { value: 5 } }, scores: [{ id: 's', value: 8 }] },
    ]);
    expect((await get('/my-data')).text).toContain('what you answered and what came of it');
    expect(await findNewestResult(t.deps, { ...key, instrumentId: id })).toMatchObject({
      answers: { q1: 5, q3: 'yes' },
      scores: [{ value: 8 }],
    });
    await post(
      `/records/people/${learner.personId}/erase`,
      { name: 'Learner 01', expected: 0 },
      admin,
    ).expect(303);
    expect(await source?.count(key)).toBe(0);
    expect(await findNewestResult(t.deps, { ...key, instrumentId: id })).toBeNull();
  });
});

describe('Speed', () => {
  test('pages ask a fixed handful of queries, however many learners and items there are', async () => {
    const id = await publish();
    const assignmentId = await assign({ instrumentId: id, audience: 'course' });
    for (const name of ['Learner 02', 'Learner 03', 'Learner 04']) {
      const other = await aVisitor('learner', name);
      await answerAll(await begin(id, assignmentId, other), other);
    }
    const path = await begin(id, assignmentId);
    await get(path);
    // What was told is folded at the same time, and its queries would count as the page's.
    const asksAtMost = (most: number, ask: () => Promise<unknown>) =>
      eventually(async () => ((await countQueries(ask)) <= most ? true : undefined));
    await asksAtMost(3, () => get(path).expect(200));
    await asksAtMost(5, () => get('/instruments').expect(200));
    await asksAtMost(6, () => get(`/instruments/assignments/${assignmentId}`, teacher).expect(200));
  });
});
