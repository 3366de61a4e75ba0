import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { v4 } from 'uuid';
import { createCredential, findMissingKeys, type NewCredential } from '../../../src/features/xapi/index.ts';
import { PAGE_LIMIT } from '../../../src/features/xapi/statement-query.rules.ts';
import { VOIDED_VERB } from '../../../src/features/xapi/statement.schema.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { recordQueries } from '../../support/count-queries.ts';

let t: TestApp;
let schoolId: string;
let reader: NewCredential;
let moodle: NewCredential;
beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  reader = await aCredential();
  moodle = await aCredential();
});
afterAll(() => t.close());

const aCredential = (scopes: Parameters<typeof createCredential>[2]['scopes'] = ['all']) =>
  createCredential(t.deps.db, t.deps, { schoolId, label: 'Moodle', scopes });
type Query = Record<string, string | number | boolean | object>;
const VERSION = { 'x-experience-api-version': '1.0.3' };
const ask = (path: string, by = reader, headers: Record<string, string> = {}) =>
  request(t.app.express).get(path).set(VERSION).set(headers).auth(by.key, by.secret);
const bodyOf = async <B>(answer: request.Test): Promise<B> => (await answer.expect(200)).body as B;
interface Page {
  statements: { id: string; actor: { account: { name: string } } }[];
  more: string;
}
const find = async (query: Query, by = reader): Promise<string[]> => {
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : `${value}`,
    ]),
  );
  const { statements } = await bodyOf<Page>(ask(`/xapi/statements?${parameters.toString()}`, by));
  return statements.map(({ id }) => names.get(id) ?? id);
};
const post = (body: object, by = moodle) =>
  request(t.app.express).post('/xapi/statements').set(VERSION).auth(by.key, by.secret).send(body).expect(200);

/** Stores one statement a minute after the last, under a name that the tests call it by. */
const names = new Map<string, string>();
const idOf = (name: string) => [...names].find(([, known]) => known === name)?.[0] ?? '';
async function store(name: string, statement: object, by = moodle): Promise<void> {
  const id = v4();
  names.set(id, name);
  t.clock.advance(60_000);
  await post({ id, ...statement }, by);
}

const agent = (name: string) => ({ account: { homePage: 'https://lms.school.example', name } });
const [anna, ben, coach] = [agent('anna'), agent('ben'), agent('coach')];
const verb = (name: string) => ({ id: `https://verbs.example/${name}` });
const activity = (name: string, definition?: object) => ({
  id: `https://lms.school.example/${name}`,
  ...(definition && { definition }),
});
const REGISTRATION = 'A1B2C3D4-0000-4000-8000-000000000001';

