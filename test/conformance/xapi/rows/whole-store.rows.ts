import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { LEARNER, sampleStatement } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';

const ACTIVITY_ID = 'https://lms.school.example/quiz/7';
/** Each resource with parameters by which it answers to GET. */
const READ: readonly [path: string, query: Record<string, unknown>][] = [
  ['/statements', {}],
  ['/agents', { agent: LEARNER }],
  ['/activities', { activityId: ACTIVITY_ID }],
  ['/activities/state', { activityId: ACTIVITY_ID, agent: LEARNER }],
  ['/activities/profile', { activityId: ACTIVITY_ID }],
  ['/agents/profile', { agent: LEARNER }],
];

const ABOUT: Row[] = [
  {
    id: 'XAPI-00319',
    says: 'about tells the versions to anybody, without being told one',
    async play(s) {
      const answer = await s.expects(200, 'GET', '/about', {
        by: null,
        headers: { 'x-experience-api-version': '' },
      });
      expect(answer.json()).toMatchObject({ version: ['1.0.3', '2.0.0'] });
    },
  },
  {
    id: 'XAPI-00317',
    says: 'about names the version that is spoken here',
    async play(s) {
      const { version } = (await s.expects(200, 'GET', '/about')).json() as { version: string[] };
      expect(version).toContain(s.version);
    },
  },
];

const EXTENSIONS: Row = {
  id: 'Communication 2.8',
  says: 'what about tells beyond the versions stands in extensions, under IRIs',
  async play(s) {
    const { extensions } = (await s.expects(200, 'GET', '/about')).json() as { extensions: object };
    expect(Object.keys(extensions)).toEqual([expect.stringMatching(/^https:/)]);
  },
};

const HEADS: Row[] = READ.map(([path, query]) => ({
  id: 'XAPI-00125',
  says: `${path} answers HEAD as GET, without a body`,
  async play(s) {
    const got = await s.expects(200, 'GET', path, { query });
    const head = await s.expects(200, 'HEAD', path, { query });
    expect(head.text).toBe('');
    for (const name of [
      'content-type',
      'content-length',
      'x-experience-api-version',
      'etag',
      'last-modified',
    ])
      expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)]);
  },
}));

const VERSIONS: Row[] = [
  ...READ.map(([path, query]): Row => ({
    id: 'XAPI-00321',
    says: `${path} refuses who doesn’t name a version, and names its own`,
    async play(s) {
      const answer = await s.expects(400, 'GET', path, {
        query,
        headers: { 'x-experience-api-version': '' },
      });
      expect(answer.headers.get('x-experience-api-version')).toBe(s.version);
    },
  })),
  ...['0.9', '0.95', '1.1.0', '2.1.0', 'latest'].map((version): Row => ({
    id: 'XAPI-00331',
    says: `${version} isn’t spoken`,
    play: async (s) =>
      void (await s.expects(400, 'GET', '/statements', { headers: { 'x-experience-api-version': version } })),
  })),
  ...(
    [
      ['1.0', '1.0.3'],
      ['1.0.1', '1.0.3'],
      ['1.0.9', '1.0.3'],
      ['2.0', '2.0.0'],
      ['2.0.0', '2.0.0'],
    ] as const
  ).map(([asked, answered]): Row => ({
    id: 'XAPI-00333',
    says: `who speaks ${asked} is answered in ${answered}`,
    async play(s) {
      const { headers } = await s.expects(200, 'GET', '/statements', {
        headers: { 'x-experience-api-version': asked },
      });
      expect(headers.get('x-experience-api-version')).toBe(answered);
    },
  })),
];

const CONSISTENCY: Row[] = (
  [
    [200, 'GET', {}],
    [404, 'GET', { statementId: v7() }],
    [400, 'GET', { colour: 'blue' }],
  ] as const
).map(([status, method, query]) => ({
  id: 'XAPI-00153',
  says: `an answer of ${status} tells up to when it is consistent`,
  async play(s) {
    const { headers } = await s.expects(status, method, '/statements', { query });
    expect(headers.get('x-experience-api-consistent-through')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    );
  },
}));

const CREDENTIALS: Row[] = [
  {
    id: 'XAPI-00335',
    says: 'who proves who they are by Basic is let in',
    play: async (s) => void (await s.expects(200, 'GET', '/statements')),
  },
  ...READ.map(([path, query]): Row => ({
    id: 'XAPI-00334',
    says: `${path} refuses strangers`,
    async play(s) {
      await s.expects(401, 'GET', path, { query, by: null });
      await s.expects(401, 'GET', path, { query, by: { ...s.credential, secret: 'wrong' } });
    },
  })),
  {
    id: 'Communication 3.2',
    says: 'who may not is told so',
    async play(s) {
      const by = await s.credentialFor('statements/read');
      await s.expects(403, 'POST', '/statements', { body: sampleStatement(), by });
      await s.expects(403, 'GET', '/agents/profile', { query: { agent: LEARNER }, by });
    },
  },
  {
    id: 'Communication 3.2',
    says: 'a method a resource doesn’t have is refused, and those it has are named',
    async play(s) {
      const answer = await s.expects(405, 'DELETE', '/statements');
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual([
        'GET',
        'HEAD',
        'OPTIONS',
        'POST',
        'PUT',
      ]);
      await s.expects(405, 'POST', '/about', { body: {} });
    },
  },
];

export const WHOLE_STORE: Row[] = [
  ...ABOUT,
  EXTENSIONS,
  ...HEADS,
  ...VERSIONS,
  ...CONSISTENCY,
  ...CREDENTIALS,
];
