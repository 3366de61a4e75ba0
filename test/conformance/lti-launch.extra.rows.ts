import { INSTRUCTOR, LEARNER, LTI, ROLE, type Claims } from '../support/test-platform.ts';
import {
  payloadOf,
  replacePayload,
  signedWithPublicKey,
  signedWithSha512,
  unsigned,
  without,
  type BadToken,
} from './lti-launch.forge.ts';

export const BAD_SIGNATURES: BadToken[] = [
  { name: 'alg none', forge: (token) => unsigned(token), reason: 'alg_refused' },
  {
    name: 'HS256 keyed with the public key',
    forge: (token, platform) => signedWithPublicKey(token, platform),
    reason: 'alg_refused',
  },
  { name: 'RS512', forge: (token, platform) => signedWithSha512(token, platform), reason: 'alg_refused' },
  { name: 'signed by somebody else under our kid', foreignKey: true, reason: 'signature_invalid' },
  {
    name: 'a payload changed after signing',
    forge: (token) => replacePayload(token, { ...payloadOf(token), sub: '2' }),
    reason: 'signature_invalid',
  },
  {
    name: 'two parts only',
    forge: (token) => token.split('.').slice(0, 2).join('.'),
    reason: 'token_malformed',
  },
  { name: 'garbage', forge: () => 'not a token', reason: 'token_malformed' },
  {
    name: 'a token of 70 kB',
    claims: () => ({ padding: 'x'.repeat(70_000) }),
    reason: 'token_too_long',
    status: 400,
  },
];

/** OpenID Connect Core 3.1.3.7 and what protects a launch beyond it. */
export const BAD_OIDC: BadToken[] = [
  { name: 'iss unknown', claims: () => ({ iss: 'https://evil.example.net' }), reason: 'iss_unknown' },
  {
    name: 'iss with a slash more',
    claims: () => ({ iss: 'https://lms.example.edu/' }),
    reason: 'iss_unknown',
  },
  { name: 'iss not text', claims: () => ({ iss: 7 }), reason: 'iss_missing' },
  { name: 'aud of another client', claims: () => ({ aud: 'other' }), reason: 'aud_unknown' },
  { name: 'aud missing', claims: () => without('aud'), reason: 'aud_missing' },
  { name: 'aud a list without us', claims: () => ({ aud: ['other'] }), reason: 'aud_unknown' },
  {
    name: 'aud a list with a stranger, azp ours',
    claims: () => ({ aud: ['waymark-client', 'stranger'], azp: 'waymark-client' }),
    reason: 'aud_untrusted',
  },
  {
    name: 'aud a list with a stranger, no azp',
    claims: () => ({ aud: ['waymark-client', 'stranger'] }),
    reason: 'aud_untrusted',
  },
  { name: 'azp of another with a single aud', claims: () => ({ azp: 'stranger' }), reason: 'azp_wrong' },
  { name: 'exp missing', claims: () => without('exp'), reason: 'exp_missing' },
  { name: 'exp as text', claims: (iat) => ({ exp: String(iat + 60) }), reason: 'exp_missing' },
  { name: 'exp past', claims: (iat) => ({ iat: iat - 300, exp: iat - 240 }), reason: 'exp_past' },
  { name: 'exp past by more than the skew', claims: (iat) => ({ exp: iat - 61 }), reason: 'exp_past' },
  { name: 'exp in two days', claims: (iat) => ({ exp: iat + 2 * 86_400 }), reason: 'exp_too_far' },
  { name: 'iat missing', claims: () => without('iat'), reason: 'iat_missing' },
  { name: 'iat in an hour', claims: (iat) => ({ iat: iat + 3600, exp: iat + 7200 }), reason: 'iat_future' },
  { name: 'iat an hour ago', claims: (iat) => ({ iat: iat - 3600 }), reason: 'iat_too_old' },
  { name: 'nbf in an hour', claims: (iat) => ({ nbf: iat + 3600 }), reason: 'nbf_future' },
  { name: 'nonce missing', claims: () => without('nonce'), reason: 'nonce_missing' },
  { name: 'nonce empty', claims: () => ({ nonce: '' }), reason: 'nonce_missing' },
  { name: 'nonce never given out', claims: () => ({ nonce: 'made-up' }), reason: 'nonce_wrong' },
  { name: 'sub empty', claims: () => ({ sub: '' }), reason: 'sub_invalid' },
  { name: 'sub a number', claims: () => ({ sub: 101 }), reason: 'sub_invalid' },
  { name: 'sub of 256 letters', claims: () => ({ sub: 's'.repeat(256) }), reason: 'sub_invalid' },
];

