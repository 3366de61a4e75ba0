import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SCOPES, type PlatformLineItem, type PlatformLink } from '../../src/demo/platform/platform.schema.ts';
import { aPlatformStand, type PlatformStand } from './platform-stand.ts';

const ITEM = 'application/vnd.ims.lis.v2.lineitem+json';
const ITEMS = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const SCORE = 'application/vnd.ims.lis.v1.score+json';
const RESULTS = 'application/vnd.ims.lis.v2.resultcontainer+json';
const MEMBERS = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const LIST = '/mod/lti/services.php/11/lineitems?type_id=7';
const ROSTER = '/mod/lti/services.php/CourseSection/11/bindings/7/memberships';

let stand: PlatformStand;
let link: PlatformLink;
let item: PlatformLineItem;

beforeAll(async () => {
  stand = await aPlatformStand('moodle');
});
beforeEach(() => {
  const { state } = stand.platform;
  state.links.clear();
  state.lineItems.clear();
  state.results.clear();
  link = state.addLink({
    clientId: stand.tool.clientId,
    courseId: '11',
    title: 'Quiz',
    lineItem: { scoreMaximum: 20, resourceId: 'r1' },
  });
  item = state.lineItems.get(link.lineItemId ?? '') ?? ({} as PlatformLineItem);
});
afterAll(() => stand.platform.close());

const itemPath = (below = '') => `/mod/lti/services.php/11/lineitems/${item.id}/lineitem${below}?type_id=7`;
const learner = () => stand.people.learners[0]?.id ?? '';
const score = (changes: object = {}, type = SCORE) =>
  stand.call('POST', itemPath('/scores'), {
    type,
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
const grade = () => stand.platform.state.resultOf(item.id, learner())?.score;

describe('Moodle’s line items', () => {
  test.each([
    ['the one right type', ITEMS, 200],
    ['any type', '*/*', 400],
    ['a list with the right type', `${ITEMS}, application/json`, 400],
    ['plain JSON', 'application/json', 400],
  ])('are listed to who accepts %s: as it says', async (_name, accept, status) => {
    expect((await stand.call('GET', LIST, { accept })).status).toBe(status);
  });

  test('are named by addresses with a query', async () => {
    const { json } = await stand.call('GET', LIST, { accept: ITEMS });
    expect(json).toEqual([
      expect.objectContaining({
        id: stand.platform.url + itemPath(),
        scoreMaximum: 20,
        resourceLinkId: link.id,
      }),
    ]);
  });

  test('are read with the read-only scope, and by no other', async () => {
    const ask = (scopes: string[]) => stand.call('GET', LIST, { accept: ITEMS, scopes });
    expect((await ask([SCOPES.lineItem])).status).toBe(401);
    expect((await ask([SCOPES.lineItemReadOnly])).status).toBe(200);
  });

  test('come all at once, or in pages whose Link header no parser expects', async () => {
    for (const label of ['a', 'b', 'c'])
      stand.platform.state.addLineItem({
        clientId: stand.tool.clientId,
        courseId: '11',
        label,
        scoreMaximum: 1,
      });
    const all = await stand.call('GET', LIST, { accept: ITEMS });
    expect(all.json).toHaveLength(4);
    expect(all.headers.get('link')).toBeNull();
    const first = await stand.call('GET', `${LIST}&limit=3`, { accept: ITEMS });
    expect(first.json).toHaveLength(3);
    const header = Buffer.from(first.headers.get('link') ?? '', 'latin1').toString('utf8');
    expect(header).toBe(`<${stand.platform.url}${LIST}&amp;limit=3&amp;from=3>; rel=\u201cnext\u201d`);
  });

  test('are made by the tool, which is told more than was kept', async () => {
    const submissionReview = { url: 'https://tool.example/review' };
    const json = { label: 'New', scoreMaximum: 5, resourceId: 'r2', submissionReview };
    const made = await stand.call('POST', LIST, { type: ITEM, json });
    expect({ status: made.status, json: made.json }).toMatchObject({ status: 201, json });
    const kept = [...stand.platform.state.lineItems.values()].at(-1);
    expect(kept).toMatchObject({ label: 'New', madeBy: 'tool', submissionReview: null });
    expect((await stand.call('POST', LIST, { type: `${ITEM}; charset=utf-8`, json })).status).toBe(400);
  });

  test('lose their link when a change doesn’t repeat it, and go even when they belong to an activity', async () => {
    const json = { label: 'Quiz', scoreMaximum: 20 };
    expect((await stand.call('PUT', itemPath(), { type: ITEM, json })).status).toBe(200);
    expect(item.linkId).toBeNull();
    expect((await stand.call('DELETE', itemPath())).status).toBe(204);
    expect(link.lineItemId).toBeNull();
  });
});

describe('Moodle’s scores', () => {
  test('are taken and scaled to the column', async () => {
    expect((await score({ comment: 'Well done' })).status).toBe(200);
    expect(grade()).toBe(16);
    const results = await stand.call('GET', itemPath('/results'), { accept: RESULTS });
    expect(results.json).toEqual([
      expect.objectContaining({
        userId: learner(),
        resultScore: 16,
        resultMaximum: 20,
        comment: 'Well done',
      }),
    ]);
  });

  test.each([
    ['a later part of the same second', '2026-09-07T01:00:00.900Z', 409],
    ['the next second', '2026-09-07T01:00:01Z', 200],
    ['an earlier second', '2026-09-07T00:59:59Z', 409],
    ['no moment at all', 'yesterday', 400],
  ])('after another of the time %s are answered so', async (_name, timestamp, status) => {
    await score();
    expect((await score({ timestamp })).status).toBe(status);
  });

  test('of the future keep out all scores until then', async () => {
    await score({ timestamp: '2026-09-08T00:00:00Z' });
    expect((await score({ timestamp: '2026-09-07T02:00:00Z' })).status).toBe(409);
  });

  test.each([
    ['that are pending', { gradingProgress: 'Pending' }],
    ['that wait for somebody', { gradingProgress: 'PendingManual' }],
    ['without a score', { scoreGiven: undefined, scoreMaximum: undefined }],
  ])('%s wipe the grade and say nothing', async (_name, changes) => {
    await score();
    expect((await score({ timestamp: '2026-09-07T01:00:02Z', ...changes })).status).toBe(200);
    expect(grade()).toBeNull();
  });

  test.each([
    ['of a teacher', () => ({ userId: stand.people.teacher.id })],
    ['of somebody who isn’t there', () => ({ userId: '999999' })],
    ['without a maximum', () => ({ scoreMaximum: undefined })],
    ['without a progress', () => ({ activityProgress: undefined })],
  ])('%s are refused with 400', async (_name, changes) => {
    expect((await score(changes())).status).toBe(400);
  });

  test('of another type are refused; into a locked column they fail; over a teacher’s own grade they change nothing', async () => {
    expect((await score({}, 'application/json')).status).toBe(400);
    item.locked = true;
    expect((await score()).status).toBe(500);
    item.locked = false;
    stand.platform.state.overrideGrade(item.id, learner(), 11);
    expect((await score()).status).toBe(200);
    expect(grade()).toBe(11);
  });

  test('vanish in a column whose maximum Moodle can’t have', async () => {
    item.losesScores = true;
    expect((await score()).status).toBe(200);
    expect(grade()).toBeUndefined();
  });

  test('are read all at once: asked for a page, Moodle shows its page for the lost', async () => {
    const answer = await stand.call('GET', `${itemPath('/results')}&limit=5`, { accept: RESULTS });
    expect({ status: answer.status, type: answer.type }).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
    });
  });
});

