import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AGS_CLAIM, DEEP_LINKING, LTI, NRPS_CLAIM } from '../../src/demo/platform/message.schema.ts';
import type { PlatformLink } from '../../src/demo/platform/platform.schema.ts';
import { TOOL, aPlatformStand, type PlatformStand } from './platform-stand.ts';

const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
let moodle: PlatformStand;
let canvas: PlatformStand;
let links: Record<'moodle' | 'canvas', PlatformLink>;

beforeAll(async () => {
  moodle = await aPlatformStand('moodle');
  canvas = await aPlatformStand('canvas');
});
afterAll(async () => {
  await moodle.platform.close();
  await canvas.platform.close();
});

const rolesOf = (claims: Record<string, unknown> | null) => claims?.[`${LTI}roles`];
const customOf = (claims: Record<string, unknown> | null) => claims?.[`${LTI}custom`];
const settingsOf = (claims: Record<string, unknown> | null) =>
  claims?.[`${DEEP_LINKING}deep_linking_settings`] as Record<string, unknown>;
const addLink = ({ platform, tool }: PlatformStand, custom: Record<string, string> = {}) =>
  platform.state.addLink({
    clientId: tool.clientId,
    courseId: '11',
    title: 'Quiz',
    custom,
    lineItem: {
      scoreMaximum: 10,
      submissionReview: { url: `${TOOL}/review`, custom: { seen_as: 'review' } },
    },
  });

describe('Deep linking on Moodle', () => {
  test('has no roster claim until the course has an activity of the tool, and takes line items unsaid', async () => {
    const before = await moodle.message({ kind: 'deepLinking' });
    expect(before).not.toHaveProperty([NRPS_CLAIM]);
    expect(settingsOf(before)).toMatchObject({ accept_multiple: true, accept_types: ['ltiResourceLink'] });
    expect(settingsOf(before)).not.toHaveProperty('accept_lineitem');
    expect(settingsOf(before)).not.toHaveProperty('data');
    const custom = {
      path: '$Context.title',
      odd: '$Unknown.name',
      mail: '$Person.email.primary',
      part: 'x ${Context.id}',
    };
    links = { moodle: addLink(moodle, custom), canvas: addLink(canvas, custom) };
    expect(await moodle.message({ kind: 'deepLinking' })).toMatchObject({
      [NRPS_CLAIM]: { service_versions: ['1.0', '2.0'] },
    });
  });

  test('takes a non-editing teacher for a learner, who is an instructor at a link', async () => {
    const userId = moodle.people.nonEditingTeacher.id;
    expect(rolesOf(await moodle.message({ kind: 'deepLinking', userId }))).toEqual([`${MEMBERSHIP}#Learner`]);
    expect(rolesOf(await moodle.message({ linkId: links.moodle.id, userId }))).toEqual([
      `${MEMBERSHIP}#Instructor`,
    ]);
  });
});

describe('A message from Moodle', () => {
  test('lives a minute, has a short type of context, and one line item’s address with a query', async () => {
    const claims = await moodle.message({ linkId: links.moodle.id });
    expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBe(60);
    expect(claims).toMatchObject({
      aud: moodle.tool.clientId,
      [`${LTI}context`]: { id: '11', type: ['CourseSection'] },
      [AGS_CLAIM]: { lineitem: expect.stringMatching(/\/lineitem\?type_id=7$/) },
    });
  });

  test('fills in what it knows as a whole, and leaves the rest as it stands', async () => {
    expect(customOf(await moodle.message({ linkId: links.moodle.id }))).toEqual({
      context_history: '',
      group_ids: '',
      path: 'First course',
      odd: '$Unknown.name',
      mail: null,
      part: 'x ${Context.id}',
    });
  });

  test('of the front page is of a course of its own kind', async () => {
    const { tool, platform } = moodle;
    const link = platform.state.addLink({ clientId: tool.clientId, courseId: '1', title: 'Waymark' });
    expect(await moodle.message({ linkId: link.id })).toMatchObject({
      [`${LTI}context`]: { id: '1', type: ['Group'] },
    });
  });

  test('tells of copies, nearest first; links go along with what is customised', async () => {
    const { state } = moodle.platform;
    const copy = state.copyCourse('11', 'Copy');
    const second = state.copyCourse(copy.id, 'Copy of the copy');
    const link = [...state.links.values()].find(({ courseId }) => courseId === second.id);
    expect(link).toMatchObject({ title: 'Quiz', custom: { odd: '$Unknown.name' } });
    expect(customOf(await moodle.message({ linkId: link?.id ?? '' }))).toMatchObject({
      context_history: `${copy.id},11`,
    });
  });
});

