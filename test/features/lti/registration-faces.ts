import { createServer, type Server } from 'node:http';
import { closeServer, listenOnLoopback } from '../../support/test-platform.ts';

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
export const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
export const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';

type Json = Record<string, unknown>;

/** As Moodle 4.5 describes itself. */
export const moodleConfiguration = (site: string, overrides: Json = {}): Json => ({
  issuer: site,
  token_endpoint: `${site}/mod/lti/token.php`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS256'],
  jwks_uri: `${site}/mod/lti/certs.php`,
  authorization_endpoint: `${site}/mod/lti/auth.php`,
  registration_endpoint: `${site}/mod/lti/openid-registration.php`,
  scopes_supported: [
    `${AGS}result.readonly`,
    `${AGS}score`,
    `${AGS}lineitem.readonly`,
    `${AGS}lineitem`,
    NRPS,
    'https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting',
    'openid',
  ],
  response_types_supported: ['id_token'],
  subject_types_supported: ['public', 'pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
  [PLATFORM]: {
    product_family_code: 'moodle',
    version: '4.5.6 (Build: 20250811)',
    messages_supported: [
      { type: 'LtiResourceLinkRequest' },
      { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
    ],
    variables: ['Context.id', 'Context.id.history', 'Moodle.Person.userGroupIds'],
  },
  ...overrides,
});

/** As hosted Canvas describes itself to one school's account. */
export const canvasConfiguration = (overrides: Json = {}): Json => ({
  issuer: 'https://canvas.instructure.com',
  authorization_endpoint: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
  registration_endpoint: 'https://school.instructure.com/api/lti/registrations',
  jwks_uri: 'https://sso.canvaslms.com/api/lti/security/jwks',
  token_endpoint: 'https://sso.canvaslms.com/login/oauth2/token',
  authorization_server: 'canvas.instructure.com',
  scopes_supported: [
    `${AGS}lineitem`,
    `${AGS}lineitem.readonly`,
    `${AGS}result.readonly`,
    `${AGS}score`,
    NRPS,
    'https://canvas.instructure.com/lti/public_jwk/scope/update',
  ],
  response_types_supported: ['id_token'],
  id_token_signing_alg_values_supported: ['RS256'],
  [PLATFORM]: {
    product_family_code: 'canvas',
    version: 'vCloud',
    messages_supported: [
      { type: 'LtiResourceLinkRequest', placements: ['account_navigation', 'course_navigation'] },
      {
        type: 'LtiDeepLinkingRequest',
        placements: ['assignment_selection', 'link_selection', 'editor_button'],
      },
    ],
    variables: ['Context.id'],
    'https://canvas.instructure.com/lti/account_name': 'Test University',
  },
  ...overrides,
});

/** The platform's own part of a configuration, changed. */
export const withPlatform = (configuration: Json, overrides: Json): Json => ({
  ...configuration,
  [PLATFORM]: { ...(configuration[PLATFORM] as Json), ...overrides },
});

/** A Moodle that registers tools: its answers can be changed, and it remembers what it was asked. */
export interface RegisteringMoodle {
  site: string;
  configurationUrl: string;
  configuration: Json;
  /** Null: registers, under this client id. */
  refusal: { status: number; body: string } | null;
  clientId: string;
  asked: { path: string; authorization: string | undefined; body: Json | null }[];
  /** Waits with its answer to a registration until this is done. */
  hold: Promise<void>;
  close(): Promise<void>;
}

export async function aRegisteringMoodle(): Promise<RegisteringMoodle> {
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const isJson = req.headers['content-type'] === 'application/json';
      const body = isJson ? (JSON.parse(Buffer.concat(chunks).toString()) as Json) : null;
      moodle.asked.push({ path: req.url ?? '', authorization: req.headers.authorization, body });
      const answer = (status: number, content: unknown) =>
        res
          .writeHead(status, { 'content-type': 'application/json' })
          .end(typeof content === 'string' ? content : JSON.stringify(content));
      if (!isJson) {
        answer(req.method === 'GET' ? 200 : 400, moodle.configuration);
        return;
      }
      void moodle.hold.then(() => {
        const tool = { ...(body?.[TOOL] as Json), deployment_id: 7 };
        const { refusal, clientId } = moodle;
        if (refusal) answer(refusal.status, refusal.body);
        else answer(200, { ...body, client_id: clientId, [TOOL]: tool });
      });
    });
  });
  const site = await listenOnLoopback(server);
  const moodle: RegisteringMoodle = {
    site,
    configurationUrl: `${site}/mod/lti/openid-configuration.php`,
    configuration: moodleConfiguration(site),
    refusal: null,
    clientId: 'abcdefghijklmno',
    asked: [],
    hold: Promise.resolve(),
    close: () => closeServer(server),
  };
  return moodle;
}