describe('Moodle’s roster', () => {
  const read = async (query = '') => {
    const { json, headers } = await stand.call('GET', ROSTER + query, { accept: MEMBERS });
    return { members: (json as { members: Record<string, unknown>[] }).members, link: headers.get('link') };
  };

  test('comes whole unless a limit is asked for', async () => {
    const whole = await read();
    expect({ members: whole.members.length, link: whole.link }).toEqual({ members: 64, link: null });
    expect((await read('?limit=40')).link).toBe(
      `<${stand.platform.url}${ROSTER}?limit=40&from=40>; rel="next"`,
    );
    expect((await read('?limit=40&from=40')).members).toHaveLength(24);
  });

  test('has short names of roles, and takes all but editing teachers for learners', async () => {
    const { members } = await read();
    const rolesOf = (id: string) => members.find((member) => member['user_id'] === id)?.['roles'];
    const { teacher, nonEditingTeacher, assistant, observer } = stand.people;
    expect([teacher, nonEditingTeacher, assistant, observer].map(({ id }) => rolesOf(id))).toEqual([
      ['Instructor'],
      ['Learner'],
      ['Learner'],
      ['Learner'],
    ]);
  });

  test('leaves out who is suspended, and what the tool may not know', async () => {
    const [first] = stand.people.learners;
    if (first) first.suspended = true;
    const { members } = await read();
    expect(members).toHaveLength(63);
    expect(Object.keys(members[0] ?? {}).sort()).toEqual([
      'family_name',
      'given_name',
      'lis_person_sourcedid',
      'name',
      'roles',
      'status',
      'user_id',
    ]);
    if (first) first.suspended = false;
  });

  test('filters after it has cut: a page may hold less than was asked for', async () => {
    expect((await read('?limit=3&role=Instructor')).members).toHaveLength(1);
  });
});
