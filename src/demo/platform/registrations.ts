import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { describePlatform } from './openid-configuration.rules.ts';
import { AGS, SCOPES, type FaceName, type PlatformTool } from './platform.schema.ts';
import { TOOL_CONFIGURATION, readRegistration } from './registration-request.rules.ts';
import {
  openServiceDoor,
  readJson,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceRefusal,
} from './service-door.ts';

const LIFE_MS = 3_600_000;
const JSON_TYPE = 'application/json; charset=utf-8';
const CANVAS = 'https://canvas.instructure.com/lti/';

export interface Registrations {
  /** The address at which the LMS opens the tool's registration page in a frame; `updates` names a client registered before. */
  begin(registrationUrl: string, updates?: string): Promise<string>;
  /** What an administrator of the LMS does at the end; the tool can be launched from then on. */
  activate(clientId: string): PlatformTool | null;
}

interface Ticket {
  clientId: string;
  isUpdate: boolean;
  expiresAtMs: number;
  spent: boolean;
}

const PATHS: Record<FaceName, { configuration: string; registration: string }> = {
  moodle: {
    configuration: '/mod/lti/openid-configuration.php',
    registration: '/mod/lti/openid-registration.php',
  },
  canvas: {
    configuration: '/api/lti/security/openid-configuration',
    registration: '/api/lti/registrations',
  },
};

/** Moodle's errors are plain text, Canvas's JSON. */
function presentRefusal(face: FaceName, status: number, reason: string): ServiceAnswer {
  return face === 'moodle'
    ? { status, type: 'text/html; charset=utf-8', body: reason }
    : { status, type: JSON_TYPE, body: { errors: [{ message: reason }] } };
}

/** Dynamic registration: what the platform tells of itself, and the desk where a tool signs up once per token. */
export function openRegistrations(
  app: Express,
  platform: Platform & { addresses: { authentication: string; token: string; keys: string } },
): Registrations {
  const { face, state, url, signer, now } = platform;
  const paths = PATHS[face];
  const tickets = new Map<string, Ticket>();
  let nextTypeId = 10;
  const present = (_call: ServiceCall, { status, message }: ServiceRefusal) =>
    presentRefusal(face, status, message);
  const door = openServiceDoor(app, platform, present);
  const bearer = (call: ServiceCall) => /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '';
  const find = (token: string): Ticket | null => {
    const ticket = tickets.get(token);
    return ticket && ticket.expiresAtMs > now().getTime() ? ticket : null;
  };

  door.on('get', paths.configuration, (call) => {
    const shown = call.query.get('registration_token') ?? bearer(call);
    if (face === 'canvas' && !find(shown)) return presentRefusal(face, 401, 'invalid_token');
    const addresses = { ...platform.addresses, registration: url + paths.registration };
    return { status: 200, type: JSON_TYPE, body: describePlatform(face, { ...platform, addresses }) };
  });
  door.on('get', paths.registration, (call) => {
    const ticket = find(bearer(call));
    const tool = ticket?.isUpdate ? state.tools.get(ticket.clientId) : undefined;
    if (!tool) return presentRefusal(face, 401, 'invalid_token');
    return { status: 200, type: JSON_TYPE, body: presentTool(platform, tool) };
  });
  door.on('post', paths.registration, (call) => {
    const ticket = find(bearer(call));
    if (!ticket) return presentRefusal(face, 401, 'invalid_token');
    if (ticket.spent) return presentRefusal(face, 401, 'token_already_used');
    const read = readRegistration(face, readJson(call.body) ?? {});
    if (read.kind === 'refused') return presentRefusal(face, read.status, read.reason);
    ticket.spent = true;
    const { clientId } = ticket;
    const before = state.tools.get(clientId);
    const tool = state.addTool({
      clientId,
      deploymentId: before?.deploymentId ?? newDeploymentId(),
      active: before?.active ?? false,
      ...read.tool,
    });
    return { status: 200, type: JSON_TYPE, body: presentTool(platform, tool) };
  });
  const newDeploymentId = () =>
    face === 'moodle' ? String((nextTypeId += 1)) : `${(nextTypeId += 1)}:${randomBytes(20).toString('hex')}`;

  return {
    async begin(registrationUrl, updates) {
      const clientId =
        updates ?? (face === 'moodle' ? randomBytes(8).toString('hex').slice(1) : newCanvasClientId());
      const nowMs = now().getTime();
      const token = await signer.sign({
        sub: clientId,
        scope: updates === undefined ? 'reg' : 'reg-update',
        jti: randomBytes(9).toString('base64url'),
        iat: Math.floor(nowMs / 1000),
        exp: Math.floor((nowMs + LIFE_MS) / 1000),
      });
      const ticket = {
        clientId,
        isUpdate: updates !== undefined,
        expiresAtMs: nowMs + LIFE_MS,
        spent: false,
      };
      tickets.set(token, ticket);
      const page = new URL(registrationUrl);
      const configuration = new URL(url + paths.configuration);
      if (face === 'canvas') configuration.searchParams.set('registration_token', token);
      page.searchParams.set('openid_configuration', configuration.href);
      page.searchParams.set('registration_token', token);
      return page.href;
    },
    activate(clientId) {
      const tool = state.tools.get(clientId);
      if (tool) tool.active = true;
      return tool ?? null;
    },
  };
}

const newCanvasClientId = () =>
  `1000000${String(Number.parseInt(randomBytes(4).toString('hex'), 16)).padStart(10, '0')}`;

/** What the platform answers. Moodle claims more than it gives: with any right to grades it lists all of them. */
function presentTool({ face, url }: Platform, tool: PlatformTool): object {
  const hasGrades = tool.scopes.some((scope) => scope.startsWith(AGS));
  const claimed = face === 'moodle' && hasGrades ? [...tool.scopes, SCOPES.lineItem] : tool.scopes;
  const { clientId } = tool;
  return {
    client_id: clientId,
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['client_credentials', 'implicit'],
    initiate_login_uri: tool.initiateLoginUrl,
    redirect_uris: tool.redirectUris,
    client_name: tool.title,
    jwks_uri: tool.jwksUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: [...new Set(claimed)].join(' '),
    [TOOL_CONFIGURATION]: {
      version: '1.3.0',
      domain: new URL(tool.targetLinkUri).host,
      target_link_uri: tool.targetLinkUri,
      claims: [
        'sub',
        'iss',
        ...(tool.sharesName ? ['name', 'given_name', 'family_name'] : []),
        ...(tool.sharesEmail ? ['email'] : []),
      ],
      custom_parameters: tool.custom,
      messages: [{ type: 'LtiDeepLinkingRequest', target_link_uri: tool.deepLinkingUri }],
      // Canvas doesn't know it yet: an administrator deploys the tool later, here and there.
      ...(face === 'moodle' && { deployment_id: tool.deploymentId }),
      ...(face === 'canvas' && {
        [`${CANVAS}registration_config_url`]: `${url}/api/lti/registrations/${clientId}/view`,
      }),
    },
  };
}