export const BAD_MESSAGES: BadToken[] = [
  ...['LtiStartProctoring', 'basic-lti-launch-request'].map((type): BadToken => ({
    name: `message type ${type}`,
    claims: () => ({ [`${LTI}message_type`]: type }),
    reason: 'message_type_unsupported',
    status: 400,
  })),
  { name: 'version 1.3', claims: () => ({ [`${LTI}version`]: '1.3' }), reason: 'version_wrong' },
  { name: 'version a number', claims: () => ({ [`${LTI}version`]: 1.3 }), reason: 'version_wrong' },
  {
    name: 'deployment id of 256 letters',
    claims: () => ({ [`${LTI}deployment_id`]: 'd'.repeat(256) }),
    reason: 'deployment_id_invalid',
  },
  {
    name: 'another deployment than the login hinted at',
    claims: () => ({ [`${LTI}deployment_id`]: '2' }),
    reason: 'deployment_wrong',
  },
  {
    name: 'target_link_uri missing',
    claims: () => without(`${LTI}target_link_uri`),
    reason: 'target_link_uri_foreign',
  },
  {
    name: 'target_link_uri of another origin',
    claims: () => ({ [`${LTI}target_link_uri`]: 'https://evil.example.net/' }),
    reason: 'target_link_uri_foreign',
  },
  {
    name: 'target_link_uri a script',
    claims: () => ({ [`${LTI}target_link_uri`]: 'javascript:alert(1)' }),
    reason: 'target_link_uri_foreign',
  },
  {
    name: 'target_link_uri hidden behind our name',
    claims: () => ({ [`${LTI}target_link_uri`]: 'http://localhost:3300@evil.example.net/' }),
    reason: 'target_link_uri_foreign',
  },
  {
    name: 'target_link_uri other than the login’s',
    claims: () => ({ [`${LTI}target_link_uri`]: 'http://localhost:3300/elsewhere' }),
    reason: 'target_link_uri_wrong',
  },
  {
    name: 'resource link id empty',
    claims: () => ({ [`${LTI}resource_link`]: { id: ' ' } }),
    reason: 'resource_link_invalid',
  },
  { name: 'roles as text', claims: () => ({ [`${LTI}roles`]: LEARNER }), reason: 'roles_invalid' },
  {
    name: 'context without id',
    claims: () => ({ [`${LTI}context`]: { title: 'Which?' } }),
    reason: 'context_invalid',
  },
  {
    name: 'a mentor',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}membership#Mentor`, `${ROLE}institution/person#Observer`] }),
    reason: 'role_observer',
    status: 403,
  },
];

/** Odd but harmless: accepted, with the role it makes of somebody. */
export const ODD_VALID: { name: string; claims: (iat: number) => Claims; role: string }[] = [
  { name: 'aud a list of one', claims: () => ({ aud: ['waymark-client'] }), role: 'learner' },
  { name: 'azp ours', claims: () => ({ azp: 'waymark-client' }), role: 'learner' },
  { name: 'a clock 50 s ahead', claims: (iat) => ({ iat: iat + 50, exp: iat + 110 }), role: 'learner' },
  { name: 'a clock 50 s behind', claims: (iat) => ({ iat: iat - 110, exp: iat - 50 }), role: 'learner' },
  { name: 'an hour’s life, as Canvas gives', claims: (iat) => ({ exp: iat + 3600 }), role: 'learner' },
  {
    name: 'empty objects written as lists, as PHP does',
    claims: () => ({ [`${LTI}custom`]: [], [`${LTI}launch_presentation`]: [], [`${LTI}lis`]: [] }),
    role: 'learner',
  },
  {
    name: 'custom values null and unexpanded',
    claims: () => ({ [`${LTI}custom`]: { a: null, b: '$Person.sourcedId', c: 7 } }),
    role: 'learner',
  },
  { name: 'an empty context', claims: () => ({ [`${LTI}context`]: {} }), role: 'learner' },
  {
    name: 'a teaching assistant',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}membership/Instructor#TeachingAssistant`] }),
    role: 'instructor',
  },
  {
    name: 'a site administrator of Moodle',
    claims: () => ({
      [`${LTI}roles`]: [
        `${ROLE}institution/person#Administrator`,
        INSTRUCTOR,
        `${ROLE}system/person#Administrator`,
      ],
    }),
    role: 'administrator',
  },
  {
    name: 'an administrator of the system only: no teacher of the course',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}system/person#Administrator`] }),
    role: 'administrator',
  },
  {
    name: 'Canvas’s test student',
    claims: () => ({
      [`${LTI}roles`]: [LEARNER, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
    }),
    role: 'learner',
  },
];
