/** Which sentence the reader gets; the words are `lti.refused.<advice>` in views/locales. */
export const ADVICE = [
  'untrusted',
  'unknownPlatform',
  'incomplete',
  'clock',
  'expired',
  'browser',
  'cookies',
  'unsupported',
  'awaitingApproval',
  'observer',
  'notForLearners',
  'platform',
  'unreachable',
] as const;
export type Advice = (typeof ADVICE)[number];

interface Row {
  /** What is wrong: a claim, a header of the token, or a parameter of the form. */
  claim: string | null;
  /** Where the specification says so; anchors below https://www.imsglobal.org/spec/ unless another body is named. */
  specSection: string;
  advice: Advice;
  status: number;
}

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const LOGIN = 'security/v1p0#step-1-third-party-initiated-login';
const RESPONSE = 'security/v1p0#authentication-response-validation';
const KEYS = 'security/v1p0#h_key-set-url';
const OIDC = 'OpenID Connect Core 3.1.3.7';

const bad = (claim: string | null, specSection: string, advice: Advice = 'untrusted', status = 401): Row => ({
  claim,
  specSection,
  advice,
  status,
});

/** Every way a login or launch is refused, with the rule it breaks (design §5, habit 9). */
const REFUSALS = {
  login_parameter_missing: bad(null, LOGIN, 'incomplete', 400),
  login_parameter_repeated: bad(null, LOGIN, 'incomplete', 400),
  login_parameter_too_long: bad(null, LOGIN, 'incomplete', 400),
  login_issuer_unknown: bad('iss', LOGIN, 'unknownPlatform', 403),
  login_client_unknown: bad('client_id', LOGIN, 'unknownPlatform', 403),
  login_client_ambiguous: bad('client_id', 'lti/v1p3#client_id-login-parameter', 'unknownPlatform', 400),
  login_target_foreign: bad('target_link_uri', LOGIN, 'untrusted', 400),
  registration_inactive: bad('client_id', 'lti/v1p3#tool-deployment', 'awaitingApproval', 403),
  cookies_refused: bad(null, LOGIN, 'cookies', 400),

  platform_error: bad('error', 'security/v1p0#authentication-error-response', 'platform', 400),
  opened_directly: bad(null, 'security/v1p0#step-3-authentication-response', 'expired', 400),
  token_missing: bad('id_token', 'security/v1p0#step-3-authentication-response', 'incomplete', 400),
  token_too_long: bad('id_token', 'security/v1p0#id-token', 'untrusted', 400),
  token_malformed: bad('id_token', 'security/v1p0#id-token'),
  alg_refused: bad('alg', 'security/v1p0#authentication-response-validation'),
  kid_missing: bad('kid', KEYS),
  kid_unknown: bad('kid', KEYS),
  key_ambiguous: bad('kid', KEYS),
  keys_unreachable: bad('jwks_uri', KEYS, 'unreachable', 502),
  signature_invalid: bad('id_token', RESPONSE),
  iss_missing: bad('iss', OIDC),
  iss_unknown: bad('iss', OIDC, 'unknownPlatform'),
  aud_missing: bad('aud', OIDC),
  aud_unknown: bad('aud', OIDC, 'unknownPlatform'),
  aud_untrusted: bad('aud', OIDC),
  azp_wrong: bad('azp', OIDC),
  exp_missing: bad('exp', OIDC),
  exp_past: bad('exp', OIDC, 'clock'),
  exp_too_far: bad('exp', OIDC),
  iat_missing: bad('iat', OIDC),
  iat_future: bad('iat', OIDC, 'clock'),
  iat_too_old: bad('iat', OIDC, 'clock'),
  nbf_future: bad('nbf', 'RFC 7519 4.1.5', 'clock'),
  nonce_missing: bad('nonce', OIDC),
  nonce_wrong: bad('nonce', OIDC, 'expired'),
  sub_invalid: bad('sub', 'lti/v1p3#user-identity-claims', 'incomplete'),

  message_type_missing: bad(`${LTI}message_type`, 'lti/v1p3#message-type-claim', 'incomplete'),
  message_type_unsupported: bad(`${LTI}message_type`, 'lti/v1p3#message-type-claim', 'unsupported', 400),
  version_wrong: bad(`${LTI}version`, 'lti/v1p3#lti-version-claim', 'unsupported'),
  deployment_id_invalid: bad(`${LTI}deployment_id`, 'lti/v1p3#lti-deployment-id-claim', 'incomplete'),
  deployment_not_approved: bad(
    `${LTI}deployment_id`,
    'lti/v1p3#lti-deployment-id-claim',
    'awaitingApproval',
    403,
  ),
  deployment_wrong: bad(`${LTI}deployment_id`, 'lti/v1p3#lti_deployment_id-login-parameter'),
  target_link_uri_foreign: bad(`${LTI}target_link_uri`, 'lti/v1p3#target-link-uri'),
  target_link_uri_wrong: bad(`${LTI}target_link_uri`, 'lti/v1p3#target-link-uri'),
  resource_link_invalid: bad(`${LTI}resource_link`, 'lti/v1p3#resource-link-claim', 'incomplete'),
  deep_linking_settings_invalid: bad(
    'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
    'lti-dl/v2p0#deep-linking-settings',
    'incomplete',
  ),
  deep_link_return_url_insecure: bad(
    'deep_link_return_url',
    'lti-dl/v2p0#deep-linking-settings',
    'untrusted',
  ),
  deep_linking_by_learner: bad(`${LTI}roles`, 'lti-dl/v2p0#workflow', 'notForLearners', 403),
  context_missing: bad(`${LTI}context`, 'lti/v1p3#context-claim', 'incomplete'),
  for_user_foreign: bad(`${LTI}for_user`, 'lti-srs/v1p0#for_user-claim', 'untrusted', 403),
  for_user_invalid: bad(`${LTI}for_user`, 'lti-srs/v1p0#for_user-claim', 'incomplete'),
  roles_invalid: bad(`${LTI}roles`, 'lti/v1p3#roles-claim', 'incomplete'),
  role_observer: bad(`${LTI}roles`, 'lti/v1p3#role-vocabularies', 'observer', 403),
  context_invalid: bad(`${LTI}context`, 'lti/v1p3#context-claim', 'incomplete'),

  state_missing: bad('state', RESPONSE, 'incomplete', 400),
  state_unknown: bad('state', RESPONSE, 'expired'),
  state_expired: bad('state', RESPONSE, 'expired'),
  state_of_another_client: bad('state', RESPONSE),
  binding_missing: bad('state', RESPONSE, 'browser'),
  binding_wrong: bad('state', RESPONSE, 'browser'),
} satisfies Record<string, Row>;

export type Reason = keyof typeof REFUSALS;
export const REASONS = Object.keys(REFUSALS) as Reason[];

/** A login or launch that doesn't go on, with all that a log line needs and nothing secret. */
export interface Refusal extends Row {
  kind: 'refused';
  reason: Reason;
}

/** `claim` names the parameter where the reason is about any of several. */
export function refuse(reason: Reason, claim?: string): Refusal {
  const row = REFUSALS[reason];
  return { kind: 'refused', reason, ...row, claim: claim ?? row.claim };
}
