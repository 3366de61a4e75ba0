import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { desc, eq } from 'drizzle-orm';
import createExpress from 'express';
import { ltiRoutes } from '../../../src/features/lti/index.ts';
import {
  ltiContexts,
  ltiDeployments,
  ltiItems,
  ltiRegistrations,
  ltiResourceLinks,
} from '../../../src/features/lti/lti.tables.ts';
import { ltiDeepLinkings, ltiLaunches } from '../../../src/features/lti/login.tables.ts';
import { courses, identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { mountRoutes } from '../../../src/infra/http.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aSchool } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aClient, serve, type Answer } from '../../support/launch-client.ts';
import {
  INSTRUCTOR,
  LTI,
  aPlatform,
  claimsOf,
  register,
  sign,
  type Claims,
  type TestPlatform,
} from '../../support/test-platform.ts';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const SETTINGS = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';

let t: TestApp;
let origin: string;
let stop: () => Promise<void>;
/** The launch's routes alone: nobody listens to its news and asks the database on the side. */
let alone: { origin: string; close: () => Promise<void> };
let platform: TestPlatform;
let schoolId: string;

beforeAll(async () => {
  t = await createTestApp();
  ({ origin, close: stop } = await serve(t.app.express));
  const express = createExpress();
  const lms = {
    probeToken: () => Promise.reject(new Error('not asked')),
    readStatus: () => Promise.resolve([]),
  };
  const ports = { landings: { kinds: [], review: String }, onLaunched: () => undefined };
  mountRoutes(express, ltiRoutes(t.deps, ports, lms), t.deps, t.app.presentation);
  alone = await serve(express);
  ({ schoolId } = await aSchool(t.deps));
  platform = await aPlatform();
  await register(t.deps, schoolId, platform);
});
afterAll(async () => {
  await alone.close();
  await stop();
  await platform.close();
  await t.close();
});

async function prepareLaunch(
  overrides: Claims = {},
  of = platform,
  at = origin,
): Promise<() => Promise<Answer>> {
  const client = aClient(at);
  const { state, nonce } = await client.login(of);
  const token = await sign(of, claimsOf(of, t.clock.now, nonce, overrides));
  return () => client.launch(token, state);
}
const launchAs = async (overrides: Claims = {}, of = platform) => (await prepareLaunch(overrides, of))();

const inContext = (id: string, more: Claims = {}) => ({
  [`${LTI}context`]: { id, title: `Course ${id}`, type: ['CourseSection'] },
  ...more,
});
const contextRow = async (contextId: string) =>
  (await t.deps.db.select().from(ltiContexts).where(eq(ltiContexts.contextId, contextId)))[0];
const lastLaunch = async () =>
  (await t.deps.db.select().from(ltiLaunches).orderBy(desc(ltiLaunches.at), desc(ltiLaunches.id)))[0];
const landing = (answer: Answer) => answer.location?.replace(/^\/s\/[\w-]+/, '');

async function groupsOf(subject: string) {
  const [row] = await t.deps.db
    .select({ groups: memberships.groups })
    .from(memberships)
    .innerJoin(identities, eq(identities.personId, memberships.personId))
    .where(eq(identities.actorKey, `account|${platform.issuer}|${subject}`));
  return row?.groups;
}

/** Begin and commit beside them. */
const FRAME = 2;

describe('A launch costs three statements between begin and commit', () => {
  test.each([
    ['of somebody and a course never seen', { sub: '900' }],
    ['of the same person again', { sub: '900' }],
    ['with another name and role', { sub: '900', name: 'Other', [`${LTI}roles`]: [INSTRUCTOR] }],
    ['without a course', { sub: '900', [`${LTI}context`]: undefined }],
  ])('%s', async (_what, claims) => {
    const launch = await prepareLaunch({ ...inContext('900'), ...claims }, platform, alone.origin);
    let answer: Answer | undefined;
    const queries = await countQueries(async () => {
      answer = await launch();
    });
    expect(answer?.status).toBe(303);
    expect(queries).toBe(FRAME + 3);
  });

  test('two first launches of one person and course at once both enter, and make one of each', async () => {
    const launches = await Promise.all(
      Array.from({ length: 6 }, () => prepareLaunch(inContext('910', { sub: '910' }))),
    );
    const answers = await Promise.all(launches.map((launch) => launch()));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(6).fill(303));
    const made = await t.deps.db.select().from(courses).where(eq(courses.title, 'Course 910'));
    expect(made).toHaveLength(1);
    const known = await t.deps.db
      .select()
      .from(identities)
      .where(eq(identities.actorKey, `account|${platform.issuer}|910`));
    expect(known).toHaveLength(1);
    const members = await t.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.courseId, made[0]?.id ?? ''));
    expect(members).toHaveLength(1);
  });

  test('of two deployments that come first together one is let in', async () => {
    const fresh = { ...platform, clientId: 'first-comers' };
    const { registrationId } = await register(t.deps, schoolId, fresh);
    await t.deps.db.delete(ltiDeployments).where(eq(ltiDeployments.registrationId, registrationId));
    const launches = await Promise.all(
      ['a', 'b', 'c', 'd'].map((deploymentId) => prepareLaunch({}, { ...fresh, deploymentId })),
    );
    const answers = await Promise.all(launches.map((launch) => launch()));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403, 403]);
    const rows = await t.deps.db
      .select()
      .from(ltiDeployments)
      .where(eq(ltiDeployments.registrationId, registrationId));
    expect(rows.filter(({ approvedAt }) => approvedAt !== null)).toHaveLength(1);
    expect(rows).toContainEqual(
      expect.objectContaining({ approvedAt: null, seenIn: 'Digital skills practicum' }),
    );
  });
});

