import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  appointableRoles,
  mayEndAppointment,
  type Scope,
} from '../../../src/features/roster/appointment.rules.ts';
import { readClassList } from '../../../src/features/roster/class-list.rules.ts';
import { judgeInvitation, type InvitationVerdict } from '../../../src/features/roster/invitation.rules.ts';
import { landingPath } from '../../../src/features/roster/landing.rules.ts';
import { returnPath } from '../../../src/features/roster/return-path.rules.ts';
import type { AppointedRole, Role, TalentType } from '../../../src/features/roster/roster.schema.ts';
import { fromWallTime, isTimeZone, toWallTime } from '../../../src/features/roster/school-time.rules.ts';
import { resolveTalentType } from '../../../src/features/roster/talent-type.rules.ts';

test.each<[string, Role[], boolean, string]>([
  ['a learner starts at home', ['learner'], true, '/home'],
  ['a teacher at the class', ['instructor'], true, '/class'],
  ['a teacher who is also a career teacher at the class', ['instructor', 'career_teacher'], true, '/class'],
  ['a learner who helps elsewhere at home', ['learner', 'expert'], true, '/home'],
  ['an administrator at the overview', ['administrator'], true, '/overview'],
  ['an invited mentor at the class', ['enterprise_mentor'], true, '/class'],
  ['a supervisor in a course at the class', ['supervisor'], true, '/class'],
  ['a supervisor of the school at the overview', ['supervisor'], false, '/overview'],
  ['an administrator without a course at the overview', ['administrator'], false, '/overview'],
  ['a career teacher of the school at the skills', ['career_teacher'], false, '/skills'],
  ['an expert at what waits for review', ['expert'], true, '/resources/inbox'],
  ['a mentor without a course too', ['enterprise_mentor'], false, '/resources/inbox'],
])('landingPath: %s', (_sentence, roles, inCourse, path) => {
  expect(landingPath(roles, inCourse)).toBe(path);
});

const BASE = '/waymark/s/1';
test.each<[string, string | undefined, string]>([
  ['the page the form stood on', 'https://w.example/waymark/s/1/plan?x=1#y', '/plan?x=1'],
  ['the first page', 'https://w.example/waymark/s/1/', '/'],
  ['no referer', undefined, '/'],
  ['nonsense', 'nonsense', '/'],
  ['a foreign site', 'https://evil.example/waymark/s/1/plan', '/'],
  ['another session', 'https://w.example/waymark/s/12/plan', '/'],
  ['a page outside sessions', 'https://w.example/waymark/invitations/token', '/'],
  ['a way up and out', 'https://w.example/waymark/s/1/../2/plan', '/'],
])('returnPath: %s', (_sentence, referer, path) => {
  expect(returnPath(referer, BASE, 'https://w.example/waymark')).toBe(path);
});

describe('appointments', () => {
  test.each<[string, Role[], Scope, boolean, AppointedRole[]]>([
    [
      'a teacher, within the course, all but supervisors',
      ['instructor'],
      'course',
      true,
      ['career_teacher', 'enterprise_mentor', 'expert'],
    ],
    ['a teacher, school-wide, none', ['instructor'], 'school', true, []],
    ['a teacher without a course, none', ['instructor'], 'course', false, []],
    [
      'an administrator, school-wide, all',
      ['administrator'],
      'school',
      false,
      ['career_teacher', 'enterprise_mentor', 'expert', 'supervisor'],
    ],
    ['a supervisor, none', ['supervisor'], 'course', true, []],
    ['a learner, none', ['learner'], 'course', true, []],
  ])('are made by %s', (_sentence, roles, scope, inCourse, expected) => {
    expect(appointableRoles(roles, scope, inCourse)).toEqual(expected);
  });

  test.each<[string, Role[], AppointedRole, string | null, boolean]>([
    ['a teacher ends a mentor of the course', ['instructor'], 'enterprise_mentor', 'c', true],
    ['not a supervisor', ['instructor'], 'supervisor', 'c', false],
    ['nor anything school-wide', ['instructor'], 'expert', null, false],
    ['nor anything of another course', ['instructor'], 'expert', 'other', false],
    ['an administrator ends all of these', ['administrator'], 'supervisor', null, true],
    ['also in another course', ['administrator'], 'supervisor', 'other', true],
  ])('end: %s', (_sentence, roles, role, courseId, expected) => {
    expect(mayEndAppointment(roles, { role, courseId }, 'c')).toBe(expected);
  });
});

test.each<[string, { accepted?: boolean; revoked?: boolean; days: number } | undefined, InvitationVerdict]>([
  ['a fresh link is open', { days: 0 }, 'open'],
  ['until its last moment', { days: 13.999 }, 'open'],
  ['not after 14 days', { days: 14 }, 'expired'],
  ['a used one', { days: 1, accepted: true }, 'accepted'],
  ['a revoked one', { days: 1, revoked: true }, 'revoked'],
  ['one that was used before it expired', { days: 20, accepted: true }, 'accepted'],
  ['an unknown one', undefined, 'unknown'],
])('judgeInvitation: %s', (_sentence, given, verdict) => {
  const start = Date.parse('2026-09-07T00:00:00Z');
  const state = given && {
    acceptedAt: given.accepted ? new Date(start) : null,
    revokedAt: given.revoked ? new Date(start) : null,
    expiresAt: new Date(start + 14 * 86_400_000),
  };
  expect(judgeInvitation(state, new Date(start + (given?.days ?? 0) * 86_400_000))).toBe(verdict);
});

