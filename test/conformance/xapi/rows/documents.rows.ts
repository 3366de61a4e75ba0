import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { LEARNER } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

/** A resource and the numbers under which the list repeats each demand for it. */
interface Resource {
  path: string;
  idName: string;
  shelf: readonly ('activityId' | 'agent')[];
  numbers: {
    endpoint: number;
    put: number;
    post: number;
    get: number;
    delete: number;
    list: number;
    since: number;
    wrongSince: number;
    create: number;
    merge: number;
    otherType: number;
    noObject: number;
    brokenJson: number;
    /** In the order GET, PUT, POST, DELETE; null: a list is asked for. */
    withoutId: readonly [null, number, number, number | null];
    without: Partial<Record<'activityId' | 'agent', readonly [number, number, number, number]>>;
    wrongAgent?: readonly [number, number, number, number];
  };
}

const RESOURCES: readonly Resource[] = [
  {
    path: '/activities/state',
    idName: 'stateId',
    shelf: ['activityId', 'agent'],
    numbers: {
      endpoint: 230,
      put: 190,
      post: 189,
      get: 192,
      delete: 191,
      list: 193,
      since: 195,
      wrongSince: 204,
      create: 233,
      merge: 234,
      otherType: 232,
      noObject: 229,
      brokenJson: 235,
      withoutId: [null, 206, 211, null],
      without: { activityId: [208, 210, 209, 207], agent: [213, 215, 214, 212] },
      wrongAgent: [197, 199, 198, 196],
    },
  },
  {
    path: '/agents/profile',
    idName: 'profileId',
    shelf: ['agent'],
    numbers: {
      endpoint: 282,
      put: 273,
      post: 272,
      get: 269,
      delete: 271,
      list: 270,
      since: 275,
      wrongSince: 260,
      create: 280,
      merge: 279,
      otherType: 278,
      noObject: 281,
      brokenJson: 284,
      withoutId: [null, 267, 266, 265],
      without: { agent: [261, 264, 263, 262] },
      wrongAgent: [258, 257, 256, 255],
    },
  },
  {
    path: '/activities/profile',
    idName: 'profileId',
    shelf: ['activityId'],
    numbers: {
      endpoint: 311,
      put: 287,
      post: 286,
      get: 288,
      delete: 285,
      list: 289,
      since: 294,
      wrongSince: 295,
      create: 310,
      merge: 308,
      otherType: 309,
      noObject: 313,
      brokenJson: 314,
      withoutId: [null, 302, 301, 300],
      without: { activityId: [296, 299, 298, 297] },
    },
  },
];

const METHODS = ['GET', 'PUT', 'POST', 'DELETE'] as const;
const numbered = (number: number) => `XAPI-${String(number).padStart(5, '0')}`;
const CREATE = { 'if-none-match': '*' };

type Query = Record<string, unknown>;