test('A platform registered by hand is called what its first launch calls it', async () => {
  const { registrationId } = await register(t.deps, schoolId, { ...platform, clientId: 'by-hand' });
  const nameOf = async () => {
    const [row] = await t.deps.db
      .select()
      .from(ltiRegistrations)
      .where(eq(ltiRegistrations.id, registrationId));
    return row?.platformName;
  };
  const enter = async (name?: string) => {
    const claims = { [`${LTI}tool_platform`]: { guid: 'lms', name } };
    await (
      await prepareLaunch(claims, { ...platform, clientId: 'by-hand' })
    )();
  };
  await enter();
  expect(await nameOf()).toBeNull();
  await enter('Moodle of the school');
  await enter('Renamed later');
  expect(await nameOf()).toBe('Moodle of the school');
});

describe('What a launch says of the course', () => {
  const services = {
    [AGS]: { lineitems: 'https://lms.example.edu/lineitems', scope: ['a', 'b'] },
    [NRPS]: { context_memberships_url: 'https://lms.example.edu/members', service_versions: ['1.0', '2.0'] },
  };
  test('its services are kept, and silence takes nothing back', async () => {
    await launchAs(inContext('920', services));
    await launchAs(inContext('920'));
    expect(await contextRow('920')).toMatchObject({
      lineItemsUrl: 'https://lms.example.edu/lineitems',
      agsScopes: ['a', 'b'],
      membershipsUrl: 'https://lms.example.edu/members',
    });
  });
  test('a scope that was taken away is gone', async () => {
    await launchAs(inContext('920', { ...services, [AGS]: { scope: ['a'] } }));
    expect((await contextRow('920'))?.agsScopes).toEqual(['a']);
  });
  test('addresses that are none are not kept', async () => {
    await launchAs(inContext('921', { [AGS]: { lineitems: 'javascript:alert(1)' }, [NRPS]: 'odd' }));
    expect(await contextRow('921')).toMatchObject({ lineItemsUrl: null, membershipsUrl: null });
  });
  test('groups and sections are the member’s', async () => {
    await launchAs({
      sub: '922',
      [`${LTI}custom`]: { group_ids: '7,3', section_ids: '$Canvas.course.sectionIds' },
    });
    expect(await groupsOf('922')).toEqual(['group:3', 'group:7']);
    // A launch that tells nothing of them takes nothing back; one that tells none does.
    await launchAs({ sub: '922' });
    expect(await groupsOf('922')).toEqual(['group:3', 'group:7']);
    await launchAs({ sub: '922', [`${LTI}custom`]: { group_ids: '3' } });
    expect(await groupsOf('922')).toEqual(['group:3']);
  });
  test('a copy names the course it comes from, the nearest that is known', async () => {
    await launchAs(inContext('930'));
    await launchAs(inContext('931', { [`${LTI}custom`]: { context_history: 'unknown,930,920' } }));
    const [copy] = await t.deps.db.select().from(courses).where(eq(courses.title, 'Course 931'));
    expect(copy?.copiedFromId).toBe((await contextRow('930'))?.courseId);
  });
});

