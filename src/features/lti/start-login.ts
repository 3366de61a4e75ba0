import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import type { LoginRequest, Registration } from './launch.schema.ts';
import { buildAuthenticationUrl } from './login.rules.ts';
import { insertLogin } from './lti.queries.ts';

/** Time enough to sign in at the LMS on the way. */
const LOGIN_MINUTES = 10;

/** Where the platform sends its answer: registered there, compared letter by letter. */
export const launchUrl = (deps: Deps): string => `${deps.config.publicUrl}/lti/launch`;

/** A cookie of its own per login: two that start together in one browser don't disturb each other. */
export const bindingCookieName = (stateHash: string): string =>
  `__Secure-waymark-login-${stateHash.slice(0, 12)}`;

export const bindingCookie = (
  deps: Deps,
  given: { stateHash: string; value: string; maxAgeSeconds: number },
): Cookie => ({
  name: bindingCookieName(given.stateHash),
  value: given.value,
  path: `${deps.config.basePath}/lti`,
  maxAgeSeconds: given.maxAgeSeconds,
});

/** Takes the cookie of a finished login back. */
export const spentBindingCookie = (deps: Deps, state: string): Cookie =>
  bindingCookie(deps, { stateHash: sha256(state), value: '', maxAgeSeconds: 0 });

/** Remembers state, nonce and browser of a login (hashes only) and says where to go on. */
export async function startLogin(
  deps: Deps,
  login: LoginRequest,
  registration: Registration,
): Promise<{ authenticationUrl: string; cookie: Cookie }> {
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
    bindingStore: 'cookie',
    storageTarget: null,
    heldSealed: null,
    heldCodeHash: null,
    expiresAt: new Date(deps.now().getTime() + LOGIN_MINUTES * 60_000),
  });
  return {
    authenticationUrl: buildAuthenticationUrl(login, registration, {
      redirectUri: launchUrl(deps),
      state,
      nonce,
    }),
    cookie: bindingCookie(deps, { stateHash, value: binding, maxAgeSeconds: LOGIN_MINUTES * 60 }),
  };
}
