import { sampleStatement } from '../../../features/xapi/statement-samples.ts';
import type { Row } from '../row.ts';
import { PLACES_OF_AGENTS, refused, taken } from '../shape.ts';

const MBOX = 'mailto:learner01@school.example';
const SHA1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const OPENID = 'https://id.school.example/101';
const ACCOUNT = { homePage: 'https://lms.school.example', name: '101' };
const IDENTIFIERS = { mbox: MBOX, mbox_sha1sum: SHA1, openid: OPENID, account: ACCOUNT };
const MEMBER = [{ mbox: MBOX }];

const AGENT = { objectType: 'Agent', mbox: MBOX };
const GROUP = { objectType: 'Group', mbox: MBOX };

const WRONG_AGENTS: readonly [id: string, says: string, agent: unknown, below: string][] = [
  ['XAPI-00006', 'is no text', MBOX, ''],
  ['XAPI-00033', 'has a name that is no text', { ...AGENT, name: 7 }, '/name'],
  ['XAPI-00034', 'has no identifier', { objectType: 'Agent', name: 'Learner 01' }, ''],
  ['XAPI-00035', 'has members', { ...AGENT, member: MEMBER }, '/member'],
  [
    'XAPI-00038',
    'has an mbox without mailto:',
    { objectType: 'Agent', mbox: 'learner01@school.example' },
    '/mbox',
  ],
  [
    'XAPI-00039',
    'has a mail hash that is none',
    { objectType: 'Agent', mbox_sha1sum: 'abc' },
    '/mbox_sha1sum',
  ],
  ['XAPI-00040', 'has an OpenID that is no address', { objectType: 'Agent', openid: 'me' }, '/openid'],
  ['XAPI-00041', 'has an account that is no object', { objectType: 'Agent', account: '101' }, '/account'],
  ['XAPI-00042', 'has an account of nowhere', { objectType: 'Agent', account: { name: '101' } }, '/account'],
  [
    'XAPI-00042',
    'has an account whose home page is no address',
    { objectType: 'Agent', account: { homePage: 'lms', name: '101' } },
    '/account/homePage',
  ],
  [
    'XAPI-00043',
    'has an account without name',
    { objectType: 'Agent', account: { homePage: ACCOUNT.homePage } },
    '/account',
  ],
];

const WRONG_GROUPS: readonly [id: string, says: string, group: unknown, below: string][] = [
  ['XAPI-00035', 'has neither identifier nor members', { objectType: 'Group' }, ''],
  ['XAPI-00036', 'has members that are no list', { ...GROUP, member: AGENT }, '/member'],
  ['XAPI-00034', 'has a member without identifier', { ...GROUP, member: [{ name: 'x' }] }, '/member/0'],
  ['XAPI-00032', 'has a group as its member', { ...GROUP, member: [GROUP] }, '/member/0/objectType'],
];

const pairs = Object.keys(IDENTIFIERS).flatMap((one, index, all) =>
  all.slice(index + 1).map((two) => [one, two]),
);
const withTwo = (names: string[], objectType: string) => ({
  objectType,
  ...Object.fromEntries(Object.entries(IDENTIFIERS).filter(([name]) => names.includes(name))),
});

export const AGENTS_IN_STATEMENTS: Row[] = [
  ...Object.entries(IDENTIFIERS).flatMap(([name, value]) => [
    taken(
      'XAPI-00034',
      `an agent is identified by ${name}`,
      sampleStatement({ actor: { objectType: 'Agent', [name]: value } }),
    ),
    taken(
      'XAPI-00037',
      `a group is identified by ${name}`,
      sampleStatement({ actor: { objectType: 'Group', [name]: value } }),
    ),
  ]),
  taken(
    'XAPI-00034',
    'an actor that doesn’t say what it is is an agent',
    sampleStatement({ actor: { mbox: MBOX } }),
  ),
  taken(
    'XAPI-00035',
    'a group without identifier has members',
    sampleStatement({ actor: { objectType: 'Group', member: MEMBER } }),
  ),
  ...PLACES_OF_AGENTS.flatMap(([pointer, within]) => [
    ...WRONG_AGENTS.map(([id, says, agent, below]) =>
      refused(id, `an agent at ${pointer} is refused that ${says}`, within(agent), {
        pointer: pointer + below,
      }),
    ),
    ...WRONG_GROUPS.map(([id, says, group, below]) =>
      refused(id, `a group at ${pointer} is refused that ${says}`, within(group), {
        pointer: pointer + below,
      }),
    ),
  ]),
  ...pairs.flatMap((names) => [
    refused(
      'XAPI-00034',
      `an agent isn’t identified by both ${names.join(' and ')}`,
      sampleStatement({ actor: withTwo(names, 'Agent') }),
      {
        pointer: '/actor',
      },
    ),
    refused(
      'XAPI-00037',
      `a group isn’t identified by both ${names.join(' and ')}`,
      sampleStatement({ actor: withTwo(names, 'Group') }),
      {
        pointer: '/actor',
      },
    ),
  ]),
  refused(
    'XAPI-00031',
    'an actor is an Agent or a Group',
    sampleStatement({ actor: { ...AGENT, objectType: 'Person' } }),
    {
      pointer: '/actor/objectType',
    },
  ),
  refused(
    'XAPI-00009',
    'the kind of an actor is written as specified',
    sampleStatement({ actor: { ...AGENT, objectType: 'agent' } }),
    {
      pointer: '/actor/objectType',
      cites: 'XAPI-00031',
    },
  ),
  refused(
    'XAPI-00098',
    'an authority that is a group is a pair',
    sampleStatement({ authority: { objectType: 'Group', member: MEMBER } }),
    {
      pointer: '/authority',
    },
  ),
  refused(
    'XAPI-00100',
    'an authority of three is refused',
    sampleStatement({ authority: { objectType: 'Group', member: [AGENT, AGENT, AGENT] } }),
    { pointer: '/authority', cites: 'XAPI-00098' },
  ),
  refused('XAPI-00024', 'an authority is an agent or a group', sampleStatement({ authority: 'me' }), {
    pointer: '/authority',
    cites: 'XAPI-00006',
  }),
];
