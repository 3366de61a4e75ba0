import type { Locale } from '../../infra/views.ts';
import type { OpenIdConfiguration } from './openid-configuration.rules.ts';
import { refuseRegistration, type RegistrationRefusal } from './openid-configuration.rules.ts';
import {
  CLAIMS,
  ENTRANCES,
  SCOPES,
  customParameters,
  toolAddresses,
  type Entrance,
  type Tool,
} from './tool-config.rules.ts';

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const CANVAS = 'https://canvas.instructure.com/lti/';

/** Only scopes that the platform has: Canvas answers 422 to one it doesn't know. */
export function scopesToAsk(configuration: OpenIdConfiguration): string[] {
  return SCOPES.filter((scope) => configuration.scopesSupported.includes(scope));
}

/** What we tell a platform that registers us (lti-dr v1p0 §3.5), with only such messages and places as it has. */
export function buildToolRegistration(tool: Tool, platform: OpenIdConfiguration) {
  const { words } = tool;
  const addresses = toolAddresses(tool.publicUrl);
  const canvas = platform.family === 'canvas';
  return {
    application_type: 'web',
    grant_types: ['client_credentials', 'implicit'],
    response_types: ['id_token'],
    redirect_uris: [addresses.redirectUri],
    initiate_login_uri: addresses.initiateLoginUrl,
    ...inLanguages('client_name', words.name),
    jwks_uri: addresses.jwksUrl,
    logo_uri: addresses.logoUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopesToAsk(platform).join(' '),
    [TOOL]: {
      domain: addresses.domain,
      ...inLanguages('description', words.description),
      target_link_uri: addresses.targetLinkUri,
      custom_parameters: customParameters(platform.family),
      claims: [...CLAIMS],
      messages: canvas ? canvasMessages(tool, platform) : plainMessages(tool, platform),
      ...(canvas ? { [`${CANVAS}privacy_level`]: 'name_only', [`${CANVAS}tool_id`]: 'waymark' } : {}),
    },
  };
}

/** One message per place: of several places in one message Canvas keeps the settings of the first. */
function canvasMessages({ publicUrl, words }: Tool, platform: OpenIdConfiguration) {
  return ENTRANCES.flatMap((entrance) => {
    const place = findPlacement(platform, entrance);
    if (place === null) return [];
    return [
      {
        type: entrance.message,
        target_link_uri: toolAddresses(publicUrl).targetLinkUri,
        ...inLanguages('label', words.labels[entrance.placement]),
        placements: [place],
        ...(entrance.visibility === null ? {} : { [`${CANVAS}visibility`]: entrance.visibility }),
        ...(entrance.placement === 'course_navigation'
          ? { [`${CANVAS}course_navigation/default_enabled`]: true }
          : {}),
      },
    ];
  });
}

/** As this platform spells it: Canvas's own names, with or without its prefix, or the specification's. */
function findPlacement({ messages }: OpenIdConfiguration, { placement, message }: Entrance): string | null {
  const offered = messages.filter(({ type }) => type === message).flatMap(({ placements }) => placements);
  const spellings = [placement, `${CANVAS}${placement}`];
  if (placement === 'link_selection') spellings.push('ContentArea');
  return spellings.find((spelling) => offered.includes(spelling)) ?? null;
}

/** Moodle and platforms like it: a link in a course, content picked by a teacher, a submission looked at. */
function plainMessages({ publicUrl, words }: Tool, { messages }: OpenIdConfiguration) {
  const target = { target_link_uri: toolAddresses(publicUrl).targetLinkUri };
  const find = (wanted: string) => messages.find(({ type }) => type === wanted);
  const picking = find('LtiDeepLinkingRequest');
  return [
    { type: 'LtiResourceLinkRequest', ...target, ...inLanguages('label', words.name) },
    ...(picking
      ? [
          {
            type: 'LtiDeepLinkingRequest',
            ...target,
            ...inLanguages('label', words.labels.link_selection),
            ...(picking.placements.includes('ContentArea') ? { placements: ['ContentArea'] } : {}),
          },
        ]
      : []),
    ...(find('LtiSubmissionReviewRequest') ? [{ type: 'LtiSubmissionReviewRequest', ...target }] : []),
  ];
}

/** A text in Chinese first, and in each language under its tag (lti-dr v1p0 §3.5, RFC 7591 §2.2). */
function inLanguages(member: string, text: Record<Locale, string>): Record<string, string> {
  return { [member]: text['zh-CN'], [`${member}#zh-CN`]: text['zh-CN'], [`${member}#en`]: text.en };
}

export interface PlatformAnswer {
  kind: 'registered';
  clientId: string;
  /** Moodle tells it; Canvas only at the first launch. */
  deploymentId: string | null;
}

/** The platform's answer to our registration. Of a refusal only its error id is kept, never its text. */
export function readPlatformAnswer(status: number, text: string): PlatformAnswer | RegistrationRefusal {
  const body = parseObject(text);
  if (status < 200 || status > 299)
    return refuseRegistration('platform_refused', errorId(body, text) ?? `HTTP ${status}`, 502);
  const clientId = asId(body?.['client_id']);
  if (clientId === null) return refuseRegistration('answer_unreadable', 'client_id', 502);
  const tool = body?.[TOOL];
  const deploymentId =
    typeof tool === 'object' && tool !== null && 'deployment_id' in tool ? asId(tool.deployment_id) : null;
  return { kind: 'registered', clientId, deploymentId };
}

/** RFC 7591 puts an id into JSON; Moodle answers with the id alone. */
function errorId(body: Record<string, unknown> | null, text: string): string | null {
  const told = body ? body['error'] : text.trim();
  return typeof told === 'string' && /^[a-z][\w.-]{1,63}$/i.test(told) ? told : null;
}

function asId(value: unknown): string | null {
  const id = typeof value === 'number' ? String(value) : value;
  return typeof id === 'string' && id !== '' && id.length <= 255 ? id : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
