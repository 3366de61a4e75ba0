import { describe, expect, test } from '@jest/globals';
import { courseActivityId } from '../../../src/features/lti/course-activity.rules.ts';
import { parseLaunch } from '../../../src/features/lti/launch.rules.ts';
import { platformAddresses } from '../../../src/features/lti/platform-addresses.rules.ts';
import { decideEmbedOrigins, isBelow } from '../../../src/features/lti/url.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const now = new Date('2026-09-07T01:00:00Z');
const iat = now.getTime() / 1000;
const expected = {
  issuer: 'https://lms.example.edu',
  clientId: 'c',
  authLoginUrl: 'https://lms.example.edu/auth',
  family: 'moodle',
  publicUrl: 'https://tool.example.edu/waymark',
};

const parse = (claims: Record<string, unknown>) =>
  parseLaunch(
    {
      iss: expected.issuer,
      aud: 'c',
      sub: '1',
      iat,
      exp: iat + 60,
      nonce: 'n',
      [`${LTI}message_type`]: 'LtiResourceLinkRequest',
      [`${LTI}version`]: '1.3.0',
      [`${LTI}deployment_id`]: '1',
      [`${LTI}target_link_uri`]: 'https://tool.example.edu/waymark',
      [`${LTI}resource_link`]: { id: '7' },
      [`${LTI}roles`]: [],
      ...claims,
    },
    expected,
    now,
  );

describe('A launch is read leniently where platforms are odd', () => {
  test.each([
    ['a name', { name: ' Wei Li ' }, { name: 'Wei Li' }],
    ['no name but its parts', { given_name: 'Wei', family_name: 'Li' }, { name: 'Wei Li' }],
    [
      'Chinese parts, family name first',
      { given_name: '\u4e00', family_name: '\u674e' },
      { name: '\u674e\u4e00' },
    ],
    ['one part of a name', { family_name: 'Li' }, { name: 'Li' }],
    ['empty texts', { name: '', email: ' ' }, { name: null, email: null }],
    [
      'a context without title',
      { [`${LTI}context`]: { id: '2', label: 'DSP' } },
      { context: { id: '2', title: 'DSP' } },
    ],
    ['a context with its id alone', { [`${LTI}context`]: { id: '2' } }, { context: { id: '2', title: '2' } }],
    ['no context', {}, { context: null }],
    [
      'custom values that weren’t filled in',
      { [`${LTI}custom`]: { a: '$User.id', b: null, c: '', d: 'x', e: 3, f: {} } },
      { custom: { d: 'x', e: '3' } },
    ],
    ['roles that aren’t text', { [`${LTI}roles`]: ['', 7, 'Learner'] }, { roles: ['Learner'] }],
    ['an empty list for an object', { [`${LTI}launch_presentation`]: [] }, { locale: null, returnUrl: null }],
    [
      'a spelling of the target',
      { [`${LTI}target_link_uri`]: 'https://TOOL.example.edu:443/waymark' },
      { targetLinkUri: 'https://tool.example.edu/waymark' },
    ],
  ])('%s', (_name, claims, read) => {
    expect(parse(claims)).toMatchObject({ kind: 'launch', ...read });
  });

  test('a target beside the tool’s path is none of ours', () => {
    expect(parse({ [`${LTI}target_link_uri`]: 'https://tool.example.edu/other' })).toMatchObject({
      reason: 'target_link_uri_foreign',
      claim: `${LTI}target_link_uri`,
      specSection: 'lti/v1p3#target-link-uri',
    });
  });
});

describe('Addresses', () => {
  test.each([
    ['https://tool.example.edu/', 'https://tool.example.edu', true],
    ['https://tool.example.edu/waymark/x?y=1', 'https://tool.example.edu/waymark', true],
    ['https://tool.example.edu/waymarks', 'https://tool.example.edu/waymark', false],
    ['http://tool.example.edu/', 'https://tool.example.edu', false],
    ['https://tool.example.edu.evil.net/', 'https://tool.example.edu', false],
    ['//tool.example.edu/', 'https://tool.example.edu', false],
  ])('%s below %s: %s', (address, tool, below) => {
    expect(isBelow(address, tool)).toBe(below);
  });

  test('pages may be framed by where the LMS lives, signs in and wants the reader back', () => {
    expect(
      decideEmbedOrigins([
        'https://canvas.instructure.com',
        'https://sso.canvaslms.com/api/lti/authorize_redirect',
        'https://school.instructure.com/courses/1',
        'javascript:alert(1)',
        'nonsense',
        null,
      ]),
    ).toEqual([
      "'self'",
      'https://canvas.instructure.com',
      'https://sso.canvaslms.com',
      'https://school.instructure.com',
    ]);
  });

  test('a course is named as Moodle’s own statements name it; other platforms’ names aren’t known', () => {
    const issuer = 'https://lms.example.edu/moodle/';
    expect(courseActivityId({ issuer, family: 'moodle' }, '2')).toBe(
      'https://lms.example.edu/moodle/course/view.php?id=2',
    );
    expect(courseActivityId({ issuer, family: 'canvas' }, '2')).toBeNull();
  });

  test.each([
    ['moodle', 'https://lms.example.edu/moodle/', 'https://lms.example.edu/moodle/mod/lti/certs.php'],
    ['canvas', 'https://canvas.instructure.com', 'https://sso.canvaslms.com/api/lti/security/jwks'],
    ['canvas', 'https://canvas.test.instructure.com', 'https://sso.test.canvaslms.com/api/lti/security/jwks'],
    ['canvas', 'https://canvas.school.example.edu', undefined],
    ['blackboard', 'https://blackboard.com', undefined],
  ])('a %s at %s publishes its keys at %s', (family, issuer, jwksUrl) => {
    expect(platformAddresses(family, issuer)?.jwksUrl).toBe(jwksUrl);
  });
});