function rowsOf({ path, idName, shelf, numbers }: Resource): Row[] {
  const freshShelf = (): Query => {
    const all: Query = {
      activityId: `https://lms.school.example/${v7()}`,
      agent: { account: { homePage: 'https://lms.school.example', name: v7() } },
    };
    return Object.fromEntries(shelf.map((name) => [name, all[name]]));
  };
  const fresh = (): Query => ({ ...freshShelf(), [idName]: v7() });
  const row = (number: number, says: string, play: Row['play']): Row => ({
    id: numbered(number),
    says: `${path} ${says}`,
    play,
  });

  const refusedRows = (ids: readonly (number | null)[], says: string, change: (query: Query) => Query) =>
    METHODS.flatMap((method, index) => {
      const id = ids[index] ?? null;
      if (id === null) return [];
      return row(id, `refuses ${method} ${says}`, async (s) => {
        await s.expects(400, method, path, {
          query: change(fresh()),
          ...(method === 'PUT' || method === 'POST' ? { body: {} } : {}),
          headers: CREATE,
        });
      });
    });
  const without = (name: string) => (query: Query) =>
    Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));

  const created = async (s: Speaker, query: Query, body: unknown, type = 'application/json') =>
    s.expects(204, 'PUT', path, { query, body, headers: { ...CREATE, 'content-type': type } });

  return [
    row(numbers.endpoint, 'is where they are', async (s) => {
      await s.expects(204, 'POST', path, { query: fresh(), body: {} });
    }),
    row(numbers.put, 'stores a document', async (s) => {
      await created(s, fresh(), { a: 1 });
    }),
    row(numbers.get, 'gives it back as it was', async (s) => {
      const query = fresh();
      await created(s, query, 'a=1;课', 'text/x-settings;v=2');
      const got = await s.expects(200, 'GET', path, { query });
      expect([got.text, got.headers.get('content-type')]).toEqual(['a=1;课', 'text/x-settings;v=2']);
    }),
    row(numbers.delete, 'deletes it', async (s) => {
      const query = fresh();
      await created(s, query, { a: 1 });
      await s.expects(204, 'DELETE', path, { query });
      await s.expects(404, 'GET', path, { query });
    }),
    row(numbers.list, 'lists the ids of all', async (s) => {
      const query = freshShelf();
      await created(s, { ...query, [idName]: 'b' }, {});
      await created(s, { ...query, [idName]: 'a' }, {});
      expect((await s.expects(200, 'GET', path, { query })).json()).toEqual(['a', 'b']);
    }),
    row(numbers.since, 'lists those changed since a time', async (s) => {
      const query = freshShelf();
      await created(s, { ...query, [idName]: 'old' }, {});
      const since = s.test.clock.now.toISOString();
      s.test.clock.advance(1);
      await created(s, { ...query, [idName]: 'new' }, {});
      expect((await s.expects(200, 'GET', path, { query: { ...query, since } })).json()).toEqual(['new']);
    }),
    row(numbers.wrongSince, 'refuses a since that is no time', async (s) => {
      await s.expects(400, 'GET', path, { query: { ...freshShelf(), since: 'yesterday' } });
    }),
    row(numbers.create, 'takes a POST where nothing is as a PUT', async (s) => {
      const query = fresh();
      await s.expects(204, 'POST', path, { query, body: 'x', headers: { 'content-type': 'text/plain' } });
      expect((await s.expects(200, 'GET', path, { query })).text).toBe('x');
    }),
    row(numbers.merge, 'merges a POST into what is there', async (s) => {
      const query = fresh();
      await created(s, query, { kept: 1, replaced: { deep: 1 } });
      await s.expects(204, 'POST', path, { query, body: { replaced: { other: 2 }, added: 3 } });
      expect((await s.expects(200, 'GET', path, { query })).json()).toEqual({
        kept: 1,
        replaced: { other: 2 },
        added: 3,
      });
    }),
    row(numbers.otherType, 'merges nothing but JSON', async (s) => {
      const query = fresh();
      await created(s, query, { a: 1 });
      await s.expects(400, 'POST', path, {
        query,
        body: '{"b":2}',
        headers: { 'content-type': 'text/plain' },
      });
      expect((await s.expects(200, 'GET', path, { query })).json()).toEqual({ a: 1 });
    }),
    row(numbers.noObject, 'merges nothing into what is no object', async (s) => {
      const query = fresh();
      await created(s, query, '[1]');
      await s.expects(400, 'POST', path, { query, body: { b: 2 } });
      expect((await s.expects(200, 'GET', path, { query })).text).toBe('[1]');
    }),
    row(numbers.brokenJson, 'refuses a POST of JSON that is none', async (s) => {
      await s.expects(400, 'POST', path, { query: fresh(), body: '{"a":' });
    }),
    row(numbers.post, 'merges one level deep and no deeper', async (s) => {
      const query = fresh();
      await s.expects(204, 'POST', path, { query, body: { a: { b: { c: 1 } } } });
      await s.expects(204, 'POST', path, { query, body: { a: { b: { d: 1 } } } });
      expect((await s.expects(200, 'GET', path, { query })).json()).toEqual({ a: { b: { d: 1 } } });
    }),
    ...refusedRows(numbers.withoutId, `without ${idName}`, without(idName)),
    ...shelf.flatMap((name) => refusedRows(numbers.without[name] ?? [], `without ${name}`, without(name))),
    ...refusedRows(numbers.wrongAgent ?? [], 'of an agent that is none', (query) => ({
      ...query,
      agent: 'me',
    })),
    ...refusedRows([324, 324, 324, 324], 'with a parameter nobody knows', (query) => ({
      ...query,
      colour: 'blue',
    })),
    ...refusedRows([325, 325, 325, 325], 'with a parameter in capitals', (query) => ({
      ...without(idName)(query),
      [idName.toUpperCase()]: 'a',
    })),
    ...(shelf.includes('agent')
      ? refusedRows([12, 12, 12, 12], 'of an agent no statement may have', (query) => ({
          ...query,
          agent: { mbox: 'me' },
        }))
      : []),
  ];
}

