import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { LEARNER } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE'] as const;
const numbered = (number: number) => `XAPI-00${number}`;

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

const registered = () => ({
  activityId: `https://lms.school.example/${v7()}`,
  agent: LEARNER,
  stateId: 's',
  registration: v7(),
});

const OF_REGISTRATIONS: Row[] = [
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

export const STATES: Row[] = [...REGISTRATIONS, ...OF_REGISTRATIONS];
