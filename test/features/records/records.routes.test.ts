import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSession } from '../../support/builders.ts';
import { LMS, PAGE_IRI, QUIZ_IRI, send, tell, voiding } from '../learning/fold-scene.ts';
import { aRecordsScene, aSource, aVisitor, get, type RecordsScene, type Visitor } from './records-scene.ts';

let test: TestApp;
let scene: RecordsScene;
let admin: Visitor;
let learner: Visitor;
let credentialId: string;
const ID = '01890000-0000-4000-8000-00000000000';
const REGISTRATION = '01890000-0000-4000-8000-0000000000aa';
const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 1, minutes));

beforeAll(async () => {
  test = await createTestApp();
  scene = await aRecordsScene(test);
  admin = scene.administrator;
  learner = await aVisitor(test.deps, scene, 'learner', { name: 'Learner 101', account: '101' });
  const source = await aSource(test, scene.schoolId, 'The Moodle');
  ({ credentialId } = source);
  const started = tell({ id: `${ID}1`, actor: '101', verb: 'started', activityId: QUIZ_IRI, at: at(0) });
  started['context'] = { ...(started['context'] as object), registration: REGISTRATION };
  const answered = tell({
    id: `${ID}2`,
    actor: '102',
    verb: 'answered',
    activityId: `${LMS}/question/question.php?cmid=3&id=12`,
    parents: [QUIZ_IRI],
    at: at(5),
    result: { success: true, response: '=HYPERLINK("https://x.example")', score: { scaled: 0.5 } },
  });
  await source.send([started, answered]).expect(200);
  test.clock.advance(3_600_000);
  await send(test.deps, scene.schoolId, [
    tell({ id: `${ID}3`, actor: '101', verb: 'viewed', activityId: PAGE_IRI, at: at(9) }),
    { ...voiding(`${ID}3`), id: `${ID}4` },
  ]);
});
afterAll(() => test.close());

