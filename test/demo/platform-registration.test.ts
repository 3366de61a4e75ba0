import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SCOPES, type FaceName } from '../../src/demo/platform/platform.schema.ts';
import { TOOL_CONFIGURATION } from '../../src/demo/platform/registration-request.rules.ts';
import { TOOL, aPlatformStand, type PlatformStand } from './platform-stand.ts';

type Json = Record<string, unknown>;
const CANVAS = 'https://canvas.instructure.com/lti/';
let stands: Record<FaceName, PlatformStand>;

beforeAll(async () => {
  stands = { moodle: await aPlatformStand('moodle'), canvas: await aPlatformStand('canvas') };
});
afterAll(async () => {
  for (const { platform } of Object.values(stands)) await platform.close();
});

const body = (changes: Json = {}, configuration: Json = {}): Json => ({
  application_type: 'web',
  grant_types: ['client_credentials', 'implicit'],
  response_types: ['id_token'],
  redirect_uris: [`${TOOL}/lti/launch`],
  initiate_login_uri: `${TOOL}/lti/login`,
  client_name: 'Waymark',
  jwks_uri: `${TOOL}/lti/jwks`,
  token_endpoint_auth_method: 'private_key_jwt',
  scope: SCOPES.lineItemReadOnly,
  [TOOL_CONFIGURATION]: {
    domain: 'tool.example',
    target_link_uri: `${TOOL}/`,
    claims: ['iss', 'sub', 'name'],
    messages: [{ type: 'LtiDeepLinkingRequest', target_link_uri: `${TOOL}/pick` }],
    ...configuration,
  },
  ...changes,
});

