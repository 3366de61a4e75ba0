import { CANVAS_SCOPES } from './openid-configuration.rules.ts';
import { AGS, SCOPES, type FaceName, type PlatformPlacement, type PlatformTool } from './platform.schema.ts';
import { readCustom } from './submission-review.rules.ts';

export const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const CANVAS = 'https://canvas.instructure.com/lti/';

type Json = Record<string, unknown>;
/** What a tool asks for, without what the platform gives. */
export type AskedTool = Omit<PlatformTool, 'clientId' | 'deploymentId' | 'active'>;
export type ReadRegistration =
  { kind: 'asked'; tool: AskedTool } | { kind: 'refused'; status: number; reason: string };

const refuse = (status: number, reason: string) => ({ kind: 'refused', status, reason }) as const;

/** Reads a tool's registration as the face's own code would; the first thing wrong ends it. */
export function readRegistration(face: FaceName, body: Json): ReadRegistration {
  const status = face === 'moodle' ? 400 : 422;
  const configuration = object(body[TOOL_CONFIGURATION]);
  const missing = findMissing(face, body, configuration);
  if (missing !== null)
    return refuse(status, face === 'moodle' ? `missing_parameter_${missing}` : `${missing} is required`);
  if (body['token_endpoint_auth_method'] !== 'private_key_jwt')
    return refuse(status, 'only_private_key_jwt_supported');
  if (!texts(body['response_types']).includes('id_token'))
    return refuse(status, 'id_token_response_type_required');
  if (!['web', undefined].includes(text(body['application_type'])))
    return refuse(status, 'only_web_application_supported');
  const targetLinkUri = text(configuration['target_link_uri']) ?? text(body['initiate_login_uri']) ?? '';
  // With its port, and without www.
  if (hostOf(targetLinkUri) !== String(text(configuration['domain'])).replace(/^www\./, ''))
    return refuse(status, 'domain_targetlinkuri_mismatch');
  const asked = (text(body['scope']) ?? '').split(' ').filter(Boolean);
  const unknown = asked.filter((scope) => !CANVAS_SCOPES.includes(scope));
  if (face === 'canvas' && unknown.length > 0) return refuse(422, `invalid scopes: ${unknown.join(', ')}`);

  const messages = (Array.isArray(configuration['messages']) ? configuration['messages'] : []).map(object);
  const deepLinking = messages.find(({ type }) => type === 'LtiDeepLinkingRequest');
  const shares = readPrivacy(face, configuration);
  return {
    kind: 'asked',
    tool: {
      title: text(body['client_name']) ?? '',
      jwksUrl: text(body['jwks_uri']) ?? '',
      redirectUris: texts(body['redirect_uris']),
      initiateLoginUrl: text(body['initiate_login_uri']) ?? '',
      targetLinkUri,
      deepLinkingUri: text(deepLinking?.['target_link_uri']) ?? targetLinkUri,
      scopes: face === 'moodle' ? grantMoodle(asked) : asked.filter((scope) => scope !== 'openid'),
      ...shares,
      custom: readCustom(configuration['custom_parameters']),
      placements: face === 'canvas' ? readPlacements(messages) : [],
    },
  };
}

const REQUIRED = [
  'response_types',
  'initiate_login_uri',
  'redirect_uris',
  'client_name',
  'jwks_uri',
  'token_endpoint_auth_method',
];
const REQUIRED_BY_CANVAS = [...REQUIRED, 'application_type', 'grant_types', 'scope'];

function findMissing(face: FaceName, body: Json, configuration: Json): string | null {
  const isThere = (value: unknown) => (Array.isArray(value) ? value.length > 0 : text(value) !== undefined);
  const required = face === 'moodle' ? REQUIRED : REQUIRED_BY_CANVAS;
  const missing = required.find((name) => !isThere(body[name]));
  if (missing !== undefined) return missing;
  if (face === 'canvas') {
    const grants = texts(body['grant_types']);
    if (!grants.includes('client_credentials') || !grants.includes('implicit')) return 'grant_types';
    for (const name of ['target_link_uri', 'claims', 'messages'])
      if (configuration[name] === undefined) return `lti-tool-configuration.${name}`;
  }
  return isThere(configuration['domain']) ? null : 'lti-tool-configuration.domain';
}

/** Moodle has switches for groups of scopes, and turns on as few as the wanted ones need. */
function grantMoodle(asked: string[]): string[] {
  const wantsGrades = asked.some((scope) => scope.startsWith(AGS));
  return [
    ...(wantsGrades ? [SCOPES.lineItemReadOnly, SCOPES.resultReadOnly, SCOPES.score] : []),
    ...(asked.includes(SCOPES.lineItem) ? [SCOPES.lineItem] : []),
    ...(asked.includes(SCOPES.memberships) ? [SCOPES.memberships] : []),
  ];
}

/** Which personal data the tool gets: Moodle goes by the claims it asks for, Canvas by a level of its own where one is told. */
function readPrivacy(face: FaceName, configuration: Json): Pick<PlatformTool, 'sharesName' | 'sharesEmail'> {
  const level = face === 'canvas' ? text(configuration[`${CANVAS}privacy_level`]) : undefined;
  if (level !== undefined)
    return {
      sharesName: ['public', 'name_only'].includes(level),
      sharesEmail: ['public', 'email_only'].includes(level),
    };
  const claims = texts(configuration['claims']);
  return {
    sharesName: ['name', 'given_name', 'family_name'].some((claim) => claims.includes(claim)),
    sharesEmail: claims.includes('email'),
  };
}

const STANDARD_PLACEMENTS: Record<string, string> = {
  ContentArea: 'link_selection',
  RichTextEditor: 'editor_button',
};

/** The first message that names a placement has it; a message that names none is for link selection. */
function readPlacements(messages: Json[]): PlatformPlacement[] {
  const placements = new Map<string, PlatformPlacement>();
  for (const message of messages) {
    const named = texts(message['placements']);
    for (const name of named.length > 0 ? named : ['ContentArea']) {
      const plain = STANDARD_PLACEMENTS[name] ?? name.replace(CANVAS, '');
      if (placements.has(plain)) continue;
      const targetLinkUri = text(message['target_link_uri']) ?? null;
      placements.set(plain, { name: plain, targetLinkUri, custom: readCustom(message['custom_parameters']) });
    }
  }
  return [...placements.values()];
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const hostOf = (address: string): string | null =>
  URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : null;
