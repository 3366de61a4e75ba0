import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CANVAS_RATE_LIMIT, type PlatformLineItem } from '../../src/demo/platform/platform.schema.ts';
import { aPlatformStand, type PlatformStand } from './platform-stand.ts';

const ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
const SCORE = 'application/vnd.ims.lis.v1.score+json';
const SUBMISSION = 'https://canvas.instructure.com/lti/submission';
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const BASE = '/api/lti/courses/11';

let stand: PlatformStand;
let item: PlatformLineItem;

beforeAll(async () => {
  stand = await aPlatformStand('canvas');
});
beforeEach(() => {
  const { state } = stand.platform;
  state.results.clear();
  state.lineItems.clear();
  item = state.addLineItem({
    clientId: stand.tool.clientId,
    courseId: '11',
    label: 'Quiz',
    scoreMaximum: 20,
  });
});
afterAll(() => stand.platform.close());

const learner = () => stand.people.learners[0]?.id ?? '';
const score = (changes: object = {}) =>
  stand.call('POST', `${BASE}/line_items/${item.id}/scores`, {
    type: SCORE,
    json: {
      userId: learner(),
      timestamp: '2026-09-07T01:00:00.700Z',
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      scoreGiven: 8,
      scoreMaximum: 10,
      ...changes,
    },
  });
const result = () => stand.platform.state.resultOf(item.id, learner());

describe('Canvas’s scores', () => {
  test.each([
    ['an older moment', { timestamp: '2026-09-07T01:00:00.600Z' }, 400],
    ['the same moment', {}, 200],
    ['a moment later in the same second', { timestamp: '2026-09-07T01:00:00.800Z' }, 200],
  ])('after another one with %s are answered so', async (_name, changes, status) => {
    await score();
    expect((await score(changes)).status).toBe(status);
  });

  test.each<[string, () => object]>([
    ['without a maximum', () => ({ scoreMaximum: undefined })],
    ['with a maximum below nothing', () => ({ scoreMaximum: -1 })],
    ['of a teacher', () => ({ userId: stand.people.teacher.id })],
    ['of an observer', () => ({ userId: stand.people.observer.id })],
    ['of somebody who isn’t there', () => ({ userId: 'nobody' })],
  ])('%s are refused with 422', async (_name, changes) => {
    expect((await score(changes())).status).toBe(422);
  });

  test.each([
    ['FullyGraded', 16],
    ['PendingManual', 16],
    ['Pending', null],
    ['NotReady', null],
    ['Failed', null],
  ])('with the grading progress %s make the grade so', async (gradingProgress, grade) => {
    await score({ timestamp: '2026-09-07T00:00:00Z' });
    await score({ gradingProgress });
    expect(result()?.score).toBe(grade);
  });

  test('make a submission each time unless they say otherwise, and are refused when those are used up', async () => {
    item.allowedAttempts = 2;
    await score();
    await score();
    expect((await score()).status).toBe(422);
    expect((await score({ [SUBMISSION]: { new_submission: false } })).status).toBe(200);
    expect(result()?.submissions).toBe(2);
  });

  test('handed in later than now are refused', async () => {
    expect((await score({ [SUBMISSION]: { submitted_at: '2026-09-07T01:02:00Z' } })).status).toBe(400);
    expect((await score({ [SUBMISSION]: { submitted_at: '2026-09-07T01:00:30Z' } })).status).toBe(200);
  });
});

