import { LTI, ROLE, type Claims } from '../../support/test-platform.ts';
import type { BadRow, GoodRow } from '../row.ts';
import { replacePayload, without } from './forge.ts';

/** 1EdTech LTI Advantage certification guide, "Known bad payloads", all twelve, under their own names. */
export const OFFICIAL_BAD: BadRow[] = [
  { name: 'No KID Sent in JWT header', header: { kid: undefined }, reason: 'kid_missing' },
  { name: 'Incorrect KID in JWT header', header: { kid: 'imposter-key' }, reason: 'kid_unknown' },
  { name: 'Wrong LTI Version', claims: () => ({ [`${LTI}version`]: '11.3' }), reason: 'version_wrong' },
  { name: 'No LTI Version', claims: () => without(`${LTI}version`), reason: 'version_wrong' },
  {
    name: 'Invalid LTI message',
    forge: (token) => replacePayload(token, { name: 'badltilaunch' }),
    reason: 'iss_missing',
  },
  {
    name: 'Missing LTI Claims',
    claims: () => without(`${LTI}message_type`, `${LTI}deployment_id`, `${LTI}roles`, `${LTI}resource_link`),
    reason: 'message_type_missing',
  },
  { name: 'Timestamps Incorrect', claims: () => ({ iat: 11111, exp: 22222 }), reason: 'exp_past' },
  {
    name: 'messsage_type Claim Missing',
    claims: () => without(`${LTI}message_type`),
    reason: 'message_type_missing',
  },
  { name: 'role Claim Missing', claims: () => without(`${LTI}roles`), reason: 'roles_invalid' },
  {
    name: 'deployment_id Claim Missing',
    claims: () => without(`${LTI}deployment_id`),
    reason: 'deployment_id_invalid',
  },
  {
    name: 'resource_link_id Claim Missing',
    claims: () => ({ [`${LTI}resource_link`]: { title: 'Waymark' } }),
    reason: 'resource_link_invalid',
  },
  { name: 'user Claim Missing', claims: () => without('sub'), reason: 'sub_invalid' },
];

/** The guide's valid launches. */
const VALID: { name: string; claims: (role: 'Instructor' | 'Learner') => Claims }[] = [
  { name: 'plain', claims: (role) => ({ [`${LTI}roles`]: [`${ROLE}membership#${role}`] }) },
  {
    name: 'multiple roles',
    claims: (role) => ({
      [`${LTI}roles`]: [
        `${ROLE}institution/person#${role === 'Learner' ? 'Student' : 'Faculty'}`,
        `${ROLE}membership#${role}`,
      ],
    }),
  },
  { name: 'short role', claims: (role) => ({ [`${LTI}roles`]: [role] }) },
  {
    name: 'unknown role',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}unknownrole/unknown#Helper`] }),
  },
  { name: 'no role', claims: (role) => ({ [`${LTI}roles`]: role === 'Learner' ? [] : [''] }) },
  {
    name: 'email only',
    claims: (role) => ({
      [`${LTI}roles`]: [`${ROLE}membership#${role}`],
      ...without('name', 'given_name', 'family_name'),
    }),
  },
  {
    name: 'names only',
    claims: (role) => ({ [`${LTI}roles`]: [`${ROLE}membership#${role}`], ...without('email') }),
  },
  {
    name: 'no personal data',
    claims: (role) => ({
      [`${LTI}roles`]: [`${ROLE}membership#${role}`],
      ...without('email', 'name', 'given_name', 'family_name', `${LTI}ext`),
    }),
  },
  {
    name: 'email without context',
    claims: (role) => ({
      [`${LTI}roles`]: [`${ROLE}membership#${role}`],
      ...without('name', 'given_name', 'family_name', `${LTI}context`),
    }),
  },
];

/** Each for an instructor and for a student. */
export const OFFICIAL_VALID: GoodRow[] = (['Instructor', 'Learner'] as const).flatMap((role) =>
  VALID.map(({ name, claims }): GoodRow => {
    const told = name !== 'no role' && name !== 'unknown role';
    return {
      name: `${role === 'Learner' ? 'Student' : role}: ${name}`,
      claims: () => ({ sub: `valid-${role}`, ...claims(role) }),
      as: { role: role === 'Instructor' && told ? 'instructor' : 'learner' },
    };
  }),
);
