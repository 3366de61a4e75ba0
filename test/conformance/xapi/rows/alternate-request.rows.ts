import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { sampleStatement } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import { basic, type Speaker } from '../speaker.ts';

type Fields = Record<string, string>;

/** A form as an old browser sends it to another site: nothing but its type is said in headers. */
const send = (s: Speaker, status: number, path: string, method: string, fields: Fields) =>
  s.expects(status, 'POST', path, {
    query: { method },
    by: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-experience-api-version': '' },
    body: new URLSearchParams({
      Authorization: basic(s.credential),
      'X-Experience-API-Version': s.version,
      ...fields,
    }).toString(),
  });

const content = JSON.stringify(sampleStatement());
const row = (id: string, says: string, play: Row['play']): Row => ({ id, says, only: '1.0.3', play });

const OLD: Row[] = [
  row('XAPI-00336', 'a form stores a statement', async (s) => {
    const statementId = v7();
    await send(s, 204, '/statements', 'PUT', { statementId, content });
    expect(await s.read(statementId)).toMatchObject(sampleStatement());
  }),
  row('XAPI-00148', 'a form asks for statements', async (s) => {
    const [statementId = ''] = await s.store({});
    expect((await send(s, 200, '/statements', 'GET', { statementId })).json()).toMatchObject({
      id: statementId,
    });
    const page = await send(s, 200, '/statements', 'get', { limit: '1' });
    expect(page.json()).toMatchObject({ statements: [expect.any(Object)], more: expect.any(String) });
  }),
  row('Communication 1.3', 'a form posts several statements', async (s) => {
    const several = JSON.stringify([sampleStatement(), sampleStatement()]);
    expect((await send(s, 200, '/statements', 'POST', { content: several })).json()).toHaveLength(2);
  }),
  row('Communication 1.3', 'a form stores, reads and deletes a document, under conditions', async (s) => {
    const key = { activityId: `https://lms.school.example/${v7()}`, profileId: 'p' };
    const document = { ...key, 'Content-Type': 'text/plain; charset=utf-8', content: '课 & more = x' };
    await send(s, 204, '/activities/profile', 'PUT', { ...document, 'If-None-Match': '*' });
    await send(s, 412, '/activities/profile', 'PUT', { ...document, 'If-None-Match': '*' });
    const got = await send(s, 200, '/activities/profile', 'GET', key);
    expect([got.text, got.headers.get('content-type')]).toEqual([
      '课 & more = x',
      'text/plain; charset=utf-8',
    ]);
    await send(s, 412, '/activities/profile', 'DELETE', { ...key, 'If-Match': '"other"' });
    await send(s, 204, '/activities/profile', 'DELETE', {
      ...key,
      'If-Match': got.headers.get('etag') ?? '',
    });
  }),
  row('Communication 1.3', 'the form says who asks', async (s) => {
    await send(s, 401, '/statements', 'GET', { Authorization: basic({ key: 'nobody', secret: 'x' }) });
  }),
  row('Communication 1.3', 'the form says in which version', async (s) => {
    await send(s, 400, '/statements', 'GET', { 'X-Experience-API-Version': '0.8' });
  }),
  row('Communication 1.3', 'content that is missing is missed', async (s) => {
    await send(s, 400, '/statements', 'PUT', { statementId: v7() });
  }),
  row('Communication 1.3', 'nothing but the method stands in the address', async (s) => {
    await s.expects(400, 'POST', '/statements', {
      query: { method: 'PUT', statementId: v7() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ content }).toString(),
    });
  }),
  row('Communication 1.3', 'nothing but a form is taken', async (s) => {
    await s.expects(400, 'POST', '/statements', { query: { method: 'PUT' }, body: { content } });
  }),
  row('Communication 1.3', 'nothing but a POST is taken', async (s) => {
    await s.expects(400, 'PUT', '/statements', { query: { method: 'POST' }, body: sampleStatement() });
  }),
  row('Communication 1.3', 'no other method is meant', async (s) => {
    await send(s, 400, '/statements', 'PATCH', { content });
  }),
];

const GONE: Row[] = (['GET', 'PUT', 'POST', 'DELETE'] as const).map((method) => ({
  id: 'IEEE-9274.1.1-4.1.2',
  says: `a form doesn’t stand for ${method} any more`,
  only: '2.0.0',
  play: async (s) => void (await send(s, 400, '/statements', method, { statementId: v7(), content })),
}));

export const ALTERNATE_REQUEST: Row[] = [...OLD, ...GONE];
