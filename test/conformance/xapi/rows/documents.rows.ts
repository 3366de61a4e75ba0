import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { RESOURCES, type Resource } from '../document-resources.ts';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

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

export const DOCUMENTS: Row[] = RESOURCES.flatMap(rowsOf);
