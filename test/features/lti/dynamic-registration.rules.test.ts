import { describe, expect, it } from '@jest/globals';
import {
  buildToolRegistration,
  readPlatformAnswer,
} from '../../../src/features/lti/dynamic-registration.rules.ts';
import {
  judgeConfiguration,
  type OpenIdConfiguration,
} from '../../../src/features/lti/openid-configuration.rules.ts';
import { readToolWords } from '../../../src/features/lti/tool-words.ts';
import { NRPS, TOOL, canvasConfiguration, moodleConfiguration, withPlatform } from './registration-faces.ts';

const tool = { publicUrl: 'https://waymark.example.edu:8443/tool', words: readToolWords() };
const MOODLE = 'https://lms.example.edu';

function configurationOf(told: object, url: string): OpenIdConfiguration {
  const verdict = judgeConfiguration(told, new URL(url), []);
  if (verdict.kind !== 'configuration') throw new Error(verdict.reason);
  return verdict.configuration;
}
const forMoodle = (told: object = moodleConfiguration(MOODLE)) =>
  buildToolRegistration(tool, configurationOf(told, `${MOODLE}/c`));
const forCanvas = (told: object = canvasConfiguration()) =>
  buildToolRegistration(tool, configurationOf(told, 'https://school.instructure.com/c'));

/** Required by Moodle's registration_helper and Canvas's registration schema. */
const REQUIRED = [
  'application_type',
  'grant_types',
  'response_types',
  'redirect_uris',
  'initiate_login_uri',
  'client_name',
  'jwks_uri',
  'token_endpoint_auth_method',
  'scope',
  TOOL,
];

describe('what we tell a platform of ourselves', () => {
  it.each([
    ['Moodle', forMoodle()],
    ['Canvas', forCanvas()],
  ])('%s gets every member it requires, as it requires it', (_, told) => {
    expect(REQUIRED.filter((member) => !(member in told))).toEqual([]);
    expect(told).toMatchObject({
      application_type: 'web',
      grant_types: expect.arrayContaining(['client_credentials', 'implicit']),
      response_types: ['id_token'],
      redirect_uris: ['https://waymark.example.edu:8443/tool/lti/launch'],
      initiate_login_uri: 'https://waymark.example.edu:8443/tool/lti/login',
      jwks_uri: 'https://waymark.example.edu:8443/tool/lti/jwks',
      token_endpoint_auth_method: 'private_key_jwt',
      'client_name#en': 'Waymark',
    });
    // Moodle compares the domain, port included, with the address of links.
    expect(told[TOOL]).toMatchObject({
      domain: 'waymark.example.edu:8443',
      target_link_uri: 'https://waymark.example.edu:8443/tool/',
    });
  });

  it('asks for a name and nothing more that is personal', () => {
    for (const told of [forMoodle(), forCanvas()])
      expect(told[TOOL].claims).toEqual(['iss', 'sub', 'name', 'given_name', 'family_name']);
    expect(forCanvas()[TOOL]).toMatchObject({
      'https://canvas.instructure.com/lti/privacy_level': 'name_only',
    });
  });

  it('asks only for scopes that we use and the platform has', () => {
    expect(forMoodle().scope.split(' ')).toHaveLength(4);
    const poor = moodleConfiguration(MOODLE, { scopes_supported: [NRPS, 'openid'] });
    expect(forMoodle(poor).scope).toBe(NRPS);
  });

  it('asks Moodle for launches, picking, and reviews where it has them', () => {
    expect(forMoodle()[TOOL].messages.map(({ type }) => type)).toEqual([
      'LtiResourceLinkRequest',
      'LtiDeepLinkingRequest',
    ]);
    const reviewing = withPlatform(moodleConfiguration(MOODLE), {
      messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiSubmissionReviewRequest' }],
    });
    expect(forMoodle(reviewing)[TOOL].messages.map(({ type }) => type)).toEqual([
      'LtiResourceLinkRequest',
      'LtiSubmissionReviewRequest',
    ]);
  });

  it('gives each family its own custom parameters, all of them texts', () => {
    expect(forMoodle()[TOOL].custom_parameters).toEqual({
      context_history: '$Context.id.history',
      group_ids: '$Moodle.Person.userGroupIds',
    });
    expect(forCanvas()[TOOL].custom_parameters).toEqual({
      context_history: '$Context.id.history',
      group_ids: '$Canvas.group.contextIds',
      section_ids: '$Canvas.course.sectionIds',
    });
  });

  it('takes one place in Canvas per message, the school’s view for administrators', () => {
    const messages = forCanvas()[TOOL].messages as Record<string, unknown>[];
    expect(messages.map((message) => [message['type'], message['placements']])).toEqual([
      ['LtiResourceLinkRequest', ['course_navigation']],
      ['LtiResourceLinkRequest', ['account_navigation']],
      ['LtiDeepLinkingRequest', ['link_selection']],
      ['LtiDeepLinkingRequest', ['assignment_selection']],
    ]);
    expect(messages[1]).toMatchObject({ 'https://canvas.instructure.com/lti/visibility': 'admins' });
  });

  it('spells places as this Canvas does, and takes none that it hasn’t', () => {
    const told = withPlatform(canvasConfiguration(), {
      messages_supported: [
        {
          type: 'LtiResourceLinkRequest',
          placements: ['https://canvas.instructure.com/lti/course_navigation'],
        },
        { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
      ],
    });
    const messages = forCanvas(told)[TOOL].messages as Record<string, unknown>[];
    expect(messages.map((message) => message['placements'])).toEqual([
      ['https://canvas.instructure.com/lti/course_navigation'],
      ['ContentArea'],
    ]);
  });
});

describe('a platform’s answer', () => {
  const tool = (deployment_id: unknown) => JSON.stringify({ client_id: 'c1', [TOOL]: { deployment_id } });
  it.each([
    ['Moodle’s, with a deployment', 200, tool('7'), { clientId: 'c1', deploymentId: '7' }],
    ['a deployment as a number', 201, tool(7), { clientId: 'c1', deploymentId: '7' }],
    [
      'Canvas’s, without',
      200,
      '{"client_id":"10000000000001"}',
      { clientId: '10000000000001', deploymentId: null },
    ],
    ['a client id as a number', 200, '{"client_id":42}', { clientId: '42', deploymentId: null }],
    ['no client id', 200, '{}', { reason: 'answer_unreadable', what: 'client_id' }],
    ['HTML', 200, '<html>', { reason: 'answer_unreadable' }],
    [
      'an error in JSON',
      422,
      '{"error":"invalid_client_metadata","x":"y"}',
      { what: 'invalid_client_metadata' },
    ],
    ['an error id alone, as Moodle has it', 401, 'token_already_used', { what: 'token_already_used' }],
    ['text that might say anything', 400, 'Dear user, your name is …', { what: 'HTTP 400' }],
    ['an error that is no id', 400, '{"error":"<script>"}', { reason: 'platform_refused', what: 'HTTP 400' }],
    ['an error of the server', 500, '', { reason: 'platform_refused', what: 'HTTP 500' }],
  ])('%s', (_, status, text, expected) => {
    expect(readPlatformAnswer(status, text)).toMatchObject(expected);
  });
});
