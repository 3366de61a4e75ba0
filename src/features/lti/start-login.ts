import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import type { BindingStore } from './launch.schema.ts';
import type { ChosenLogin } from './read-login.ts';
import { buildAuthenticationUrl } from './login.rules.ts';
import { insertLogin } from './lti.queries.ts';

/** Time enough to sign in at the LMS on the way. */
const LOGIN_MINUTES = 10;

/** Where the platform sends its answer: registered there, compared letter by letter. */
export const launchUrl = (deps: Deps): string => `${deps.config.publicUrl}/lti/launch`;

/** A cookie of its own per login: two that start together in one browser don't disturb each other. */
export const bindingCookieName = (stateHash: string): string =>
  `__Secure-waymark-login-${stateHash.slice(0, 12)}`;

export const bindingCookie = (deps: Deps, stateHash: string, binding: string): Cookie => ({
  name: bindingCookieName(stateHash),
  value: binding,
  path: `${deps.config.basePath}/lti`,
  maxAgeSeconds: LOGIN_MINUTES * 60,
});

/** Takes the cookie of a finished login back. */
export const spentBindingCookie = (deps: Deps, state: string): Cookie => ({
  ...bindingCookie(deps, sha256(state), ''),
  maxAgeSeconds: 0,
});

/** Under what name a store keeps the binding of a login. */
export const bindingKey = (stateHash: string): string => `waymark.login.${stateHash.slice(0, 12)}`;

export interface StartedBinding {
  authenticationUrl: string;
  stateHash: string;
  /** For this browser to keep, and for nobody else. */
  binding: string;
}

/** Remembers state, nonce and browser of a login (hashes only) and says where to go on. */
export async function startLogin(
  deps: Deps,
  { login, registration }: ChosenLogin,
  bindingStore: BindingStore,
): Promise<StartedBinding> {
  const [state, nonce, binding] = [newToken(), newToken(), newToken()];
  const stateHash = sha256(state);
  await insertLogin(deps.db, {
    schoolId: registration.schoolId,
    stateHash,
    nonceHash: sha256(nonce),
    bindingHash: sha256(binding),
    registrationId: registration.id,
    targetLinkUri: login.targetLinkUri,
    deploymentHint: login.deploymentHint,
    bindingStore,
    storageTarget: bindingStore === 'platform' ? login.storageTarget : null,
    heldSealed: null,
    heldCodeHash: null,
    expiresAt: new Date(deps.now().getTime() + LOGIN_MINUTES * 60_000),
  });
  const redirectUri = launchUrl(deps);
  return {
    authenticationUrl: buildAuthenticationUrl(login, registration, { redirectUri, state, nonce }),
    stateHash,
    binding,
  };
}