describe('Links that show an item', () => {
  async function anItem(contextId: string) {
    await launchAs(inContext(contextId));
    const courseId = (await contextRow(contextId))?.courseId ?? '';
    const { personId } = await aMember(t.deps, { schoolId, courseId, role: 'instructor' });
    const id = t.deps.newId();
    await t.deps.db.insert(ltiItems).values({
      schoolId,
      id,
      courseId,
      kind: 'package',
      ref: '',
      title: 'Package',
      scoreMaximum: 100,
      createdBy: personId,
      createdAt: t.deps.now(),
    });
    return { id, courseId };
  }
  const linkRow = async (resourceLinkId: string) =>
    (
      await t.deps.db
        .select()
        .from(ltiResourceLinks)
        .where(eq(ltiResourceLinks.resourceLinkId, resourceLinkId))
    )[0];
  const linkTo = (id: string, item: string) => ({
    [`${LTI}resource_link`]: { id, title: 'Package' },
    [`${LTI}custom`]: { waymark_item: item },
  });

  test('are remembered with the line item that is tied to them', async () => {
    const { id, courseId } = await anItem('940');
    const tied = { [AGS]: { lineitem: 'https://lms.example.edu/lineitems/5?type_id=1' } };
    await launchAs(inContext('940', { ...linkTo('l940', id), ...tied }));
    expect(await linkRow('l940')).toMatchObject({
      itemId: id,
      courseId,
      lineItemUrl: 'https://lms.example.edu/lineitems/5?type_id=1',
    });
  });
  test('in a copied course become that course’s own, once', async () => {
    const { id } = await anItem('941');
    const copy = (link: string) => inContext('942', linkTo(link, id));
    await launchAs(copy('l1'));
    await launchAs(copy('l2'));
    await launchAs(copy('l1'));
    const courseId = (await contextRow('942'))?.courseId ?? '';
    const own = await t.deps.db.select().from(ltiItems).where(eq(ltiItems.courseId, courseId));
    expect(own).toMatchObject([{ kind: 'package', ref: '', scoreMaximum: 100 }]);
    expect(own[0]?.id).not.toBe(id);
    expect((await linkRow('l1'))?.itemId).toBe(own[0]?.id);
    expect((await linkRow('l2'))?.itemId).toBe(own[0]?.id);
  });
  test('of another school name nothing here', async () => {
    const { id } = await anItem('943');
    const other = await aSchool(t.deps, { name: 'Another' });
    const elsewhere = { ...platform, clientId: 'elsewhere' };
    await register(t.deps, other.schoolId, elsewhere);
    expect((await launchAs(inContext('943', linkTo('l943', id)), elsewhere)).status).toBe(303);
    expect((await linkRow('l943'))?.itemId).toBeNull();
  });
  test.each(['not-an-id', '$waymark_item', "1' or '1'='1"])(
    'an item called %s opens the usual page',
    async (item) => {
      expect((await launchAs(inContext('944', linkTo('l944', item)))).status).toBe(303);
    },
  );
});

describe('Moodle’s front page', () => {
  test('is the site and no course', async () => {
    const site = { [`${LTI}context`]: { id: '1', title: 'Site', type: ['Group'] } };
    expect((await launchAs({ ...site, sub: 'site-visitor' })).status).toBe(303);
    expect(await contextRow('1')).toBeUndefined();
  });
});

describe('Text that no database stores', () => {
  const emojiAtTheCut = `${'x'.repeat(299)}😀 and on`;
  test.each([
    [
      'a title with half a character at the cut',
      { [`${LTI}resource_link`]: { id: 'l950', title: emojiAtTheCut } },
    ],
    ['a description with a NUL', { [`${LTI}resource_link`]: { id: 'l951', description: 'a\0b' } }],
    ['a name with half a character', { sub: '950', name: 'Learner \ud83d' }],
    ['a group with a NUL', { [`${LTI}custom`]: { group_ids: '1\0,2' } }],
  ])('doesn’t keep anybody out: %s', async (_what, claims) => {
    expect((await launchAs(inContext('950', claims))).status).toBe(303);
  });
  test.each([
    ['an issuer', { iss: 'https://lms.example.edu\0' }],
    ['a deployment', { [`${LTI}deployment_id`]: '1\0' }],
    ['a subject', { sub: '1\0' }],
  ])('is refused in what identifies: %s', async (_what, claims) => {
    expect((await launchAs(inContext('950', claims))).status).toBe(401);
  });
});

