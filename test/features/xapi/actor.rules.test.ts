import { describe, expect, it, test } from '@jest/globals';
import {
  accountKey,
  actorKey,
  checkActor,
  checkAgent,
  checkGroup,
} from '../../../src/features/xapi/actor.rules.ts';
import type { Actor } from '../../../src/features/xapi/statement.schema.ts';

const ACCOUNT = { homePage: 'https://lms.school.example', name: '101' };
const MBOX = 'mailto:learner01@school.example';
const SHA1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';

test.each([
  ['an mbox', { mbox: MBOX }],
  ['a mail hash', { mbox_sha1sum: SHA1 }],
  ['an OpenID', { openid: 'https://id.school.example/101' }],
  ['an account', { account: ACCOUNT }],
  ['a name in Chinese', { name: '学员01', account: ACCOUNT }],
])('an agent may be identified by %s', (_sentence, agent) => {
  expect(checkAgent(agent)).toBeNull();
});

test.each([
  ['XAPI-00034', 'no identifier', '', { name: 'Learner 01' }],
  ['XAPI-00034', 'two identifiers', '', { mbox: MBOX, account: ACCOUNT }],
  ['XAPI-00035', 'members', '/member', { mbox: MBOX, member: [] }],
  ['XAPI-00033', 'a name that is no text', '/name', { mbox: MBOX, name: 1 }],
  ['XAPI-00038', 'a mail address without mailto', '/mbox', { mbox: 'learner01@school.example' }],
  ['XAPI-00038', 'a mailto without address', '/mbox', { mbox: 'mailto:school.example' }],
  ['XAPI-00039', 'a mail hash too short', '/mbox_sha1sum', { mbox_sha1sum: 'a9993e' }],
  ['XAPI-00040', 'an OpenID without scheme', '/openid', { openid: 'id.school.example/101' }],
  ['XAPI-00041', 'an account that is text', '/account', { account: '101' }],
  ['XAPI-00042', 'an account without home page', '/account', { account: { name: '101' } }],
  [
    'XAPI-00043',
    'an account whose name is a number',
    '/account/name',
    { account: { ...ACCOUNT, name: 101 } },
  ],
  ['XAPI-00031', 'an object type no one knows', '/objectType', { objectType: 'agent', mbox: MBOX }],
])('%s: an agent is refused with %s', (requirement, _sentence, pointer, agent) => {
  expect(checkActor(agent)).toMatchObject({ requirement, pointer });
});

test.each([
  ['XAPI-00035', 'neither identifier nor member', '', { objectType: 'Group' }],
  ['XAPI-00035', 'an empty member list only', '', { objectType: 'Group', member: [] }],
  [
    'XAPI-00032',
    'a member that is a group (XAPI-00036)',
    '/member/0/objectType',
    { objectType: 'Group', member: [{ objectType: 'Group', mbox: MBOX }] },
  ],
  [
    'XAPI-00036',
    'members that are no list',
    '/member',
    { objectType: 'Group', mbox: MBOX, member: { mbox: MBOX } },
  ],
  ['XAPI-00037', 'two identifiers', '', { objectType: 'Group', mbox: MBOX, account: ACCOUNT }],
  ['XAPI-00031', 'no object type', '', { mbox: MBOX }],
])('%s: a group is refused with %s', (requirement, _sentence, pointer, group) => {
  expect(checkGroup(group)).toMatchObject({ requirement, pointer });
});

describe('the key of an actor', () => {
  test.each<[string, Actor, string | null]>([
    ['an account', { account: ACCOUNT }, 'account|https://lms.school.example|101'],
    [
      'the same account with a trailing slash',
      { account: { ...ACCOUNT, homePage: 'https://lms.school.example/' } },
      'account|https://lms.school.example|101',
    ],
    [
      'an account under a path',
      { account: { homePage: 'https://school.example/moodle/', name: 'a|b' } },
      'account|https://school.example/moodle|a|b',
    ],
    [
      'a mail address in capitals',
      { mbox: 'mailto:Learner01@School.example' },
      'mbox|mailto:learner01@school.example',
    ],
    ['a mail hash in capitals', { mbox_sha1sum: SHA1.toUpperCase() }, `sha1|${SHA1}`],
    ['an OpenID', { openid: 'https://id.school.example/101' }, 'openid|https://id.school.example/101'],
    ['an identified group', { objectType: 'Group', mbox: MBOX, member: [] }, `mbox|${MBOX}`],
    ['an anonymous group', { objectType: 'Group', member: [{ mbox: MBOX }] }, null],
    ['an account with a blank name', { account: { ...ACCOUNT, name: ' ' } }, null],
  ])('of %s', (_sentence, actor, key) => {
    expect(actorKey(actor)).toBe(key);
  });

  it('is the one made from the issuer and subject of a launch', () => {
    expect(accountKey('https://lms.school.example/', '101')).toBe(actorKey({ account: ACCOUNT }));
  });

  it('keeps http and https apart: aliases are configured, not guessed', () => {
    expect(accountKey('http://lms.school.example', '101')).not.toBe(
      accountKey('https://lms.school.example', '101'),
    );
  });
});
