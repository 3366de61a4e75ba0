import { identifier, object, readCustom, text, texts, webAddress, type Claims } from './claims.rules.ts';
import type { Launch } from './launch.schema.ts';
import { parseMessage } from './message.rules.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { isBelow } from './url.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const ENDPOINT = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const MEMBERSHIPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
/** Clocks of school servers drift; more than this is a fault to be mended. */
const SKEW_SECONDS = 60;
/** A token older than any login can be was not made for this one. */
const OLDEST_SECONDS = 600;
const LONGEST_LIFE_SECONDS = 24 * 3600;
const MOST_ANCESTORS = 20;
const MOST_GROUPS = 100;

export interface Expected {
  issuer: string;
  clientId: string;
  authLoginUrl: string;
  family: string;
  publicUrl: string;
}

/** Judges the claims of a token whose signature holds: strict where it protects, lenient where platforms are odd. */
export function parseLaunch(claims: Claims, expected: Expected, now: Date): Launch | Refusal {
  const refusal = checkIssuedForUs(claims, expected) ?? checkTimes(claims, now);
  if (refusal) return refusal;
  const asked = parseMessage(claims, expected);
  if (asked.kind === 'refused') return asked;

  const subject = identifier(claims['sub']);
  if (subject === null) return refuse('sub_invalid');
  const nonce = text(claims['nonce']);
  if (nonce === null) return refuse('nonce_missing');
  const deploymentId = identifier(claims[`${LTI}deployment_id`]);
  if (deploymentId === null) return refuse('deployment_id_invalid');
  const targetLinkUri = text(claims[`${LTI}target_link_uri`]);
  if (targetLinkUri === null || !isBelow(targetLinkUri, expected.publicUrl))
    return refuse('target_link_uri_foreign');
  const roles = claims[`${LTI}roles`];
  if (!Array.isArray(roles)) return refuse('roles_invalid');
  const context = readContext(object(claims[`${LTI}context`]), expected.family);
  if (context?.kind === 'refused') return context;

  const presentation = object(claims[`${LTI}launch_presentation`]);
  const platform = object(claims[`${LTI}tool_platform`]);
  const custom = readCustom(object(claims[`${LTI}custom`]));
  return {
    kind: 'launch',
    message: asked.message,
    deploymentId,
    subject,
    nonce,
    targetLinkUri: new URL(targetLinkUri).href,
    name: readName(claims),
    email: text(claims['email']),
    username: text(object(claims[`${LTI}ext`])['user_username']),
    sourcedId: text(object(claims[`${LTI}lis`])['person_sourcedid']),
    customIds: ['user_id', 'login_id'].flatMap((name) => identifier(custom[name]) ?? []),
    roles: roles.filter((role): role is string => typeof role === 'string' && role !== ''),
    context: context && { id: context.id, title: context.title },
    contextHistory: texts(custom['context_history']).slice(0, MOST_ANCESTORS),
    groups: readGroups(custom),
    itemId: readItemId(custom),
    services: readServices(claims),
    custom,
    locale: text(presentation['locale']),
    returnUrl: text(presentation['return_url']),
    platform: {
      family: text(platform['product_family_code']),
      name: text(platform['name']),
      version: text(platform['version']),
    },
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Custom values are the teacher's to change in some LMSs: what isn't an id of ours opens the usual page. */
function readItemId(custom: Record<string, string>): string | null {
  const id = custom['waymark_item'];
  return id !== undefined && UUID.test(id) ? id.toLowerCase() : null;
}

/** What isn't told (the variable wasn't filled in) is null: it takes nothing back. */
function readGroups(custom: Record<string, string>): Launch['groups'] {
  const named = (kind: 'group' | 'section') => {
    const told = custom[`${kind}_ids`];
    if (told === undefined) return null;
    return texts(told)
      .slice(0, MOST_GROUPS)
      .map((id) => `${kind}:${id}`);
  };
  return { group: named('group'), section: named('section') };
}

function readServices(claims: Claims): Launch['services'] {
  const endpoint = object(claims[ENDPOINT]);
  return {
    lineItemsUrl: webAddress(endpoint['lineitems']),
    lineItemUrl: webAddress(endpoint['lineitem']),
    agsScopes: texts(endpoint['scope']),
    // Moodle tells its versions as ["1.0","2.0"]: the address is what counts.
    membershipsUrl: webAddress(object(claims[MEMBERSHIPS])['context_memberships_url']),
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

/** No context is fine (a launch from the dashboard); one without its id can't be told from another. */
function readContext(
  context: Claims,
  family: string,
): { kind: 'context'; id: string; title: string } | Refusal | null {
  if (Object.keys(context).length === 0) return null;
  // Moodle calls its front page a group: that is the site, no course.
  const types = texts(context['type']);
  const isSite = types.length > 0 && types.every((type) => /(?:^|[#/])Group$/.test(type));
  if (family === 'moodle' && isSite) return null;
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

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
