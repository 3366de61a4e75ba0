/** What a platform tells of itself, checked (lti-dr v1p0 §3.3.1, OpenID Connect Discovery). */
export interface OpenIdConfiguration {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  registrationEndpoint: string;
  authorizationServer: string | null;
  scopesSupported: string[];
  family: string;
  productVersion: string | null;
  /** Of the site or account, where the platform tells it. */
  platformName: string | null;
  messages: { type: string; placements: string[] }[];
}

/** Why a registration doesn't go on; the words are `lti.register.refused.<reason>` in views/locales. */
export interface RegistrationRefusal {
  kind: 'refused';
  reason: (typeof REGISTRATION_REFUSALS)[number];
  status: number;
  /** Member, host or error id that it is about; never the platform's own text. */
  what: string | null;
}

export const REGISTRATION_REFUSALS = [
  'opened_directly',
  'configuration_insecure',
  'configuration_unreachable',
  'configuration_refused_by_platform',
  'configuration_unreadable',
  'member_missing',
  'issuer_foreign',
  'endpoint_insecure',
  'registration_endpoint_foreign',
  'response_type_unsupported',
  'algorithm_unsupported',
  'message_unsupported',
  'platform_unreachable',
  'platform_refused',
  'answer_unreadable',
  'client_of_another_school',
] as const;

export function refuseRegistration(
  reason: RegistrationRefusal['reason'],
  what: string | null = null,
  status = 422,
): RegistrationRefusal {
  return { kind: 'refused', reason, what, status };
}

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
/** What different platforms call their site or account. */
const NAME_MEMBERS = ['https://canvas.instructure.com/lti/account_name', 'name'];
const HOSTED_CANVAS_ISSUER = /^https:\/\/canvas\.(?:beta\.|test\.)?instructure\.com$/;
const HOSTED_CANVAS_HOST = /(?:^|\.)(?:instructure|canvaslms)\.com$/;
const LONGEST_ADDRESS = 2000;

/** The address an LMS sends along, before anything is fetched from it. */
export function checkConfigurationUrl(
  address: string | undefined,
  allowedHosts: string[],
): URL | RegistrationRefusal {
  if (!address) return refuseRegistration('opened_directly', null, 400);
  const url = address.length <= LONGEST_ADDRESS && URL.canParse(address) ? new URL(address) : null;
  return url && isSafe(url, allowedHosts) ? url : refuseRegistration('configuration_insecure', null, 400);
}

/** Reads a configuration, or names the first thing wrong with it. */
export function judgeConfiguration(
  told: unknown,
  fetchedFrom: URL,
  allowedHosts: string[],
): { kind: 'configuration'; configuration: OpenIdConfiguration } | RegistrationRefusal {
  if (!isObject(told)) return refuseRegistration('configuration_unreadable', fetchedFrom.host);
  const endpoints: Record<string, string> = {};
  for (const member of [
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'registration_endpoint',
  ]) {
    const value = told[member];
    if (typeof value !== 'string' || !URL.canParse(value) || value.length > LONGEST_ADDRESS)
      return refuseRegistration('member_missing', member);
    if (!isSafe(new URL(value), allowedHosts)) return refuseRegistration('endpoint_insecure', member);
    endpoints[member] = value;
  }
  const issuer = endpoints['issuer'] ?? '';
  const registrationEndpoint = endpoints['registration_endpoint'] ?? '';
  if (issuer.length > 255) return refuseRegistration('member_missing', 'issuer');
  if (!belongTogether(issuer, fetchedFrom)) return refuseRegistration('issuer_foreign', new URL(issuer).host);
  // The registration token goes there: to nobody but the platform that gave it.
  if (!belongTogether(issuer, new URL(registrationEndpoint)))
    return refuseRegistration('registration_endpoint_foreign', new URL(registrationEndpoint).host);
  if (!offers(told['response_types_supported'], 'id_token'))
    return refuseRegistration('response_type_unsupported');
  if (!offers(told['id_token_signing_alg_values_supported'], 'RS256'))
    return refuseRegistration('algorithm_unsupported');

  const platform = told[PLATFORM];
  if (!isObject(platform)) return refuseRegistration('member_missing', 'lti-platform-configuration');
  const family = platform['product_family_code'];
  if (typeof family !== 'string' || !/^[\w.-]{1,64}$/.test(family))
    return refuseRegistration('member_missing', 'product_family_code');
  if (!Array.isArray(platform['messages_supported']))
    return refuseRegistration('member_missing', 'messages_supported');
  const messages = readMessages(platform['messages_supported']);
  if (!messages.some(({ type }) => type === 'LtiResourceLinkRequest'))
    return refuseRegistration('message_unsupported', 'LtiResourceLinkRequest');
  return {
    kind: 'configuration',
    configuration: {
      issuer,
      authorizationEndpoint: endpoints['authorization_endpoint'] ?? '',
      tokenEndpoint: endpoints['token_endpoint'] ?? '',
      jwksUri: endpoints['jwks_uri'] ?? '',
      registrationEndpoint,
      authorizationServer: shortText(told['authorization_server']),
      scopesSupported: texts(told['scopes_supported']),
      family: family.toLowerCase(),
      productVersion: shortText(platform['version']),
      platformName:
        NAME_MEMBERS.map((name) => shortText(platform[name])).find((name) => name !== null) ?? null,
      messages,
    },
  };
}

/**
 * Issuer and configuration stand on one host (lti-dr v1p0 §3.5.1), so that nobody registers in another's name. All
 * hosted Canvas schools share an issuer and are configured from hosts of their own.
 */
function belongTogether(issuer: string, { host, hostname, protocol }: URL): boolean {
  if (host === new URL(issuer).host) return true;
  return (
    HOSTED_CANVAS_ISSUER.test(issuer.replace(/\/$/, '')) &&
    protocol === 'https:' &&
    HOSTED_CANVAS_HOST.test(hostname)
  );
}

/** https, or a host of the school's own network that the operator named. */
export function isSafe({ protocol, host, hostname, username }: URL, allowedHosts: string[]): boolean {
  if (username !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (allowedHosts.includes(host) || allowedHosts.includes(hostname));
}

/** A list that is absent says nothing against it. */
const offers = (list: unknown, wanted: string): boolean =>
  !Array.isArray(list) || list.length === 0 || list.includes(wanted);

function readMessages(list: unknown[]): OpenIdConfiguration['messages'] {
  return list
    .filter(isObject)
    .flatMap(({ type, placements }) =>
      typeof type === 'string' ? [{ type, placements: texts(placements) }] : [],
    );
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string').slice(0, 200) : [];

function shortText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