describe('statements are found', () => {
  beforeAll(async () => {
    await store('plain', { actor: anna, verb: verb('viewed'), object: activity('quiz') });
    await store('in context', {
      actor: ben,
      verb: verb('answered'),
      object: activity('question'),
      context: {
        registration: REGISTRATION,
        instructor: coach,
        contextActivities: { parent: activity('quiz'), category: [activity('site')] },
      },
    });
    await store('of a group', {
      actor: { objectType: 'Group', member: [anna, ben] },
      verb: verb('attended'),
      object: activity('lesson'),
    });
    await store('about a person', {
      actor: coach,
      verb: verb('praised'),
      object: { objectType: 'Agent', ...anna },
    });
    await store('with a substatement', {
      actor: coach,
      verb: verb('planned'),
      object: {
        objectType: 'SubStatement',
        actor: ben,
        verb: verb('answered'),
        object: activity('exam'),
      },
    });
    await store('about the plain one', {
      actor: coach,
      verb: verb('confirmed'),
      object: { objectType: 'StatementRef', id: idOf('plain') },
    });
  });

  it.each<[string, Query, string[]]>([
    [
      'by actor, also as a group’s member or as the object',
      { agent: anna },
      ['about the plain one', 'about a person', 'of a group', 'plain'],
    ],
    ['by verb', { verb: verb('answered').id }, ['in context']],
    ['by object', { activity: activity('quiz').id }, ['about the plain one', 'plain']],
    [
      'by activities around it when related ones count',
      { activity: activity('quiz').id, related_activities: true },
      ['about the plain one', 'in context', 'plain'],
    ],
    [
      'by activities within a substatement',
      { activity: activity('exam').id, related_activities: true },
      ['with a substatement'],
    ],
    ['not by those when only its own counts', { activity: activity('exam').id }, []],
    [
      'by agents around it when related ones count',
      { agent: coach, related_agents: true, verb: verb('answered').id },
      ['in context'],
    ],
    [
      'by registration, whatever its letters’ case',
      { registration: REGISTRATION.toLowerCase() },
      ['in context'],
    ],
    ['by several things at once', { agent: ben, verb: verb('attended').id }, ['of a group']],
    [
      'by what the statement it is about says',
      { agent: anna, verb: verb('viewed').id },
      ['about the plain one', 'plain'],
    ],
    ['not by half of itself and half of what it is about', { agent: coach, verb: verb('viewed').id }, []],
    ['not where nobody is meant', { agent: agent('nobody') }, []],
    [
      'in the order of storing when asked so',
      { agent: anna, ascending: true, limit: 2 },
      ['plain', 'of a group'],
    ],
  ])('%s', async (_sentence, query, found) => {
    expect(await find(query)).toEqual(found);
  });

  it('between two times of storing', async () => {
    const { stored } = await bodyOf<{ stored: string }>(
      ask(`/xapi/statements?statementId=${idOf('in context')}`),
    );
    expect(await find({ until: stored })).toEqual(['in context', 'plain']);
    expect(await find({ since: stored, ascending: true, limit: 1 })).toEqual(['of a group']);
  });

  it('by whoever may read only what they stored themselves', async () => {
    const own = await aCredential(['statements/write', 'statements/read/mine']);
    await store('of another sender', { actor: anna, verb: verb('viewed'), object: activity('quiz') }, own);
    expect(await find({ agent: anna }, own)).toEqual(['of another sender']);
    expect(await find({}, own)).toEqual(['of another sender']);
    await ask(`/xapi/statements?statementId=${idOf('plain')}`, own).expect(404);
    await ask(`/xapi/statements?statementId=${idOf('of another sender')}`, own).expect(200);
  });

  it('not once they are voided; what is about them is', async () => {
    await store('the voiding', {
      actor: coach,
      verb: { id: VOIDED_VERB },
      object: { objectType: 'StatementRef', id: idOf('plain') },
    });
    expect(await find({ agent: anna, verb: verb('viewed').id })).toEqual([
      'the voiding',
      'of another sender',
      'about the plain one',
    ]);
    await ask(`/xapi/statements?statementId=${idOf('plain')}`).expect(404);
    await ask(`/xapi/statements?voidedStatementId=${idOf('plain')}`).expect(200);
  });

  it('when what they are about arrives later, through a chain of others', async () => {
    const late = v4();
    await store('first link', {
      actor: coach,
      verb: verb('noted'),
      object: { objectType: 'StatementRef', id: late },
    });
    await store('second link', {
      actor: coach,
      verb: verb('read'),
      object: { objectType: 'StatementRef', id: idOf('first link') },
    });
    names.set(late, 'late');
    await post({ id: late, actor: agent('late'), verb: verb('viewed'), object: activity('quiz') });
    expect((await find({ agent: agent('late') })).sort()).toEqual(['first link', 'late', 'second link']);
  });

  it('in another school never', async () => {
    const { schoolId: other } = await aSchool(t.deps);
    const stranger = await createCredential(t.deps.db, t.deps, {
      schoolId: other,
      label: 'Other',
      scopes: ['all'],
    });
    expect(await find({ agent: anna }, stranger)).toEqual([]);
    expect(await find({}, stranger)).toEqual([]);
  });

  it('again after the index of keys was lost, as on an installation from before it', async () => {
    const before = await find({ agent: anna });
    for (const table of ['statement_keys', 'referred_keys'])
      await t.deps.db.execute(sql`delete from ${sql.identifier(table)} where school_id = ${schoolId}`);
    expect(await find({ agent: anna })).toEqual([]);
    await t.deps.db.execute(sql`insert into statements_without_keys
      select school_id, stored_at, sequence from statements where school_id = ${schoolId}`);
    await findMissingKeys(t.deps);
    expect(await find({ agent: anna })).toEqual(before);
  });
});

