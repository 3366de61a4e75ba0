import { INSTRUCTOR, LEARNER, LTI, ROLE } from '../../support/test-platform.ts';
import type { GoodRow } from '../row.ts';

/** Odd but harmless: accepted, with the role it makes of somebody. */
export const ODD_VALID: GoodRow[] = [
  { name: 'aud a list of one', claims: () => ({ aud: ['waymark-client'] }), as: { role: 'learner' } },
  { name: 'azp ours', claims: () => ({ azp: 'waymark-client' }), as: { role: 'learner' } },
  {
    name: 'a clock 50 s ahead',
    claims: (iat) => ({ iat: iat + 50, exp: iat + 110 }),
    as: { role: 'learner' },
  },
  {
    name: 'a clock 50 s behind',
    claims: (iat) => ({ iat: iat - 110, exp: iat - 50 }),
    as: { role: 'learner' },
  },
  {
    name: 'an hour’s life, as Canvas gives',
    claims: (iat) => ({ exp: iat + 3600 }),
    as: { role: 'learner' },
  },
  {
    name: 'empty objects written as lists, as PHP does',
    claims: () => ({ [`${LTI}custom`]: [], [`${LTI}launch_presentation`]: [], [`${LTI}lis`]: [] }),
    as: { role: 'learner' },
  },
  {
    name: 'custom values null and unexpanded',
    claims: () => ({ [`${LTI}custom`]: { a: null, b: '$Person.sourcedId', c: 7 } }),
    as: { role: 'learner' },
  },
  { name: 'an empty context', claims: () => ({ [`${LTI}context`]: {} }), as: { role: 'learner' } },
  {
    name: 'a teaching assistant',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}membership/Instructor#TeachingAssistant`] }),
    as: { role: 'instructor' },
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
    as: { role: 'administrator' },
  },
  {
    name: 'an administrator of the system only: no teacher of the course',
    claims: () => ({ [`${LTI}roles`]: [`${ROLE}system/person#Administrator`] }),
    as: { role: 'administrator' },
  },
  {
    name: 'Canvas’s test student',
    claims: () => ({
      [`${LTI}roles`]: [LEARNER, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
    }),
    as: { role: 'learner' },
  },
  {
    name: 'claims of wrong types that nothing hangs on',
    claims: () => ({
      [`${LTI}custom`]: 'a=b',
      [`${LTI}launch_presentation`]: 3,
      [`${LTI}tool_platform`]: [7],
      name: 7,
      email: ['a@b'],
    }),
    as: { role: 'learner' },
  },
  {
    name: 'numbers and nothing among the roles',
    claims: () => ({ [`${LTI}roles`]: [7, null, LEARNER] }),
    as: { role: 'learner' },
  },
  {
    // The signature would have to be checked with an LTI 1.1 secret: without one the claim is as good as absent.
    name: 'an LTI 1.1 identity with a bad signature: not believed',
    claims: () => ({
      sub: 'lti1p1-claimant',
      [`${LTI}lti1p1`]: {
        user_id: 'valid-Instructor',
        oauth_consumer_key: 'old-key',
        oauth_consumer_key_sign: 'bm90IGEgc2lnbmF0dXJl',
      },
    }),
    as: { role: 'learner' },
  },
  {
    name: 'Moodle’s versions of its roster service',
    claims: () => ({
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
        // Nobody listens there: whoever wants to read the roster at once is told so at once.
        context_memberships_url: 'http://127.0.0.1:9/memberships',
        service_versions: ['1.0', '2.0'],
      },
    }),
    as: { role: 'learner' },
  },
];
