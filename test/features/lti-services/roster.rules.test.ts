import { describe, expect, it } from '@jest/globals';
import { judgeEntries, readMembersPage } from '../../../src/features/lti-services/memberships.rules.ts';
import {
  isAboutPlatform,
  judgeRefusal,
  judgeRosterFailure,
} from '../../../src/features/lti-services/roster-problem.rules.ts';
import {
  doubtSince,
  expectedLeaving,
  isRosterDue,
} from '../../../src/features/lti-services/roster-schedule.rules.ts';

const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';
const CUSTOM = 'https://purl.imsglobal.org/spec/lti/claim/custom';

const readOne = (member: object) => {
  const page = readMembersPage(
    JSON.stringify({ id: 'x', members: [{ user_id: '1', roles: [], ...member }] }),
  );
  return page.kind === 'page' ? page.entries[0] : undefined;
};

describe('a page of members', () => {
  it.each(['', '<html>', 'null', '[]', '{}', '{"members":{}}', '{"members":"none"}'])(
    'isn’t one: %s',
    (text) => expect(readMembersPage(text)).toEqual({ kind: 'unreadable' }),
  );
  it('can be empty', () =>
    expect(readMembersPage('{"members":[]}')).toEqual({ kind: 'page', entries: [], nameless: 0 }));
  it('counts entries without an id, and those that are none', () => {
    const members = [
      { user_id: '1', roles: [] },
      { roles: [] },
      { user_id: '' },
      { user_id: 'x'.repeat(256) },
      null,
      7,
    ];
    expect(readMembersPage(JSON.stringify({ members }))).toMatchObject({
      entries: [{ subject: '1' }],
      nameless: 5,
    });
  });
  it('takes ids that are written as numbers', () => expect(readOne({ user_id: 42 })?.subject).toBe('42'));

  it.each([
    [undefined, true],
    ['Active', true],
    ['active', true],
    ['ACTIVE', true],
    ['Inactive', false],
    ['inactive', false],
    ['Deleted', false],
    ['', true],
  ])('tells by its status %p whether somebody is active', (status, active) =>
    expect(readOne({ status })?.active).toBe(active),
  );

  it.each([
    ['its full name', { name: ' Li Wei ', given_name: 'A' }, 'Li Wei'],
    ['its parts', { given_name: 'Ada', family_name: 'Byron' }, 'Ada Byron'],
    ['Chinese parts in their order', { given_name: '伟', family_name: '李' }, '李伟'],
    ['one part', { family_name: 'Byron' }, 'Byron'],
    ['nothing', { name: null, given_name: '' }, null],
    ['nothing but a number', { name: 7 }, null],
    ['a very long one', { name: 'x'.repeat(300) }, 'x'.repeat(200)],
  ])('names somebody by %s', (_by, member, name) => expect(readOne(member)?.name).toBe(name));

  it('tells address, login name and school number where they are given', () => {
    const told = readOne({ email: 'a@x.example', ext_user_username: 'li', lis_person_sourcedid: 'S1' });
    expect(told).toMatchObject({ email: 'a@x.example', username: 'li', sourcedId: 'S1' });
    expect(readOne({ email: null, lis_person_sourcedid: '' })).toMatchObject({
      email: null,
      sourcedId: null,
    });
  });

  it.each<[string, unknown, string[] | null, string[] | null]>([
    ['a link’s parameters', { group_ids: '6,5', section_ids: '2' }, ['group:5', 'group:6'], ['section:2']],
    ['one of them', { section_ids: '2' }, null, ['section:2']],
    ['a number', { section_ids: 2 }, null, ['section:2']],
    ['an empty one: none', { group_ids: '', section_ids: '2' }, [], ['section:2']],
    ['one that wasn’t filled in: nothing', { group_ids: '$Canvas.group.contextIds' }, null, null],
    ['nothing', undefined, null, null],
    ['what is no object', 'odd', null, null],
  ])('tells groups by %s', (_by, custom, group, section) =>
    expect(readOne({ message: [{ [CUSTOM]: custom }] })?.groups).toEqual({ group, section }),
  );
  it('tells no groups without a message (Moodle’s has only its type)', () => {
    expect(readOne({})?.groups).toEqual({ group: null, section: null });
    expect(readOne({ message: 'x' })?.groups).toEqual({ group: null, section: null });
  });
});

describe('who is a member', () => {
  const judge = (roles: string[], active = true) =>
    judgeEntries([
      {
        subject: '1',
        roles,
        active,
        name: null,
        email: null,
        username: null,
        sourcedId: null,
        groups: { group: null, section: null },
      },
    ]);
  it.each([
    [['Learner'], 'learner'],
    [['Instructor'], 'instructor'],
    [['Instructor', `${VOCABULARY}person#Administrator`], 'administrator'],
    [[`${VOCABULARY}membership#Learner`], 'learner'],
    [[`${VOCABULARY}membership/Instructor#TeachingAssistant`], 'instructor'],
    [[`${VOCABULARY}membership#ContentDeveloper`], 'instructor'],
    [[`${VOCABULARY}membership#Mentor`, `${VOCABULARY}membership#Learner`], 'learner'],
    [[], 'learner'],
  ])('%p as %s', (roles, role) => expect(judge(roles).members).toMatchObject([{ subject: '1', role }]));

  it('watchers aren’t', () =>
    expect(judge([`${VOCABULARY}membership#Mentor`])).toEqual({ members: [], observers: 1, testUsers: 0 }));
  it('test students aren’t', () =>
    expect(
      judge([
        `${VOCABULARY}membership#Learner`,
        'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
      ]),
    ).toEqual({ members: [], observers: 0, testUsers: 1 }));
  it('who isn’t active isn’t', () =>
    expect(judge(['Learner'], false)).toEqual({ members: [], observers: 0, testUsers: 0 }));
});

