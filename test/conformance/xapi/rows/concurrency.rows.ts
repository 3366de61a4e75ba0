import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

const agent = () => ({ account: { homePage: 'https://lms.school.example', name: v7() } });
const activityId = () => `https://lms.school.example/${v7()}`;

const RESOURCES = {
  '/activities/state': () => ({ activityId: activityId(), agent: agent(), stateId: 's' }),
  '/activities/profile': () => ({ activityId: activityId(), profileId: 'p' }),
  '/agents/profile': () => ({ agent: agent(), profileId: 'p' }),
};
const WRONG_TAG = `"${'0'.repeat(40)}"`;

const rowsOf = (path: string, fresh: () => Record<string, unknown>): Row[] => {
  const row = (says: string, play: Row['play'], only?: Row['only']): Row => ({
    id: 'XAPI-00322',
    says: `${path} ${says}`,
    ...(only && { only }),
    play,
  });
  /** A document that is there, and its tag. */
  const stored = async (s: Speaker) => {
    const query = fresh();
    await s.expects(204, 'PUT', path, { query, body: { a: 1 }, headers: { 'if-none-match': '*' } });
    return { query, etag: (await s.expects(200, 'GET', path, { query })).headers.get('etag') ?? '' };
  };
  const unchanged = async (s: Speaker, query: Record<string, unknown>) =>
    expect((await s.expects(200, 'GET', path, { query })).json()).toEqual({ a: 1 });
  const overwritten = async (s: Speaker) => {
    const { query } = await stored(s);
    const answer = await s.expects(409, 'PUT', path, { query, body: { a: 2 } });
    expect(answer.text).toMatch(/If-Match/);
    await unchanged(s, query);
  };

  return [
    row('tags a document with the hash of its octets', async (s) => {
      const { etag } = await stored(s);
      expect(etag).toBe(`"${createHash('sha1').update('{"a":1}').digest('hex')}"`);
    }),
    row('replaces what If-Match names', async (s) => {
      const { query, etag } = await stored(s);
      await s.expects(204, 'PUT', path, { query, body: { a: 2 }, headers: { 'if-match': etag } });
      expect((await s.expects(200, 'GET', path, { query })).json()).toEqual({ a: 2 });
    }),
    ...(['PUT', 'POST', 'DELETE'] as const).map((method) =>
      row(`refuses ${method} where If-Match names another`, async (s) => {
        const { query } = await stored(s);
        const body = method === 'DELETE' ? {} : { body: { a: 2 } };
        await s.expects(412, method, path, { query, ...body, headers: { 'if-match': WRONG_TAG } });
        await unchanged(s, query);
      }),
    ),
    row('refuses a PUT that would only create', async (s) => {
      const { query } = await stored(s);
      await s.expects(412, 'PUT', path, { query, body: { a: 2 }, headers: { 'if-none-match': '*' } });
      await unchanged(s, query);
    }),
    row('deletes what If-Match names', async (s) => {
      const { query, etag } = await stored(s);
      await s.expects(204, 'DELETE', path, { query, headers: { 'if-match': etag } });
      await s.expects(404, 'GET', path, { query });
    }),
    row('isn’t overwritten by who doesn’t say what is there', overwritten, '2.0.0'),
    path === '/activities/state'
      ? row(
          'is overwritten by who doesn’t say what is there',
          async (s) => {
            const { query } = await stored(s);
            await s.expects(204, 'PUT', path, { query, body: { a: 2 } });
          },
          '1.0.3',
        )
      : row('isn’t overwritten by who doesn’t say what is there', overwritten, '1.0.3'),
    row('tells when it was changed last', async (s) => {
      const { query, etag } = await stored(s);
      s.test.clock.advance(5000);
      await s.expects(204, 'PUT', path, { query, body: { a: 2 }, headers: { 'if-match': etag } });
      const { headers } = await s.expects(200, 'GET', path, { query });
      expect(headers.get('last-modified')).toBe(s.test.clock.now.toUTCString());
    }),
  ];
};

export const CONCURRENCY: Row[] = Object.entries(RESOURCES).flatMap(([path, fresh]) => rowsOf(path, fresh));