async function begin(face: FaceName, updates?: string) {
  const { registrations } = stands[face].platform;
  const page = new URL(await registrations.begin(`${TOOL}/register?invitation=1`, updates));
  expect(page.searchParams.get('invitation')).toBe('1');
  const token = page.searchParams.get('registration_token') ?? '';
  const address = page.searchParams.get('openid_configuration') ?? '';
  const configuration = (await (await fetch(address)).json()) as Json;
  const register = async (json: Json, bearer = token) => {
    const response = await fetch(String(configuration['registration_endpoint']), {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    const text = await response.text();
    return { status: response.status, text, json: response.ok ? (JSON.parse(text) as Json) : {} };
  };
  return { token, address, configuration, register };
}
const toolOf = (answer: { json: Json }) => answer.json[TOOL_CONFIGURATION] as Json;

describe.each(['moodle', 'canvas'] as const)('Registering with the %s face', (face) => {
  test('works once by each token, and leaves the tool waiting to be activated', async () => {
    const { platform } = stands[face];
    const { register } = await begin(face);
    const answer = await register(body());
    expect(answer.status).toBe(200);
    const again = await register(body());
    expect({ status: again.status, told: again.text.includes('token_already_used') }).toEqual({
      status: 401,
      told: true,
    });
    const clientId = String(answer.json['client_id']);
    expect(platform.state.tools.get(clientId)).toMatchObject({
      active: false,
      sharesName: true,
      sharesEmail: false,
    });
    platform.registrations.activate(clientId);
    expect(platform.state.tools.get(clientId)).toMatchObject({
      active: true,
      deepLinkingUri: `${TOOL}/pick`,
    });
  });

  test('again under the same client changes what is registered', async () => {
    const { platform, tool } = stands[face];
    const { register } = await begin(face, tool.clientId);
    const answer = await register(body({ client_name: 'Waymark 2' }));
    expect(answer.json['client_id']).toBe(tool.clientId);
    expect(platform.state.tools.get(tool.clientId)).toMatchObject({
      title: 'Waymark 2',
      active: true,
      deploymentId: tool.deploymentId,
    });
  });

  test('needs a token that hasn’t run out', async () => {
    const { register } = await begin(face);
    expect((await register(body(), 'other')).status).toBe(401);
    const { clock } = stands[face];
    clock.now = new Date(clock.now.getTime() + 3_600_001);
    expect((await register(body())).status).toBe(401);
  });

  test.each<[string, Json, Json]>([
    ['client_name', { client_name: undefined }, {}],
    ['initiate_login_uri', { initiate_login_uri: undefined }, {}],
    ['redirect_uris', { redirect_uris: [] }, {}],
    ['jwks_uri', { jwks_uri: undefined }, {}],
    ['private_key_jwt', { token_endpoint_auth_method: 'client_secret_basic' }, {}],
    ['domain', {}, { domain: undefined }],
    ['domain_targetlinkuri_mismatch', {}, { domain: 'other.example' }],
    ['domain_targetlinkuri_mismatch', {}, { target_link_uri: 'https://tool.example:8443/' }],
  ])('is refused for want of %s, and may be tried again', async (reason, changes, configuration) => {
    const { register } = await begin(face);
    const refused = await register(body(changes, configuration));
    expect(refused.status).toBe(face === 'moodle' ? 400 : 422);
    expect(refused.text).toContain(reason);
    expect((await register(body())).status).toBe(200);
  });
});

describe('Moodle', () => {
  test('tells everybody how it is configured, and of one deployment in its answer', async () => {
    const { address, configuration, register } = await begin('moodle');
    expect(address).not.toContain('registration_token');
    expect(configuration).not.toHaveProperty('authorization_server');
    expect(toolOf(await register(body()))['deployment_id']).toMatch(/^\d+$/);
  });

  test('claims to have given the right to write line items when it gave the right to read them', async () => {
    const { register } = await begin('moodle');
    const answer = await register(body());
    expect(String(answer.json['scope']).split(' ')).toContain(SCOPES.lineItem);
    const tool = stands.moodle.platform.state.tools.get(String(answer.json['client_id']));
    expect(tool?.scopes).toEqual([SCOPES.lineItemReadOnly, SCOPES.resultReadOnly, SCOPES.score]);
  });

  test('ignores a scope it doesn’t know', async () => {
    const { register } = await begin('moodle');
    expect((await register(body({ scope: 'urn:other' }))).status).toBe(200);
  });
});

describe('Canvas', () => {
  test('tells how it is configured only to who shows the token, and of no deployment', async () => {
    const { address, configuration, register } = await begin('canvas');
    expect((await fetch(address.replace(/registration_token=.*/, ''))).status).toBe(401);
    expect(configuration).toHaveProperty('authorization_server');
    expect(toolOf(await register(body()))).not.toHaveProperty('deployment_id');
  });

  test.each<[string, Json]>([
    ['a scope it doesn’t know', { scope: `${SCOPES.score} urn:other` }],
    ['no type of application', { application_type: undefined }],
    ['one grant type only', { grant_types: ['client_credentials'] }],
  ])('answers %s with 422', async (_name, changes) => {
    const { register } = await begin('canvas');
    expect((await register(body(changes))).status).toBe(422);
  });

  test('gives each place to the first message that asks for it, and link selection to one that asks for none', async () => {
    const { register } = await begin('canvas');
    const messages = [
      {
        type: 'LtiResourceLinkRequest',
        target_link_uri: `${TOOL}/a`,
        placements: [`${CANVAS}course_navigation`],
      },
      { type: 'LtiResourceLinkRequest', target_link_uri: `${TOOL}/b`, placements: ['course_navigation'] },
      { type: 'LtiDeepLinkingRequest', target_link_uri: `${TOOL}/c` },
    ];
    const answer = await register(body({}, { messages, [`${CANVAS}privacy_level`]: 'anonymous' }));
    const tool = stands.canvas.platform.state.tools.get(String(answer.json['client_id']));
    expect(tool?.placements.map(({ name, targetLinkUri }) => [name, targetLinkUri])).toEqual([
      ['course_navigation', `${TOOL}/a`],
      ['link_selection', `${TOOL}/c`],
    ]);
    expect(tool?.sharesName).toBe(false);
  });
});