/** Ids of the statements on a page, in its order. */
const idsOn = (html: string) =>
  sentOf([...html.matchAll(/\/records\/statements\/([0-9a-f-]{36})">Details/g)].map(([, id]) => id));
/** Leaves out what Waymark tells of its own decisions when a fold is done. */
const sentOf = (ids: readonly (string | undefined)[]) =>
  ids.filter((id) => id?.startsWith(ID)).map((id) => id?.slice(-1));
const show = async (query: Record<string, string>) => {
  const { text } = await get(test, admin, `/records?${new URLSearchParams(query).toString()}`).expect(200);
  return text;
};

describe('the records of a school', () => {
  it('are shown newest first, in words, with who vouches and what was voided', async () => {
    const text = await show({});
    expect(idsOn(text)).toEqual(['4', '3', '2', '1']);
    expect(text).toContain('Learner 101');
    expect(text).toContain('The Moodle');
    expect(text).toMatch(/>voided<\/strong>\s*<a href="[^"]*">a record</);
    expect(text.match(/badge red/g)).toHaveLength(1);
    expect(text).toMatch(/The Moodle<\/a><\/th><td class="number">2</);
  });

  it.each([
    ['a person, by name', { find: 'learner 101' }, ['4', '3', '1']],
    ['an account as sent', { actor: `${LMS}|102` }, ['2']],
    ['an actor as JSON', { actor: JSON.stringify({ account: { homePage: LMS, name: '102' } }) }, ['2']],
    ['a verb', { verb: 'http://adlnet.gov/expapi/verbs/answered' }, ['2']],
    ['an activity', { activity: QUIZ_IRI }, ['1']],
    ['an activity, also where it is only named', { activity: QUIZ_IRI, related: '1' }, ['2', '1']],
    ['a registration', { registration: REGISTRATION }, ['1']],
    ['a source', { sender: 'the source' }, ['2', '1']],
    ['what came in until a minute', { until: '2026-09-07T09:30' }, ['2', '1']],
    ['what came in from a minute on', { from: '2026-09-07T09:30' }, ['4', '3']],
    ['a day', { from: '2026-09-07', until: '2026-09-07' }, ['4', '3', '2', '1']],
    ['another day', { from: '2026-09-08' }, []],
    ['what is not voided', { voided: 'hidden' }, ['4', '2', '1']],
    ['what is voided', { voided: 'only' }, ['3']],
    ['several things at once', { find: 'Learner 101', voided: 'only', activity: PAGE_IRI }, ['3']],
  ])('can be looked through by %s', async (_sentence, query, ids) => {
    const asked = 'sender' in query ? { sender: credentialId } : query;
    expect(idsOn(await show(asked as Record<string, string>))).toEqual(ids);
  });

  it('refuse a filter that can’t be understood, in words', async () => {
    const answer = await get(test, admin, '/records?actor=somebody');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('can’t be understood');
    expect((await get(test, admin, '/records?from=2026-02-30')).status).toBe(400);
  });

  it('ask whom one means when several have the name, and say when nobody has', async () => {
    await aVisitor(test.deps, scene, 'learner', { name: 'Learner 1010' });
    const text = await show({ find: 'Learner 101' });
    expect(text).toContain('Whom do you mean?');
    expect(text).toContain(`/records?person&#x3D;${learner.personId}"`);
    expect(await show({ find: 'Nobody at all' })).toContain('another spelling');
  });

  it('can be followed: every link on the page leads somewhere', async () => {
    const text = await show({ voided: 'shown' });
    const links = [...text.matchAll(/href="([^"]*\/records[^"]*)"/g)].map(
      ([, link]) => link?.replaceAll('&amp;', '&') ?? '',
    );
    expect(links.length).toBeGreaterThan(10);
    for (const link of new Set(links)) {
      const { status } = await request(test.app.express)
        .get(link.replaceAll('&#x3D;', '='))
        .set('cookie', admin.cookie);
      expect(`${link} ${status}`).toBe(`${link} 200`);
    }
  });

  it('are turned page by page without missing one', async () => {
    const other = await aRecordsScene(test);
    await send(
      test.deps,
      other.schoolId,
      Array.from({ length: 103 }, (_, index) =>
        tell({ actor: String(index), verb: 'viewed', activityId: PAGE_IRI, at: at(index) }),
      ),
    );
    const seen = new Set<string>();
    let path: string | undefined = '/records';
    let pages = 0;
    while (path !== undefined) {
      const { text }: { text: string } = await get(test, other.administrator, path).expect(200);
      for (const [, id] of text.matchAll(/\/records\/statements\/([0-9a-f-]{36})"/g)) seen.add(id ?? '');
      path = /href="[^"]*(\/records\?[^"]*)" rel="next"/.exec(text)?.[1]?.replaceAll('&#x3D;', '=');
      pages += 1;
    }
    expect({ pages, seen: seen.size }).toEqual({ pages: 3, seen: 103 });
  });

  it('show one statement whole, with what voided it; the person sees who looked', async () => {
    const { text } = await get(test, admin, `/records/statements/${ID}3`).expect(200);
    expect(text).toContain('This record was voided');
    expect(text).toContain(`/records/statements/${ID}4"`);
    expect(text).toContain('data-copy="raw"');
    expect(text).toContain('&quot;objectType&quot;: &quot;Activity&quot;');
    expect((await get(test, admin, `/records/statements/${test.deps.newId()}`)).status).toBe(404);
    await show({ person: learner.personId });
    const noted = await test.deps.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, learner.personId), eq(auditEvents.actorPersonId, admin.personId)));
    expect(new Set(noted.map(({ action }) => action))).toEqual(new Set(['statement.read', 'records.read']));
    expect((await get(test, learner, '/my-data')).text).toContain('Looked at your learning records');
  });

  it('say in both languages that there is none yet, and where to begin', async () => {
    for (const [locale, words] of [
      ['zh-CN', '还没有收到任何学习记录'],
      ['en', 'No learning record has come in yet'],
    ] as const) {
      const empty = await aRecordsScene(test, locale);
      const { text } = await get(test, empty.administrator, '/records').expect(200);
      expect(text).toContain(words);
      for (const path of ['/records/removals', '/records/retention?keepYears=2'])
        await get(test, empty.administrator, path).expect(200);
    }
  });
});

describe('an export', () => {
  it('as CSV opens in Excel, holds what the filter shows, and makes no formula of what somebody wrote', async () => {
    const answer = await get(test, admin, '/records/export?format=csv').expect(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.text.startsWith('\uFEFF')).toBe(true);
    const rows = parse<Record<string, string>>(answer.text, { bom: true, columns: true });
    expect(sentOf(rows.map((row) => row['statement_id']))).toEqual(['1', '2', '3', '4']);
    expect(rows[0]).toMatchObject({ person: 'Learner 101', kind: 'started', source: 'The Moodle' });
    expect(rows[1]).toMatchObject({ success: 'true', score_scaled: '0.5', actor_name: 'Learner 102' });
    expect(rows[1]?.['response']).toBe('\'=HYPERLINK("https://x.example")');
    expect(rows[2]?.['voided_by']).toBe(`${ID}4`);
    const some = await get(
      test,
      admin,
      `/records/export?format=csv&person=${learner.personId}&voided=hidden`,
    );
    const shown = parse<Record<string, string>>(some.text, { bom: true, columns: true });
    expect(sentOf(shown.map((row) => row['statement_id']))).toEqual(['1', '4']);
  });

  it('as JSON lines holds each statement as it is stored', async () => {
    const answer = await get(test, admin, '/records/export?format=jsonl').buffer().expect(200);
    const lines = (answer.text ?? String(answer.body)).trimEnd().split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(sentOf(ids)).toEqual(['1', '2', '3', '4']);
  });

  it('of one person holds their statements and documents, for the administrator and for themselves', async () => {
    const { personId } = learner;
    const answer = await get(test, admin, `/records/people/${personId}/export`).buffer().expect(200);
    const lines = (answer.text ?? String(answer.body)).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(
      expect.arrayContaining(['statement']),
    );
    const own = await get(test, learner, '/my-data/download').expect(200);
    const records = (own.body as { records: Record<string, { id: string }[]> }).records;
    expect(records['statements']?.map(({ id }) => id.slice(-1))).toEqual(expect.arrayContaining(['1', '3']));
    expect(records['documents']).toEqual([]);
  });

  it('is given to nobody of another school', async () => {
    const other = await aRecordsScene(test);
    const foreign = await aSession(test.deps, {
      schoolId: other.schoolId,
      courseId: other.courseId,
      personId: other.administrator.personId,
    });
    for (const path of [`/records/people/${learner.personId}/export`, `/records/statements/${ID}1`]) {
      const { status } = await request(test.app.express)
        .get(foreign.base + path)
        .set('cookie', foreign.cookie);
      expect(status).toBe(404);
    }
    const { text } = await request(test.app.express)
      .get(`${foreign.base}/records/export?format=csv`)
      .set('cookie', foreign.cookie);
    expect(parse(text, { bom: true, columns: true })).toEqual([]);
  });
});
