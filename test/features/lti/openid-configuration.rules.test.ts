import { describe, expect, it } from '@jest/globals';
import {
  checkConfigurationUrl,
  judgeConfiguration,
} from '../../../src/features/lti/openid-configuration.rules.ts';
import { canvasConfiguration, moodleConfiguration, withPlatform } from './registration-faces.ts';

const MOODLE = 'https://lms.example.edu/moodle';
const from = (address: string) => new URL(address);
const MOODLE_URL = from(`${MOODLE}/mod/lti/openid-configuration.php`);
const CANVAS_URL = from('https://school.instructure.com/api/lti/security/openid-configuration');
const judge = (told: unknown, url: URL = MOODLE_URL, allowed: string[] = []) => {
  const verdict = judgeConfiguration(told, url, allowed);
  return verdict.kind === 'refused' ? [verdict.reason, verdict.what] : 'taken';
};
const moodle = (overrides: Record<string, unknown> = {}) => moodleConfiguration(MOODLE, overrides);

describe('the address an LMS sends along', () => {
  const check = (address: string | undefined, allowed: string[] = []) => {
    const checked = checkConfigurationUrl(address, allowed);
    return 'kind' in checked ? checked.reason : 'taken';
  };
  it.each([
    ['none at all', undefined, [], 'opened_directly'],
    ['an empty one', '', [], 'opened_directly'],
    ['https', MOODLE_URL.href, [], 'taken'],
    ['plain http', 'http://lms.example.edu/c', [], 'configuration_insecure'],
    ['plain http of an allowed host', 'http://lms.school.lan/c', ['lms.school.lan'], 'taken'],
    ['plain http of an allowed host and port', 'http://127.0.0.1:8080/c', ['127.0.0.1:8080'], 'taken'],
    ['plain http of another port', 'http://127.0.0.1:8081/c', ['127.0.0.1:8080'], 'configuration_insecure'],
    ['a file', 'file:///etc/passwd', [], 'configuration_insecure'],
    ['with a password in it', 'https://me:secret@lms.example.edu/c', [], 'configuration_insecure'],
    ['no address', 'lms', [], 'configuration_insecure'],
    ['an endless one', `https://lms.example.edu/${'x'.repeat(3000)}`, [], 'configuration_insecure'],
  ])('%s', (_, address, allowed, verdict) => {
    expect(check(address, allowed)).toBe(verdict);
  });
});

describe('a platform’s configuration', () => {
  it('of Moodle, below a path, is taken', () => {
    const verdict = judgeConfiguration(moodle(), MOODLE_URL, []);
    expect(verdict).toMatchObject({
      kind: 'configuration',
      configuration: {
        issuer: MOODLE,
        family: 'moodle',
        productVersion: '4.5.6 (Build: 20250811)',
        authorizationServer: null,
        tokenEndpoint: `${MOODLE}/mod/lti/token.php`,
      },
    });
  });

  it('of hosted Canvas is taken from the school’s own host, with the account’s name', () => {
    const verdict = judgeConfiguration(canvasConfiguration(), CANVAS_URL, []);
    expect(verdict).toMatchObject({
      kind: 'configuration',
      configuration: { platformName: 'Test University', authorizationServer: 'canvas.instructure.com' },
    });
  });

  it.each([
    ['no object', [], ['configuration_unreadable', 'lms.example.edu']],
    ['nothing', null, ['configuration_unreadable', 'lms.example.edu']],
    ['no issuer', moodle({ issuer: undefined }), ['member_missing', 'issuer']],
    ['no token endpoint', moodle({ token_endpoint: '' }), ['member_missing', 'token_endpoint']],
    ['no key set', moodle({ jwks_uri: 7 }), ['member_missing', 'jwks_uri']],
    [
      'no login',
      moodle({ authorization_endpoint: 'auth.php' }),
      ['member_missing', 'authorization_endpoint'],
    ],
    ['no registration', moodle({ registration_endpoint: null }), ['member_missing', 'registration_endpoint']],
    [
      'a key set over http',
      moodle({ jwks_uri: 'http://lms.example.edu/certs' }),
      ['endpoint_insecure', 'jwks_uri'],
    ],
    [
      'another issuer',
      moodle({ issuer: 'https://victim.example.edu' }),
      ['issuer_foreign', 'victim.example.edu'],
    ],
    [
      'another port of the issuer',
      moodle({ issuer: 'https://lms.example.edu:8443' }),
      ['issuer_foreign', 'lms.example.edu:8443'],
    ],
    [
      'a registration endpoint elsewhere',
      moodle({ registration_endpoint: 'https://evil.example/r' }),
      ['registration_endpoint_foreign', 'evil.example'],
    ],
    ['no id_token', moodle({ response_types_supported: ['code'] }), ['response_type_unsupported', null]],
    [
      'no RS256',
      moodle({ id_token_signing_alg_values_supported: ['ES256'] }),
      ['algorithm_unsupported', null],
    ],
    [
      'no LTI part',
      moodle({ 'https://purl.imsglobal.org/spec/lti-platform-configuration': undefined }),
      ['member_missing', 'lti-platform-configuration'],
    ],
    [
      'no family',
      withPlatform(moodle(), { product_family_code: '' }),
      ['member_missing', 'product_family_code'],
    ],
    [
      'no messages',
      withPlatform(moodle(), { messages_supported: null }),
      ['member_missing', 'messages_supported'],
    ],
    [
      'no launches',
      withPlatform(moodle(), { messages_supported: [{ type: 'LtiDeepLinkingRequest' }] }),
      ['message_unsupported', 'LtiResourceLinkRequest'],
    ],
    [
      'other key algorithms besides',
      moodle({ id_token_signing_alg_values_supported: ['ES256', 'RS256'] }),
      'taken',
    ],
    ['lists left out', moodle({ response_types_supported: undefined }), 'taken'],
  ])('with %s', (_, told, verdict) => {
    expect(judge(told)).toEqual(verdict);
  });

  it.each([
    ['the issuer’s own host', 'https://canvas.instructure.com/c', 'taken'],
    ['the sign-in host', 'https://sso.canvaslms.com/c', 'taken'],
    [
      'a host that only ends alike',
      'https://evilinstructure.com/c',
      ['issuer_foreign', 'canvas.instructure.com'],
    ],
    [
      'a host that begins alike',
      'https://canvas.instructure.com.evil.example/c',
      ['issuer_foreign', 'canvas.instructure.com'],
    ],
    ['anyone’s host', 'https://evil.example/c', ['issuer_foreign', 'canvas.instructure.com']],
  ])('of Canvas from %s', (_, address, verdict) => {
    expect(judge(canvasConfiguration(), from(address))).toEqual(verdict);
  });

  it('of Canvas over http is refused even where the host may be reached', () => {
    const url = from('http://school.instructure.com/c');
    expect(judge(canvasConfiguration(), url, ['school.instructure.com'])).toEqual([
      'issuer_foreign',
      'canvas.instructure.com',
    ]);
  });

  it('for the beta of Canvas follows the same rule, and a school’s own Canvas the plain one', () => {
    const beta = canvasConfiguration({ issuer: 'https://canvas.beta.instructure.com' });
    expect(judge(beta, from('https://school.beta.instructure.com/c'))).toBe('taken');
    const own = canvasConfiguration({ issuer: 'https://canvas.school.edu' });
    expect(judge(own, from('https://other.school.edu/c'))).toEqual(['issuer_foreign', 'canvas.school.edu']);
  });
});