describe('readClassList', () => {
  const candidates = [
    { personId: 'p1', name: 'Learner 01', identifiers: ['3', 'l01'] },
    { personId: 'p2', name: 'Learner 02', identifiers: ['4', 'l02'] },
    { personId: 'p3', name: 'Namesake', identifiers: ['5'] },
    { personId: 'p4', name: 'Namesake', identifiers: ['6'] },
  ];
  test.each<[string, string, string[], string[]]>([
    ['names, one per line', 'Learner 01\nLearner 02\n', ['p1', 'p2'], []],
    ['login names in any case', 'L01', ['p1'], []],
    ['pasted cells, whichever names the learner', '2026001\tLearner 01\r\n2026002\tl02', ['p1', 'p2'], []],
    ['quoted cells', '"Learner 01","x"', ['p1'], []],
    ['Chinese commas and full-width digits', 'x，Learner ０１', ['p1'], []],
    ['an identifier decides between namesakes', 'Namesake,6', ['p4'], []],
    ['blank lines', '\n \nLearner 01\n', ['p1'], []],
    ['nothing', '', [], []],
    ['nobody', 'Learner 01\nLearner 99', ['p1'], ['2 nobody']],
    ['a name that two have', 'Namesake', [], ['1 several']],
    ['somebody twice', 'Learner 01\nl01', ['p1'], ['2 twice']],
  ])('reads %s', (_sentence, text, personIds, problems) => {
    const list = readClassList(text, candidates);
    expect(list.personIds).toEqual(personIds);
    expect(list.problems.map(({ line, id }) => `${line} ${id}`)).toEqual(problems);
  });
});

test.each<[string, TalentType | null, TalentType | null, TalentType | null, TalentType | null]>([
  ['the learner’s own counts first', 'support', 'operations', 'development', 'support'],
  ['then the major’s', null, 'operations', 'development', 'operations'],
  ['then the course’s', null, null, 'development', 'development'],
  ['else none is known', null, null, null, null],
])('resolveTalentType: %s', (_sentence, own, major, course, expected) => {
  expect(resolveTalentType(own, major, course)).toBe(expected);
});

describe('the school’s clock', () => {
  test.each<[string, string, string, string | null]>([
    ['Shanghai is eight hours ahead', '2026-09-07T09:00', 'Asia/Shanghai', '2026-09-07T01:00:00.000Z'],
    ['midnight is 00:00', '2026-09-07T00:00', 'Asia/Shanghai', '2026-09-06T16:00:00.000Z'],
    ['a zone of half an hour', '2026-09-07T09:00', 'Asia/Kolkata', '2026-09-07T03:30:00.000Z'],
    ['the day before clocks go forward', '2026-03-07T12:00', 'America/New_York', '2026-03-07T17:00:00.000Z'],
    [
      'an hour that is skipped becomes the next',
      '2026-03-08T02:30',
      'America/New_York',
      '2026-03-08T07:30:00.000Z',
    ],
    [
      'of an hour that comes twice the first',
      '2026-11-01T01:30',
      'America/New_York',
      '2026-11-01T05:30:00.000Z',
    ],
    ['a day that isn’t', '2026-02-30T09:00', 'Asia/Shanghai', null],
    ['a time that isn’t', '2026-09-07T24:01', 'Asia/Shanghai', null],
    ['a year of three digits', '0900-09-07T09:00', 'Asia/Shanghai', null],
    ['something else', 'tomorrow', 'Asia/Shanghai', null],
  ])('%s', (_sentence, wall, zone, expected) => {
    expect(fromWallTime(wall, zone)?.toISOString() ?? null).toBe(expected);
  });

  test('a moment’s wall time leads back to it, but for the hour that comes twice', () => {
    const minute = fc
      .date({ min: new Date('2000-01-01Z'), max: new Date('2099-01-01Z'), noInvalidDate: true })
      .map((at) => new Date(Math.floor(at.getTime() / 60_000) * 60_000));
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'UTC',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(minute, zone, (at, timeZone) => {
        const back = fromWallTime(toWallTime(at, timeZone), timeZone);
        const early = at.getTime() - (back?.getTime() ?? 0);
        return early === 0 || early === 3_600_000 || early === 1_800_000;
      }),
    );
  });

  test.each([
    ['Asia/Shanghai', true],
    ['UTC', true],
    ['', false],
    ['Moon/Base', false],
    ['China Standard Time', false],
  ])('isTimeZone: %s', (name, expected) => expect(isTimeZone(name)).toBe(expected));
});
