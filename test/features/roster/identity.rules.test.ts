import { describe, expect, it } from '@jest/globals';
import {
  decideAttachment,
  listLikelyNames,
  matchActor,
  type Candidate,
  type PlatformTrust,
} from '../../../src/features/roster/identity.rules.ts';

const ISSUERS = ['https://lms.school.example', 'https://canvas.example/'];

describe('an actor nobody knows', () => {
  it.each([
    [
      'an account on the school’s platform is one of its users',
      'account|https://lms.school.example|42',
      'Learner 42',
      'Learner 42',
    ],
    [
      'a slash at the end of the issuer doesn’t matter',
      'account|https://canvas.example|u1',
      'Learner',
      'Learner',
    ],
    [
      'without a name it is called by its account',
      'account|https://lms.school.example|0123456789abcdef',
      null,
      '#0123456789ab',
    ],
    ['a blank name is none', 'account|https://lms.school.example|42', '  ', '#42'],
    ['an account’s name may hold anything', 'account|https://lms.school.example|a|b', null, '#a|b'],
    ['an account elsewhere waits', 'account|https://elsewhere.example|42', 'Learner 42', null],
    [
      'a platform whose address only begins alike waits',
      'account|https://lms.school.example.org|42',
      'x',
      null,
    ],
    ['a mailbox waits: anybody can claim one', 'mbox|mailto:a@school.example', 'Learner', null],
    ['a hashed mailbox waits', 'sha1|0123', 'Learner', null],
    ['an OpenID waits', 'openid|https://id.example/a', 'Learner', null],
  ])('%s', (_sentence, actorKey, name, displayName) => {
    const attachment = decideAttachment({ actorKey, name }, ISSUERS);
    expect(attachment.kind === 'create' ? attachment.displayName : null).toBe(displayName);
  });
});

const MOODLE = 'https://lms.school.example';
const CANVAS = 'https://canvas.example';
const OLD = 'http://old.school.example:8080';
const TRUST: PlatformTrust = {
  platforms: new Map([
    [MOODLE, MOODLE],
    [CANVAS, CANVAS],
    [OLD, MOODLE],
  ]),
  mailboxes: new Set([CANVAS]),
};
const at = (method: Candidate['method'], personId: string, more: Partial<Candidate> = {}): Candidate => ({
  personId,
  method,
  platform: MOODLE,
  sameName: false,
  ...more,
});
const account = (homePage: string, name: string) => `account|${homePage}|${name}`;
const MAILBOX = 'mbox|mailto:a@school.example';

describe('whom an actor most probably is', () => {
  it.each<[string, string, Candidate[], string | null]>([
    ['the platform’s subject is certain', account(MOODLE, '42'), [at('lti', 'A')], 'A lti certain'],
    ['so it is under an alias of the platform', account(OLD, '42'), [at('lti', 'A')], 'A lti certain'],
    ['a login name is likely', account(OLD, 'anna'), [at('username', 'A')], 'A username likely'],
    ['the school’s number is likely', account(OLD, 'S-7'), [at('sourcedid', 'A')], 'A sourcedid likely'],
    ['a custom parameter is likely', account(OLD, 'c7'), [at('custom', 'A')], 'A custom likely'],
    [
      'the subject comes before a login name',
      account(MOODLE, '42'),
      [at('username', 'B'), at('lti', 'A')],
      'A lti certain',
    ],
    [
      'a login name comes before the school’s number, and that before a custom parameter',
      account(MOODLE, 'x1'),
      [at('custom', 'C'), at('sourcedid', 'B'), at('username', 'A')],
      'A username likely',
    ],
    ['two people alike are nobody', account(MOODLE, 'x'), [at('username', 'A'), at('username', 'B')], null],
    [
      'one person alike twice is one',
      account(MOODLE, 'x'),
      [at('username', 'A'), at('username', 'A')],
      'A username likely',
    ],
    [
      'a mailbox counts on a platform whose addresses are verified',
      MAILBOX,
      [at('mbox', 'A', { platform: CANVAS })],
      'A mbox likely',
    ],
    ['so does its hash', 'sha1|00', [at('mbox_sha1sum', 'A', { platform: CANVAS })], 'A mbox_sha1sum likely'],
    [
      'a mailbox of another platform is for staff to judge',
      MAILBOX,
      [at('mbox', 'A')],
      'A mbox likely untrusted',
    ],
    [
      'a verified address comes before one that isn’t, whoever else has it',
      MAILBOX,
      [at('mbox', 'B'), at('mbox', 'A', { platform: CANVAS })],
      'A mbox likely',
    ],
    [
      'two verified owners of one mailbox are nobody, and no one else is suggested instead',
      MAILBOX,
      [at('mbox', 'A', { platform: CANVAS }), at('mbox', 'B', { platform: CANVAS }), at('mbox', 'C')],
      null,
    ],
    [
      'the same login name elsewhere is for staff to judge',
      account('https://elsewhere.example', 'anna'),
      [at('username', 'A')],
      'A username likely untrusted',
    ],
    [
      'the same subject elsewhere is never certain',
      account('https://elsewhere.example', 'c0ffee-42'),
      [at('lti', 'A')],
      'A lti likely untrusted',
    ],
    [
      'a small number elsewhere tells nothing',
      account('https://elsewhere.example', '42'),
      [at('lti', 'A')],
      null,
    ],
    [
      'unless the name is the same, too',
      account('https://elsewhere.example', '42'),
      [at('lti', 'A', { sameName: true })],
      'A lti likely untrusted',
    ],
    [
      'an account of one platform is not taken for the other’s',
      account(CANVAS, 'anna'),
      [at('username', 'A')],
      'A username likely untrusted',
    ],
    ['nobody alike is nobody', account(MOODLE, '42'), [], null],
  ])('%s', (_sentence, actorKey, candidates, expected) => {
    const match = matchActor(actorKey, candidates, TRUST);
    const said =
      match &&
      [match.personId, match.method, match.confidence, ...(match.trusted ? [] : ['untrusted'])].join(' ');
    expect(said).toBe(expected);
  });
});

describe('the names a launch tells besides the subject', () => {
  const none = { username: null, sourcedId: null, customIds: [] };
  it.each([
    ['a login name', { ...none, subject: '42', username: 'anna' }, ['anna username']],
    [
      'a login name that is a number stays likely, too',
      { ...none, subject: '42', username: '2026' },
      ['2026 username'],
    ],
    ['the subject itself is no further name', { ...none, subject: 'anna', username: 'anna' }, []],
    ['the school’s number', { ...none, subject: '42', sourcedId: 'S-7' }, ['S-7 sourcedid']],
    [
      'a school’s number that looks like a subject stands for nobody',
      { ...none, subject: '42', sourcedId: '7' },
      [],
    ],
    ['ids in custom parameters', { ...none, subject: 'c0ffee', customIds: ['7', 'c0ffee'] }, ['7 custom']],
    [
      'each name once, by the surest way',
      { subject: '42', username: 'anna', sourcedId: 'anna', customIds: ['anna'] },
      ['anna username'],
    ],
  ])('%s', (_sentence, told, expected) => {
    expect(listLikelyNames(told).map(({ name, method }) => `${name} ${method}`)).toEqual(expected);
  });
});