describe('A message from Canvas', () => {
  test('lives an hour, names course, person and link by opaque ids, and says where it was opened', async () => {
    const claims = await canvas.message({ placement: 'course_navigation' });
    expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBe(3600);
    const context = claims?.[`${LTI}context`] as { id: string };
    expect(context.id).toMatch(/^[0-9a-f]{32}$/);
    expect(claims).toMatchObject({
      [`${LTI}resource_link`]: { id: context.id },
      'https://www.instructure.com/placement': 'course_navigation',
      [NRPS_CLAIM]: { service_versions: ['2.0'] },
    });
  });

  test('at the account’s level has neither course nor services', async () => {
    const userId = canvas.people.administrator.id;
    const claims = await canvas.message({ courseId: null, placement: 'account_navigation', userId });
    for (const claim of [`${LTI}context`, AGS_CLAIM, NRPS_CLAIM]) expect(claims).not.toHaveProperty([claim]);
    expect(rolesOf(claims)).toContain(
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
    );
  });

  test('fills in what stands inside a text too', async () => {
    const claims = await canvas.message({ linkId: links.canvas.id });
    expect(customOf(claims)).toMatchObject({ odd: '$Unknown.name', part: `x ${canvas.course.contextId}` });
  });

  test('tells whom an observer watches only where everything of a person is told, and by an older id', async () => {
    const { observer, learners } = canvas.people;
    const watching = { userId: observer.id, placement: 'course_navigation' };
    expect(await canvas.message(watching)).not.toHaveProperty([`${LTI}role_scope_mentor`]);
    canvas.tool.sharesEmail = true;
    const claims = await canvas.message(watching);
    expect(claims?.[`${LTI}role_scope_mentor`]).toEqual([expect.not.stringMatching(learners[0]?.id ?? '')]);
    canvas.tool.sharesEmail = false;
  });

  test.each([
    ['link_selection', true],
    ['assignment_selection', false],
  ])('for deep linking from %s takes several: %s', async (placement, multiple) => {
    const settings = settingsOf(await canvas.message({ kind: 'deepLinking', placement }));
    expect(settings).toMatchObject({ accept_multiple: multiple, data: expect.any(String) });
  });
});

describe.each(['moodle', 'canvas'] as const)('A review of a submission on the %s face', (face) => {
  test('goes to its own address, names the student and the column', async () => {
    const stand = face === 'moodle' ? moodle : canvas;
    const { lineItemId } = links[face];
    const forUserId = stand.people.learners[4]?.id ?? '';
    const claims = await stand.message({ kind: 'review', lineItemId, forUserId });
    expect(claims).toMatchObject({
      [`${LTI}message_type`]: 'LtiSubmissionReviewRequest',
      [`${LTI}target_link_uri`]: `${TOOL}/review`,
      [`${LTI}for_user`]: { user_id: forUserId },
      [`${LTI}custom`]: { seen_as: 'review' },
      [`${LTI}resource_link`]: { id: links[face].id },
      [AGS_CLAIM]: { lineitem: expect.stringContaining(lineItemId ?? '?') },
    });
  });
});

describe('A login', () => {
  const begin = ({ platform, tool, people }: PlatformStand, placement: string | null) =>
    platform.messages.begin({
      kind: placement === null ? 'deepLinking' : 'resource',
      clientId: tool.clientId,
      userId: people.teacher.id,
      courseId: '11',
      linkId: null,
      forUserId: null,
      lineItemId: null,
      placement,
      locale: 'en',
    });

  test('is begun by Moodle without a word on storage, by Canvas with it and more', async () => {
    expect(Object.keys((await begin(moodle, null))?.fields ?? {})).not.toContain('lti_storage_target');
    const { fields } = (await begin(canvas, 'course_navigation')) ?? {};
    expect(fields).toMatchObject({
      lti_storage_target: 'post_message_forwarding',
      deployment_id: canvas.tool.deploymentId,
      lti_deployment_id: canvas.tool.deploymentId,
      canvas_region: expect.any(String),
      canvas_environment: 'prod',
    });
    expect(fields?.['lti_message_hint']?.length).toBeGreaterThan(1500);
  });

  test('is begun for no tool that waits to be activated, and on Canvas from no place the tool hasn’t asked for', async () => {
    expect(await begin(canvas, 'global_navigation')).toBeNull();
    canvas.tool.active = false;
    expect(await begin(canvas, 'course_navigation')).toBeNull();
    canvas.tool.active = true;
  });
});
