import { LEARNER, LTI, ROLE } from '../../support/test-platform.ts';
import type { BadRow } from '../row.ts';
import { without } from './forge.ts';

export const BAD_MESSAGES: BadRow[] = [
  ...['LtiStartProctoring', 'basic-lti-launch-request'].map((type): BadRow => ({
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
    name: 'message type a number',
    claims: () => ({ [`${LTI}message_type`]: 1 }),
    reason: 'message_type_missing',
  },
  {
    name: 'deployment id a number',
    claims: () => ({ [`${LTI}deployment_id`]: 1 }),
    reason: 'deployment_id_invalid',
  },
  {
    name: 'resource link as text',
    claims: () => ({ [`${LTI}resource_link`]: '7' }),
    reason: 'resource_link_invalid',
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
    house: true,
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}membership#Mentor`, `${ROLE}institution/person#Observer`] }),
    reason: 'role_observer',
    status: 403,
  },
];