describe('many statements', () => {
  const verbId = verb('counted').id;
  const many = PAGE_LIMIT + 30;
  beforeAll(async () => {
    await post(
      Array.from({ length: many }, (_, n) => ({
        actor: agent(`learner-${n}`),
        verb: { id: verbId },
        object: activity('sheet'),
        timestamp: '2026-01-01T00:00:00Z',
      })),
    );
  });

  it.each([true, false])(
    'come in pages that neither miss nor repeat any (ascending: %s)',
    async (ascending) => {
      const seen: string[] = [];
      let path = `/xapi/statements?verb=${encodeURIComponent(verbId)}&ascending=${ascending}&limit=50`;
      while (path !== '') {
        const page = await bodyOf<Page>(ask(path));
        seen.push(...page.statements.map(({ actor }) => actor.account.name));
        path = page.more;
      }
      const inOrder = Array.from({ length: many }, (_, n) => `learner-${n}`);
      expect(seen).toEqual(ascending ? inOrder : inOrder.reverse());
    },
  );

  it('are limited to a page where the request sets no limit, or too high a one', async () => {
    for (const limit of ['', '&limit=0', '&limit=100000']) {
      const page = await bodyOf<Page>(ask(`/xapi/statements?verb=${encodeURIComponent(verbId)}${limit}`));
      expect(page.statements).toHaveLength(PAGE_LIMIT);
    }
  });

  it('cost one query, whatever they are looked for by', async () => {
    const query = new URLSearchParams({
      verb: verbId,
      agent: JSON.stringify(agent('learner-1')),
      related_agents: 'true',
    });
    const queries = await recordQueries(() => ask(`/xapi/statements?${query.toString()}`).expect(200));
    expect(queries.filter((text) => text.includes('statement_keys'))).toHaveLength(1);
  });
});

describe('activities', () => {
  const id = activity('defined').id;
  const about = (definition: object, changes: object = {}) => ({
    actor: anna,
    verb: verb('viewed'),
    object: { id, definition },
    ...changes,
  });
  const known = async () =>
    (await ask(`/xapi/activities?activityId=${encodeURIComponent(id)}`)).body as object;

  it('are told even if nobody defined them', async () => {
    expect(await known()).toEqual({ objectType: 'Activity', id });
    await ask('/xapi/activities').expect(400);
    await ask(`/xapi/activities?activityId=${encodeURIComponent(id)}&lang=en`).expect(400);
  });

  it('are put together from what statements say, wherever they name them', async () => {
    await post(about({ name: { en: 'Loops' }, type: 'https://types.example/quiz' }));
    await post({
      actor: anna,
      verb: verb('viewed'),
      object: activity('page'),
      context: { contextActivities: { parent: [{ id, definition: { name: { 'zh-CN': '循环' } } }] } },
    });
    expect(await known()).toMatchObject({
      definition: { name: { en: 'Loops', 'zh-CN': '循环' }, type: 'https://types.example/quiz' },
    });
    await post(about({ name: { en: 'Loops and lists' } }));
    expect(await known()).toMatchObject({ definition: { name: { en: 'Loops and lists', 'zh-CN': '循环' } } });
  });

  it('are not redefined by who may only send', async () => {
    const sender = await aCredential(['statements/write']);
    await post(about({ name: { en: 'Something else' } }), sender);
    expect(await known()).toMatchObject({ definition: { name: { en: 'Loops and lists' } } });
  });

  it('are told in the reader’s language by the canonical format', async () => {
    await post(about({}, { verb: { id: verb('tried').id, display: { en: 'tried', 'zh-CN': '尝试了' } } }));
    const query = `verb=${encodeURIComponent(verb('tried').id)}&format=canonical`;
    const page = await bodyOf<Page>(
      ask(`/xapi/statements?${query}`, reader, {
        'accept-language': 'fr, zh;q=0.8, en;q=0.2',
      }),
    );
    expect(page.statements[0]).toMatchObject({
      verb: { display: { 'zh-CN': '尝试了' } },
      object: { definition: { name: { 'zh-CN': '循环' }, type: 'https://types.example/quiz' } },
    });
  });

  it('and everything else is told by its id alone in the format of ids', async () => {
    await post({
      actor: { objectType: 'Group', name: 'Team', member: [{ name: 'Anna', ...anna }] },
      verb: { id: verb('met').id, display: { en: 'met' } },
      object: { id, definition: { name: { en: 'Loops' } } },
    });
    const page = await bodyOf<Page>(
      ask(`/xapi/statements?format=ids&verb=${encodeURIComponent(verb('met').id)}`),
    );
    expect(page.statements[0]).toMatchObject({
      actor: { objectType: 'Group', member: [anna] },
      verb: { id: verb('met').id },
      object: { id },
    });
    expect(JSON.stringify(page)).not.toMatch(/Loops|Team|"Anna"|display/);
  });
});
