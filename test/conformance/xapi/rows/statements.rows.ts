import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { ACTIVITY, sampleStatement } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

const put = (s: Speaker, status: number, statementId: string, body: unknown) =>
  s.expects(status, 'PUT', '/statements', { query: { statementId }, body });

const STORING: Row[] = [
  {
    id: 'XAPI-00147',
    says: 'a statement is stored by POST, and its id answered',
    async play(s) {
      const id = v7();
      const answer = await s.expects(200, 'POST', '/statements', { body: sampleStatement({ id }) });
      expect(answer.json()).toEqual([id]);
    },
  },
  {
    id: 'XAPI-00146',
    says: 'a batch is answered by its ids in its order',
    async play(s) {
      const ids = [v7(), v7(), v7()].reverse();
      const body = ids.map((id) => sampleStatement({ id }));
      expect((await s.expects(200, 'POST', '/statements', { body })).json()).toEqual(ids);
    },
  },
  {
    id: 'XAPI-00026',
    says: 'a statement without id gets one',
    async play(s) {
      const [id = ''] = (
        await s.expects(200, 'POST', '/statements', { body: sampleStatement() })
      ).json() as string[];
      expect(await s.read(id)).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      });
    },
  },
  {
    id: 'XAPI-00143',
    says: 'a PUT is answered without content',
    async play(s) {
      expect((await put(s, 204, v7(), sampleStatement())).text).toBe('');
    },
  },
  {
    id: 'XAPI-00144',
    says: 'a PUT stores under the id of its address',
    async play(s) {
      const id = v7();
      await put(s, 204, id, sampleStatement());
      expect(await s.read(id)).toMatchObject({ id, actor: sampleStatement()['actor'] });
    },
  },
  {
    id: 'XAPI-00145',
    says: 'a PUT without statementId is refused',
    play: async (s) => void (await s.expects(400, 'PUT', '/statements', { body: sampleStatement() })),
  },
  {
    id: 'XAPI-00142',
    says: 'another statement of the same id changes nothing',
    async play(s) {
      const id = v7();
      await put(s, 204, id, sampleStatement());
      await put(s, 409, id, sampleStatement({ result: { success: true } }));
      await s.expects(409, 'POST', '/statements', {
        body: [sampleStatement({ id, result: { success: true } })],
      });
      expect(await s.read(id)).not.toHaveProperty('result');
    },
  },
  {
    id: 'Data 2.3.1',
    says: 'the same statement again is no conflict',
    async play(s) {
      const id = v7();
      await put(s, 204, id, sampleStatement());
      await put(s, 204, id, sampleStatement());
      await s.expects(200, 'POST', '/statements', { body: sampleStatement({ id }) });
    },
  },
  {
    id: 'XAPI-00182',
    says: 'of a batch with one bad statement none is stored',
    async play(s) {
      const id = v7();
      const body = [sampleStatement({ id }), sampleStatement({ id: v7(), verb: { id: 'bad' } })];
      await s.expects(400, 'POST', '/statements', { body });
      await s.expects(404, 'GET', '/statements', { query: { statementId: id } });
    },
  },
  {
    id: 'XAPI-00326',
    says: 'the refusal of a batch says which statement is meant',
    async play(s) {
      const body = [sampleStatement(), sampleStatement({ verb: {} })];
      const answer = await s.expects(400, 'POST', '/statements', { body });
      expect(answer.json()).toMatchObject({ error: { index: 1, pointer: '/verb' } });
    },
  },
  {
    id: 'IEEE-9274.1.1-4.1.6.1',
    says: 'no two statements of a batch have the same id',
    async play(s) {
      const id = v7();
      await s.expects(400, 'POST', '/statements', {
        body: [sampleStatement({ id }), sampleStatement({ id })],
      });
      await s.expects(404, 'GET', '/statements', { query: { statementId: id } });
    },
  },
  {
    id: 'XAPI-00324',
    says: 'with a parameter nobody knows nothing is stored',
    async play(s) {
      await s.expects(400, 'POST', '/statements', { query: { colour: 'blue' }, body: sampleStatement() });
      await s.expects(400, 'PUT', '/statements', {
        query: { statementId: v7(), colour: 'blue' },
        body: sampleStatement(),
      });
    },
  },
  {
    id: 'XAPI-00127',
    says: 'a body of another type is refused',
    async play(s) {
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
        await s.expects(400, 'POST', '/statements', {
          body: JSON.stringify(sampleStatement()),
          headers: { 'content-type': type },
        });
    },
  },
  {
    id: 'Communication 3.2',
    says: 'a body that is no JSON is refused',
    play: async (s) => void (await s.expects(400, 'POST', '/statements', { body: '{"actor":' })),
  },
  {
    id: 'XAPI-00328',
    says: 'a statement that is too large is refused as such',
    async play(s) {
      const body = sampleStatement({ result: { response: 'x'.repeat(11 * 1024 * 1024) } });
      await s.expects(413, 'POST', '/statements', { body });
    },
  },
];

const SET_BY_THE_STORE: Row[] = [
  {
    id: 'XAPI-00097',
    says: 'the store says when it stored',
    async play(s) {
      const [id = ''] = await s.store({ stored: '2001-01-01T00:00:00Z' });
      expect(await s.read(id)).toMatchObject({ stored: s.test.clock.now.toISOString() });
    },
  },
  {
    id: 'Data 2.4.7',
    says: 'where no time is given, the time of storing stands in',
    async play(s) {
      const [id = ''] = await s.store({ timestamp: undefined });
      const { stored, timestamp } = await s.read(id);
      expect(timestamp).toBe(stored);
    },
  },
  {
    id: 'XAPI-00099',
    says: 'the store says on whose authority',
    async play(s) {
      const [id = ''] = await s.store({ authority: { mbox: 'mailto:somebody@else.example' } });
      expect(await s.read(id)).toMatchObject({ authority: { account: { name: s.credential.credentialId } } });
    },
  },
  {
    id: 'Data 2.4.10',
    says: 'a statement that names no version gets that of the request',
    async play(s) {
      const [id = ''] = await s.store({});
      expect(await s.read(id)).toMatchObject({ version: s.version === '2.0.0' ? '2.0.0' : '1.0.0' });
    },
  },
  {
    id: 'XAPI-00096',
    says: 'a single context activity comes back in a list',
    async play(s) {
      const [id = ''] = await s.store({ context: { contextActivities: { parent: ACTIVITY } } });
      expect(await s.read(id)).toMatchObject({ context: { contextActivities: { parent: [ACTIVITY] } } });
    },
  },
];

export const STATEMENTS: Row[] = [...STORING, ...SET_BY_THE_STORE];