describe('Messages beside the resource link', () => {
  const teacher = { [`${LTI}roles`]: [INSTRUCTOR], sub: 'teacher-1' };
  const acceptNotice = () => t.deps.db.update(people).set({ privacyVersion: '2026-11' });
  const asked = {
    deep_link_return_url: 'https://lms.example.edu/mod/lti/contentitem_return.php?sesskey=1',
    accept_types: ['ltiResourceLink'],
    accept_multiple: 'true',
    accept_lineitem: true,
    data: 'opaque',
  };
  const deepLinking = {
    ...teacher,
    [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
    [`${LTI}resource_link`]: undefined,
    [SETTINGS]: asked,
  };
  const review = (userId: string) => ({
    ...teacher,
    [`${LTI}message_type`]: 'LtiSubmissionReviewRequest',
    [`${LTI}for_user`]: { user_id: userId },
  });

  test('deep linking leads to the picker and keeps what the platform takes', async () => {
    await launchAs(deepLinking);
    await acceptNotice();
    const answer = await launchAs(deepLinking);
    expect(landing(answer)).toBe('/link');
    const sessionId = answer.location?.split('/')[2] ?? '';
    const [row] = await t.deps.db
      .select()
      .from(ltiDeepLinkings)
      .where(eq(ltiDeepLinkings.sessionId, sessionId));
    expect(row).toMatchObject({
      answeredAt: null,
      settings: {
        returnUrl: asked.deep_link_return_url,
        acceptMultiple: true,
        acceptLineItem: true,
        gradedOnly: false,
        data: 'opaque',
      },
    });
  });
  test('a review leads to that student’s evidence', async () => {
    await launchAs({ sub: 'student-1' });
    const [known] = await t.deps.db
      .select()
      .from(identities)
      .where(eq(identities.actorKey, `account|${platform.issuer}|student-1`));
    expect(landing(await launchAs(review('student-1')))).toBe(`/learners/${known?.personId}`);
  });
  test('a review from an item’s column names the item', async () => {
    const [link] = await t.deps.db
      .select()
      .from(ltiResourceLinks)
      .where(eq(ltiResourceLinks.resourceLinkId, 'l940'));
    const about = inContext('940', { [`${LTI}custom`]: { waymark_item: link?.itemId } });
    expect(landing(await launchAs({ ...review('student-1'), ...about }))).toMatch(
      new RegExp(`^/learners/[0-9a-f-]{36}\\?item=${link?.itemId}$`),
    );
  });
  test('a review of somebody we never saw says so', async () => {
    expect(landing(await launchAs(review('never-seen')))).toBe('/not-seen');
  });
});

describe('The inspector', () => {
  test('keeps how a launch was set up and nothing about who it was', async () => {
    await launchAs({
      sub: 'secret-subject',
      [`${LTI}custom`]: { group_ids: '1', phone: '555-0100', sis: '$Person.sourcedId' },
    });
    const row = await lastLaunch();
    expect(row).toMatchObject({
      refusal: null,
      messageType: 'LtiResourceLinkRequest',
      bindingStore: 'cookie',
    });
    const kept = JSON.stringify(row?.claims);
    for (const secret of ['secret-subject', 'Learner 01', 'learner01', 'sesskey', '555-0100'])
      expect(kept).not.toContain(secret);
    expect(row?.claims).toMatchObject({
      sub: '•••',
      iss: platform.issuer,
      [`${LTI}roles`]: expect.arrayContaining([expect.stringContaining('Learner')]) as unknown,
      [`${LTI}custom`]: { group_ids: '1', phone: '•••', sis: '$Person.sourcedId' },
      [`${LTI}launch_presentation`]: { return_url: 'https://lms.example.edu/mod/lti/return.php' },
    });
  });
  test('shows the reason of a refusal', async () => {
    await launchAs({ [`${LTI}version`]: '1.1' });
    expect(await lastLaunch()).toMatchObject({ refusal: 'version_wrong', personId: null });
  });
  test('keeps few of those that anybody can cause, and none of their content', async () => {
    t.clock.advance(60_000);
    const before = (await t.deps.db.select().from(ltiLaunches)).length;
    const client = aClient(origin);
    const { state, nonce } = await client.login(platform);
    const token = await sign(platform, claimsOf(platform, t.clock.now, nonce, { name: 'Forged' }), {
      kid: 'forged',
    });
    for (let tries = 0; tries < 15; tries += 1) await client.launch(token, state);
    const rows = await t.deps.db.select().from(ltiLaunches);
    expect(rows.length - before).toBe(10);
    expect((await lastLaunch())?.claims).toEqual({});
  });
});
