import type { Launch } from './launch.schema.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { isBelow } from './url.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
/** Clocks of school servers drift; more than this is a fault to be mended. */
const SKEW_SECONDS = 60;
/** A token older than any login can be was not made for this one. */
const OLDEST_SECONDS = 600;
const LONGEST_LIFE_SECONDS = 24 * 3600;
const LONGEST_ID = 255;

type Claims = Readonly<Record<string, unknown>>;

export interface Expected {
  issuer: string;
  clientId: string;
  publicUrl: string;
}

/** Judges the claims of a token whose signature holds: strict where it protects, lenient where platforms are odd. */
export function parseLaunch(claims: Claims, expected: Expected, now: Date): Launch | Refusal {
  const refusal = checkIssuedForUs(claims, expected) ?? checkTimes(claims, now) ?? checkMessage(claims);
  if (refusal) return refusal;

  const subject = identifier(claims['sub']);
  if (subject === null) return refuse('sub_invalid');
  const nonce = text(claims['nonce']);
  if (nonce === null) return refuse('nonce_missing');
  const deploymentId = identifier(claims[`${LTI}deployment_id`]);
  if (deploymentId === null) return refuse('deployment_id_invalid');
  const targetLinkUri = text(claims[`${LTI}target_link_uri`]);
  if (targetLinkUri === null || !isBelow(targetLinkUri, expected.publicUrl))
    return refuse('target_link_uri_foreign');
  const resourceLinkId = identifier(object(claims[`${LTI}resource_link`])['id']);
  if (resourceLinkId === null) return refuse('resource_link_invalid');
  const roles = claims[`${LTI}roles`];
  if (!Array.isArray(roles)) return refuse('roles_invalid');
  const context = readContext(object(claims[`${LTI}context`]));
  if (context?.kind === 'refused') return context;

  const presentation = object(claims[`${LTI}launch_presentation`]);
  return {
    kind: 'launch',
    deploymentId,
    subject,
    nonce,
    targetLinkUri: new URL(targetLinkUri).href,
    resourceLinkId,
    name: readName(claims),
    email: text(claims['email']),
    username: text(object(claims[`${LTI}ext`])['user_username']),
    roles: roles.filter((role): role is string => typeof role === 'string' && role !== ''),
    context: context && { id: context.id, title: context.title },
    custom: readCustom(object(claims[`${LTI}custom`])),
    locale: text(presentation['locale']),
    returnUrl: text(presentation['return_url']),
    family: text(object(claims[`${LTI}tool_platform`])['product_family_code']),
  };
}

function checkIssuedForUs(claims: Claims, expected: Expected): Refusal | null {
  if (text(claims['iss']) === null) return refuse('iss_missing');
  if (claims['iss'] !== expected.issuer) return refuse('iss_unknown');
  const audiences = readAudiences(claims);
  if (audiences.length === 0) return refuse('aud_missing');
  if (!audiences.includes(expected.clientId)) return refuse('aud_unknown');
  // We know no other party that a token for us may also be for.
  if (audiences.some((audience) => audience !== expected.clientId)) return refuse('aud_untrusted');
  const azp = claims['azp'];
  if (azp !== undefined && azp !== null && azp !== expected.clientId) return refuse('azp_wrong');
  return null;
}

/** `aud` as a list; anything that isn't text is no audience. */
export function readAudiences(claims: Claims): string[] {
  const { aud } = claims;
  return (Array.isArray(aud) ? aud : [aud]).filter(
    (audience): audience is string => typeof audience === 'string' && audience !== '',
  );
}

function checkTimes(claims: Claims, now: Date): Refusal | null {
  const nowSeconds = now.getTime() / 1000;
  const { exp, iat, nbf } = claims;
  if (!isTime(exp)) return refuse('exp_missing');
  if (exp + SKEW_SECONDS <= nowSeconds) return refuse('exp_past');
  if (!isTime(iat)) return refuse('iat_missing');
  if (iat - SKEW_SECONDS > nowSeconds) return refuse('iat_future');
  if (iat + OLDEST_SECONDS + SKEW_SECONDS < nowSeconds) return refuse('iat_too_old');
  if (exp - iat > LONGEST_LIFE_SECONDS) return refuse('exp_too_far');
  if (isTime(nbf) && nbf - SKEW_SECONDS > nowSeconds) return refuse('nbf_future');
  return null;
}

function checkMessage(claims: Claims): Refusal | null {
  const messageType = text(claims[`${LTI}message_type`]);
  if (messageType === null) return refuse('message_type_missing');
  if (claims[`${LTI}version`] !== '1.3.0') return refuse('version_wrong');
  if (messageType !== 'LtiResourceLinkRequest') return refuse('message_type_unsupported');
  return null;
}

/** No context is fine (a launch from the dashboard); one without its id can't be told from another. */
function readContext(context: Claims): { kind: 'context'; id: string; title: string } | Refusal | null {
  if (Object.keys(context).length === 0) return null;
  const id = identifier(context['id']);
  if (id === null) return refuse('context_invalid');
  return { kind: 'context', id, title: text(context['title']) ?? text(context['label']) ?? id };
}

function readName(claims: Claims): string | null {
  const given = text(claims['given_name']);
  const family = text(claims['family_name']);
  const whole = text(claims['name']);
  if (whole !== null || given === null || family === null) return whole ?? given ?? family;
  return /\p{Script=Han}/u.test(family) ? family + given : `${given} ${family}`;
}

/** Platforms send variables they don't know literally (`$Person.sourcedId`) and hidden values as null. */
function readCustom(custom: Claims): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(custom)) {
    if (typeof value === 'number' || typeof value === 'boolean') filled[name] = String(value);
    if (typeof value === 'string' && value !== '' && !value.startsWith('$')) filled[name] = value;
  }
  return filled;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Text with something in it, trimmed; else null. */
function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** An identifier is compared letter by letter, so it is taken as it stands. */
function identifier(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_ID ? value : null;
}

/** PHP platforms write an empty object as []. */
function object(value: unknown): Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : {};
}
