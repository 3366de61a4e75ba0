import type { VisitStore } from '../roster/index.ts';
import type { BindingStore, LoginRequest, Registration } from './launch.schema.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { isBelow } from './url.rules.ts';

/** Canvas's lti_message_hint is a token of some 2 kB; far beyond that nobody means well. */
const LONGEST_PARAMETER = 8192;
const REQUIRED = ['iss', 'login_hint', 'target_link_uri'] as const;
const OPTIONAL = [
  'client_id',
  'lti_message_hint',
  'lti_deployment_id',
  'deployment_id',
  'lti_storage_target',
] as const;

export type LoginForm = Readonly<Record<string, unknown>>;

/** Reads a login initiation, whether it came by GET or POST. */
export function parseLogin(form: LoginForm, publicUrl: string): LoginRequest | Refusal {
  const given: Record<string, string> = {};
  for (const name of [...REQUIRED, ...OPTIONAL]) {
    const value = form[name];
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string') return refuse('login_parameter_repeated', name);
    // What no database can hold names nothing: it is as good as not sent.
    if (value.includes('\0')) return refuse('login_parameter_missing', name);
    if (value.length > LONGEST_PARAMETER) return refuse('login_parameter_too_long', name);
    given[name] = value;
  }
  const { iss, login_hint: loginHint, target_link_uri: targetLinkUri } = given;
  if (!iss) return refuse('login_parameter_missing', 'iss');
  if (!loginHint) return refuse('login_parameter_missing', 'login_hint');
  if (!targetLinkUri) return refuse('login_parameter_missing', 'target_link_uri');
  if (!isBelow(targetLinkUri, publicUrl)) return refuse('login_target_foreign');
  return {
    kind: 'login',
    issuer: iss,
    loginHint,
    targetLinkUri: new URL(targetLinkUri).href,
    messageHint: given['lti_message_hint'] ?? null,
    clientId: given['client_id'] ?? null,
    // Canvas sends both names.
    deploymentHint: given['lti_deployment_id'] ?? given['deployment_id'] ?? null,
    storageTarget: given['lti_storage_target'] ?? null,
  };
}

/** Which registration a login means. `client_id` may be left out only where the issuer has one. */
export function chooseRegistration(
  login: LoginRequest,
  ofIssuer: Registration[],
): { kind: 'chosen'; registration: Registration } | Refusal {
  if (ofIssuer.length === 0) return refuse('login_issuer_unknown');
  const candidates =
    login.clientId === null ? ofIssuer : ofIssuer.filter(({ clientId }) => clientId === login.clientId);
  const [registration, another] = candidates;
  if (!registration) return refuse('login_client_unknown');
  if (another) return refuse('login_client_ambiguous');
  if (!registration.active || registration.pending) return refuse('registration_inactive');
  return { kind: 'chosen', registration };
}

/** The parameters of a login, to begin it again elsewhere. */
export function presentLogin(login: LoginRequest): Record<string, string> {
  const fields: Record<string, string> = {
    iss: login.issuer,
    login_hint: login.loginHint,
    target_link_uri: login.targetLinkUri,
  };
  if (login.clientId !== null) fields['client_id'] = login.clientId;
  if (login.messageHint !== null) fields['lti_message_hint'] = login.messageHint;
  if (login.deploymentHint !== null) fields['lti_deployment_id'] = login.deploymentHint;
  if (login.storageTarget !== null) fields['lti_storage_target'] = login.storageTarget;
  return fields;
}

/** Where a browser is asked to keep something; null: in a cookie. A platform's storage is asked at the origin of its sign-in (lti-cs-oidc v0p1). */
export function decideStore(
  binding: { bindingStore: BindingStore; storageTarget: string | null },
  { authLoginUrl }: Pick<Registration, 'authLoginUrl'>,
): VisitStore | null {
  switch (binding.bindingStore) {
    case 'cookie':
      return null;
    case 'web':
      return { kind: 'web' };
    case 'platform':
      return {
        kind: 'platform',
        origin: new URL(authLoginUrl).origin,
        target: binding.storageTarget ?? '_parent',
      };
  }
}

/** What a browser without our cookies can try, best first. */
export function listStores(
  { storageTarget }: Pick<LoginRequest, 'storageTarget'>,
  registration: Pick<Registration, 'authLoginUrl'>,
): VisitStore[] {
  const kinds = storageTarget === null ? (['web'] as const) : (['platform', 'web'] as const);
  return kinds.flatMap((bindingStore) => decideStore({ bindingStore, storageTarget }, registration) ?? []);
}

/** Where the browser goes to be told who it is (security/v1p0#step-2-authentication-request). */
export function buildAuthenticationUrl(
  login: LoginRequest,
  registration: Registration,
  given: { redirectUri: string; state: string; nonce: string },
): string {
  const url = new URL(registration.authLoginUrl);
  const query: Record<string, string> = {
    // Moodle wants exactly this scope.
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: registration.clientId,
    redirect_uri: given.redirectUri,
    login_hint: login.loginHint,
    state: given.state,
    nonce: given.nonce,
  };
  if (login.messageHint !== null) query['lti_message_hint'] = login.messageHint;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