describe('Canvas’s services', () => {
  test('refuse who doesn’t say its name', async () => {
    const { port } = new URL(stand.platform.url);
    const status = await new Promise((resolve, reject) => {
      // Node’s own fetch always has a User-Agent.
      const asked = request({ host: '127.0.0.1', port, path: `${BASE}/line_items` }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  test('answer a burst of calls with 403', async () => {
    stand.platform.state.failNext(/GET .*line_items/, CANVAS_RATE_LIMIT);
    const burst = await stand.call('GET', `${BASE}/line_items`);
    expect({ status: burst.status, left: burst.headers.get('x-rate-limit-remaining') }).toEqual({
      status: 403,
      left: '0',
    });
    expect((await stand.call('GET', `${BASE}/line_items`)).status).toBe(200);
  });

  test('list fifty at most, asked for more or not at all', async () => {
    for (let index = 0; index < 60; index += 1)
      stand.platform.state.addLineItem({
        clientId: stand.tool.clientId,
        courseId: '11',
        label: `Item ${index}`,
        scoreMaximum: 1,
      });
    for (const query of ['', '?limit=100']) {
      const first = await stand.call('GET', `${BASE}/line_items${query}`);
      expect(first.json).toHaveLength(50);
      const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
      const second = await stand.call('GET', next);
      expect(second.json).toHaveLength(11);
      expect(second.headers.get('link')).not.toContain('rel="next"');
    }
  });

  test('make a column of what has a name and a maximum, and give up only what the tool made', async () => {
    const make = (json: object) => stand.call('POST', `${BASE}/line_items`, { type: ITEM, json });
    expect((await make({ label: 'New' })).status).toBe(422);
    expect((await make({ scoreMaximum: 1 })).status).toBe(422);
    const made = await make({ label: 'New', scoreMaximum: 1 });
    expect(made.status).toBe(201);
    const { id } = made.json as { id: string };
    expect((await stand.call('DELETE', id)).status).toBe(204);
    item.madeBy = 'platform';
    expect((await stand.call('DELETE', `${BASE}/line_items/${item.id}`)).status).toBe(401);
  });
});

describe('Canvas’s roster', () => {
  const read = async (query = '') => {
    const { status, json, headers } = await stand.call('GET', `${BASE}/names_and_roles${query}`);
    return {
      status,
      members: (json as { members?: Record<string, unknown>[] }).members ?? [],
      next: /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1],
    };
  };

  test('comes in pages of fifty, active members only', async () => {
    const first = await read();
    expect({ members: first.members.length, next: first.next !== undefined }).toEqual({
      members: 50,
      next: true,
    });
    const second = await stand.call('GET', first.next ?? '');
    expect((second.json as { members: unknown[] }).members).toHaveLength(14);
    const [someone] = stand.people.learners;
    if (someone) someone.suspended = true;
    expect((await read('?page=2')).members).toHaveLength(13);
    if (someone) someone.suspended = false;
  });

  test('has whole names of roles', async () => {
    const { members } = await read();
    const rolesOf = (id: string) => members.find((member) => member['user_id'] === id)?.['roles'];
    expect(rolesOf(stand.people.teacher.id)).toEqual([`${MEMBERSHIP}#Instructor`]);
    expect(rolesOf(stand.people.assistant.id)).toEqual([
      `${MEMBERSHIP}#Instructor`,
      `${MEMBERSHIP}/Instructor#TeachingAssistant`,
    ]);
    const last = await read('?page=2');
    expect(last.members.at(-1)?.['roles']).toEqual([`${MEMBERSHIP}#Mentor`]);
  });

  test('fills in a link’s custom parameters for each member', async () => {
    const { state } = stand.platform;
    const [someone] = stand.people.learners;
    if (someone) someone.sections = { '11': ['s1', 's2'] };
    const link = state.addLink({
      clientId: stand.tool.clientId,
      courseId: '11',
      title: 'Quiz',
      custom: { x: '$Nothing.known' },
    });
    const { members } = await read(`?rlid=${link.id}`);
    const told = members.find((member) => member['user_id'] === learner());
    expect(told?.['message']).toEqual([
      expect.objectContaining({
        'https://purl.imsglobal.org/spec/lti/claim/custom': {
          context_history: '',
          group_ids: '',
          section_ids: 's1,s2',
          x: '$Nothing.known',
        },
      }),
    ]);
    expect((await read('?rlid=unknown')).status).toBe(400);
  });
});