const REGISTRATIONS: Row[] = METHODS.map((method, index): Row => ({
  id: numbered([201, 203, 202, 200][index] ?? 0),
  says: `/activities/state refuses ${method} with a registration that is no UUID`,
  async play(s) {
    const query = {
      activityId: 'https://lms.school.example/quiz/7',
      agent: LEARNER,
      stateId: 's',
      registration: '7',
    };
    await s.expects(400, method, '/activities/state', {
      query,
      ...(method === 'PUT' || method === 'POST' ? { body: {} } : {}),
    });
  },
}));

const registered = (): Query => ({
  activityId: `https://lms.school.example/${v7()}`,
  agent: LEARNER,
  stateId: 's',
  registration: v7(),
});

const STATES: Row[] = [
  ...(
    [
      [218, 'PUT'],
      [227, 'POST'],
    ] as const
  ).map(([number, method]): Row => ({
    id: numbered(number),
    says: `/activities/state takes a ${method} of one registration`,
    async play(s) {
      const query = registered();
      await s.expects(204, method, '/activities/state', { query, body: {} });
      await s.expects(200, 'GET', '/activities/state', { query });
    },
  })),
  {
    id: numbered(220),
    says: '/activities/state keeps registrations apart',
    async play(s) {
      const query = registered();
      await s.expects(204, 'PUT', '/activities/state', { query, body: {} });
      await s.expects(404, 'GET', '/activities/state', { query: { ...query, registration: v7() } });
    },
  },
  {
    id: numbered(219),
    says: '/activities/state deletes the state of one registration',
    async play(s) {
      const query = registered();
      const other = { ...query, registration: v7() };
      for (const each of [query, other])
        await s.expects(204, 'PUT', '/activities/state', { query: each, body: {} });
      await s.expects(204, 'DELETE', '/activities/state', { query });
      await s.expects(404, 'GET', '/activities/state', { query });
      await s.expects(200, 'GET', '/activities/state', { query: other });
    },
  },
  {
    id: numbered(194),
    says: '/activities/state deletes all states of an activity and an agent',
    async play(s) {
      const { stateId: _id, registration: _registration, ...shelf } = registered();
      for (const stateId of ['a', 'b'])
        await s.expects(204, 'PUT', '/activities/state', { query: { ...shelf, stateId }, body: {} });
      await s.expects(204, 'DELETE', '/activities/state', { query: shelf });
      expect((await s.expects(200, 'GET', '/activities/state', { query: shelf })).json()).toEqual([]);
    },
  },
];

export const DOCUMENTS: Row[] = [...RESOURCES.flatMap(rowsOf), ...REGISTRATIONS, ...STATES];
