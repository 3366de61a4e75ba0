import { INSTRUCTOR, LEARNER, LTI, type Claims } from '../../support/test-platform.ts';
import type { BadRow, GoodRow } from '../row.ts';
import { without } from './forge.ts';

const SETTINGS = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';

/** A deep linking request as Moodle words it; `settings` differ. */
function deepLinking(settings: Claims = {}, claims: Claims = {}): Claims {
  return {
    sub: 'teacher-1',
    [`${LTI}roles`]: [INSTRUCTOR],
    [`${LTI}message_type`]: 'LtiDeepLinkingRequest',
    [`${LTI}resource_link`]: undefined,
    [SETTINGS]: {
      deep_link_return_url: 'https://lms.example.edu/mod/lti/contentitem_return.php?course=2&sesskey=x',
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      accept_multiple: true,
      auto_create: false,
      data: 'opaque to tools',
      ...settings,
    },
    ...claims,
  };
}

/** A submission review of learner 101, asked by a teacher from the gradebook. */
function review(claims: Claims = {}): Claims {
  return {
    sub: 'teacher-1',
    [`${LTI}roles`]: [INSTRUCTOR],
    [`${LTI}message_type`]: 'LtiSubmissionReviewRequest',
    [`${LTI}for_user`]: { user_id: '101', name: 'Learner 01', roles: [LEARNER] },
    'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
      scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      lineitem: 'https://lms.example.edu/mod/lti/services.php/2/lineitems/9/lineitem?type_id=1',
    },
    ...claims,
  };
}

export const DEEP_LINKING_AND_REVIEW: (BadRow | GoodRow)[] = [
  {
    name: 'deep linking by a teacher',
    claims: () => deepLinking(),
    as: { role: 'instructor', landing: '/link' },
  },
  {
    name: 'deep linking with flags as text and types with commas',
    claims: () => deepLinking({ accept_multiple: 'true', accept_types: 'ltiResourceLink,link' }),
    as: { role: 'instructor', landing: '/link' },
  },
  {
    name: 'deep linking without settings',
    claims: () => deepLinking({}, without(SETTINGS)),
    reason: 'deep_linking_settings_invalid',
  },
  {
    name: 'deep linking with settings as a list',
    claims: () => deepLinking({}, { [SETTINGS]: [] }),
    reason: 'deep_linking_settings_invalid',
  },
  {
    name: 'deep linking without a return address',
    claims: () => deepLinking(without('deep_link_return_url')),
    reason: 'deep_linking_settings_invalid',
  },
  {
    name: 'deep linking that returns to a script',
    claims: () => deepLinking({ deep_link_return_url: 'javascript:alert(1)' }),
    reason: 'deep_linking_settings_invalid',
  },
  {
    name: 'deep linking that accepts nothing',
    claims: () => deepLinking(without('accept_types')),
    reason: 'deep_linking_settings_invalid',
  },
  {
    name: 'deep linking that returns over http to a platform on https',
    house: true,
    claims: () => deepLinking({ deep_link_return_url: 'http://lms.example.edu/return' }),
    reason: 'deep_link_return_url_insecure',
  },
  {
    name: 'deep linking by a learner',
    house: true,
    claims: () => deepLinking({}, { [`${LTI}roles`]: [LEARNER] }),
    reason: 'deep_linking_by_learner',
    status: 403,
  },
  {
    name: 'deep linking without a context',
    house: true,
    claims: () => deepLinking({}, without(`${LTI}context`)),
    reason: 'context_missing',
  },
  {
    name: 'review of a learner who was here',
    async play(s) {
      const learner = await s.logIn();
      const own = await s.token(learner.nonce, { sub: '101' });
      await learner.browser.launch({ id_token: own, state: learner.state });
      const teacher = await s.logIn();
      const id_token = await s.token(teacher.nonce, review());
      return teacher.browser.launch({ id_token, state: teacher.state });
    },
    as: { role: 'instructor', landing: '/learners/<101>' },
  },
  {
    name: 'review of a learner nobody saw here',
    claims: () => review({ [`${LTI}for_user`]: { user_id: 'never-seen' } }),
    as: { role: 'instructor', landing: '/not-seen' },
  },
  {
    name: 'review by the learner in question',
    claims: () => review({ sub: '101', [`${LTI}roles`]: [LEARNER] }),
    as: { role: 'learner', landing: null },
  },
  {
    name: 'review by another learner',
    house: true,
    claims: () => review({ sub: '102', [`${LTI}roles`]: [LEARNER] }),
    reason: 'for_user_foreign',
    status: 403,
  },
  {
    name: 'review of nobody',
    claims: () => review(without(`${LTI}for_user`)),
    reason: 'for_user_invalid',
  },
  {
    name: 'review of somebody without id',
    claims: () => review({ [`${LTI}for_user`]: { name: 'Learner 01' } }),
    reason: 'for_user_invalid',
  },
  {
    name: 'review of somebody told as text',
    claims: () => review({ [`${LTI}for_user`]: '101' }),
    reason: 'for_user_invalid',
  },
  {
    name: 'review without a resource link',
    claims: () => review(without(`${LTI}resource_link`)),
    reason: 'resource_link_invalid',
  },
  {
    name: 'review without a context',
    house: true,
    claims: () => review(without(`${LTI}context`)),
    reason: 'context_missing',
  },
];
