import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import type { Row } from '../row.ts';

const SHA1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const ACCOUNT = { homePage: 'https://lms.school.example', name: 'somebody' };

const IDENTIFIED: readonly [number: string, name: string, value: unknown][] = [
  ['XAPI-00239', 'mbox', 'mailto:learner01@school.example'],
  ['XAPI-00240', 'mbox_sha1sum', SHA1],
  ['XAPI-00241', 'openid', 'https://id.school.example/101'],
  ['XAPI-00242', 'account', ACCOUNT],
];

const AGENTS: Row[] = [
  ...IDENTIFIED.map(([id, name, value]): Row => ({
    id,
    says: `a person has a list for ${name}`,
    async play(s) {
      const answer = await s.expects(200, 'GET', '/agents', { query: { agent: { [name]: value } } });
      expect(answer.json()).toEqual({ objectType: 'Person', [name]: [value] });
    },
  })),
  {
    id: 'XAPI-00238',
    says: 'a person has a list for names',
    async play(s) {
      const agent = { objectType: 'Agent', name: '学员01', account: ACCOUNT };
      const answer = await s.expects(200, 'GET', '/agents', { query: { agent } });
      expect(answer.json()).toEqual({ objectType: 'Person', name: ['学员01'], account: [ACCOUNT] });
    },
  },
  {
    id: 'XAPI-00248',
    says: 'an agent nobody has heard of is a person all the same',
    async play(s) {
      const agent = { account: { ...ACCOUNT, name: v7() } };
      expect((await s.expects(200, 'GET', '/agents', { query: { agent } })).json()).toMatchObject({
        objectType: 'Person',
      });
    },
  },
  ...(
    [
      ['XAPI-00243', 'without agent', {}],
      ['XAPI-00249', 'of an agent that is no JSON', { agent: 'me' }],
      ['XAPI-00249', 'of an agent without identifier', { agent: { objectType: 'Agent', name: 'x' } }],
      ['XAPI-00249', 'of an agent with two', { agent: { mbox: 'mailto:a@b.example', account: ACCOUNT } }],
      ['XAPI-00324', 'with a parameter nobody knows', { agent: { account: ACCOUNT }, colour: 'blue' }],
    ] as const
  ).map(([id, says, query]): Row => ({
    id,
    says: `/agents refuses a request ${says}`,
    play: async (s) => void (await s.expects(400, 'GET', '/agents', { query })),
  })),
];

const ACTIVITIES: Row[] = [
  {
    id: 'XAPI-00251',
    says: 'an activity is told with its definition',
    async play(s) {
      const object = {
        objectType: 'Activity',
        id: `https://lms.school.example/${v7()}`,
        definition: { name: { en: 'Quiz' }, type: 'http://adlnet.gov/expapi/activities/assessment' },
      };
      await s.store({ object });
      expect(
        (await s.expects(200, 'GET', '/activities', { query: { activityId: object.id } })).json(),
      ).toEqual(object);
    },
  },
  {
    id: 'XAPI-00254',
    says: 'an activity is told in all languages that were ever used',
    async play(s) {
      const id = `https://lms.school.example/${v7()}`;
      await s.store({ object: { id, definition: { name: { en: 'Quiz' } } } });
      await s.store({ object: { id, definition: { name: { 'zh-CN': '测验' } } } });
      expect(
        (await s.expects(200, 'GET', '/activities', { query: { activityId: id } })).json(),
      ).toMatchObject({
        definition: { name: { en: 'Quiz', 'zh-CN': '测验' } },
      });
    },
  },
  {
    id: 'Communication 2.5',
    says: 'an activity nobody has heard of is told by its id',
    async play(s) {
      const activityId = `https://lms.school.example/${v7()}`;
      expect((await s.expects(200, 'GET', '/activities', { query: { activityId } })).json()).toMatchObject({
        id: activityId,
      });
    },
  },
  ...(
    [
      ['XAPI-00250', 'without activityId', {}],
      ['XAPI-00012', 'of an activity that is no IRI', { activityId: 'quiz' }],
      [
        'XAPI-00324',
        'with a parameter nobody knows',
        { activityId: 'https://school.example/a', colour: 'blue' },
      ],
    ] as const
  ).map(([id, says, query]): Row => ({
    id,
    says: `/activities refuses a request ${says}`,
    play: async (s) => void (await s.expects(400, 'GET', '/activities', { query })),
  })),
];

export const AGENTS_AND_ACTIVITIES: Row[] = [...AGENTS, ...ACTIVITIES];