describe('what went wrong', () => {
  const answer = (status: number, text = '', headers: Record<string, string> = {}) => ({
    status,
    text,
    headers: new Headers(headers),
  });
  it.each([
    [answer(401), 'rosterNotAllowed'],
    [answer(403), 'rosterNotAllowed'],
    [answer(403, '403 Forbidden (Rate Limit Exceeded)'), 'rosterBusy'],
    [answer(403, '', { 'x-rate-limit-remaining': '0.0' }), 'rosterBusy'],
    [answer(429), 'rosterBusy'],
    [answer(404), 'rosterGone'],
    [answer(400), 'rosterRefused'],
    [answer(500), 'rosterPlatformDown'],
    [answer(503), 'rosterPlatformDown'],
  ])('is told by the answer %p', (given, problem) => expect(judgeRefusal(given)).toBe(problem));

  it.each([
    ['services.scopeMissing', undefined, 'rosterNotAllowed'],
    ['services.tokenRefused', 'invalid_scope', 'rosterNotAllowed'],
    ['services.tokenRefused', 'invalid_client', 'rosterTokenRefused'],
    ['services.tokenUnreadable', '', 'rosterTokenRefused'],
    ['services.pageForeign', undefined, 'rosterForeign'],
    ['services.pageEndless', undefined, 'rosterTooLarge'],
    ['outbound.tooLarge', undefined, 'rosterTooLarge'],
    ['outbound.redirect', undefined, 'rosterForeign'],
    ['outbound.unreachable', undefined, 'rosterUnreachable'],
    ['outbound.refused', undefined, 'rosterUnreachable'],
    ['noPersonKey', undefined, null],
  ])('is told by the error %s (%s)', (id, reason, problem) =>
    expect(judgeRosterFailure(id, reason)).toBe(problem),
  );

  it('concerns the platform’s other courses or this one', () => {
    expect(isAboutPlatform('rosterUnreachable')).toBe(true);
    expect(isAboutPlatform('rosterGone')).toBe(false);
    expect(isAboutPlatform(null)).toBe(false);
  });
});

describe('when a roster is read', () => {
  // 10:00 at the school, or 02:00.
  const NOON = { now: new Date('2026-09-08T02:00:00Z'), minutes: 600 };
  const NIGHT = { now: new Date('2026-09-07T20:55:00Z'), minutes: 295 };
  const ago = (from: Date, hours: number) => new Date(from.getTime() - hours * 3_600_000);
  const due = (
    at: typeof NOON,
    { launched, tried, failures = 0 }: { launched: number | null; tried: number | null; failures?: number },
  ) =>
    isRosterDue(
      {
        contextId: '7',
        lastLaunchAt: launched === null ? null : ago(at.now, launched),
        triedAt: tried === null ? null : ago(at.now, tried),
        failures,
      },
      at.now,
      at.minutes,
    );

  it.each([
    ['at once where it never was', NOON, { launched: 1, tried: null }, true],
    ['not where nobody launches any more', NOON, { launched: 121 * 24, tried: null }, false],
    ['not where nobody ever launched', NOON, { launched: null, tried: null }, false],
    ['hourly while the course is in use', NOON, { launched: 5, tried: 1 }, true],
    ['not twice an hour', NOON, { launched: 5, tried: 0.8 }, false],
    ['not by day where the course rests', NOON, { launched: 48, tried: 8 }, false],
    ['at night where the course rests', NIGHT, { launched: 48, tried: 20 }, true],
    ['once a night', NIGHT, { launched: 48, tried: 3 }, false],
    ['by day when a night was missed', NOON, { launched: 48, tried: 37 }, true],
    ['an hour after a failure', NOON, { launched: 1, tried: 1, failures: 1 }, true],
    ['not so soon after three', NOON, { launched: 1, tried: 3, failures: 3 }, false],
    ['four hours after three', NOON, { launched: 1, tried: 4, failures: 3 }, true],
    ['a day after many', NOON, { launched: 1, tried: 24, failures: 20 }, true],
  ])('%s', (_when, at, course, expected) => expect(due(at, course)).toBe(expected));

  it('is spread over the night', () => {
    const readFrom = (contextId: string) =>
      Array.from({ length: 300 }, (_, minute) => minute).find((minute) =>
        isRosterDue(
          {
            contextId,
            lastLaunchAt: ago(NOON.now, 48),
            triedAt: ago(NOON.now, 25),
            failures: 0,
          },
          NOON.now,
          minute,
        ),
      );
    const places = new Set(Array.from({ length: 200 }, (_, n) => readFrom(`course-${n}`)));
    expect(places.size).toBeGreaterThan(80);
    expect(places.has(undefined)).toBe(false);
  });

  it('expects as many to leave as an earlier reading missed, from an hour later on', () => {
    const doubt = { since: NOON.now.toISOString(), leaving: 11 };
    const after = (minutes: number) => new Date(NOON.now.getTime() + minutes * 60_000);
    expect(expectedLeaving(null, NOON.now)).toBe(0);
    expect(expectedLeaving(doubt, after(50))).toBe(0);
    expect(expectedLeaving(doubt, after(60))).toBe(11);
  });

  it('begins to doubt anew where still more are missing', () => {
    const before = { since: '2026-09-07T01:00:00.000Z', leaving: 11 };
    expect(doubtSince(before, { leaving: 11 }, NOON.now)).toBe(before.since);
    expect(doubtSince(before, { leaving: 20 }, NOON.now)).toBe(NOON.now.toISOString());
    expect(doubtSince(null, { leaving: 11 }, NOON.now)).toBe(NOON.now.toISOString());
  });
});
