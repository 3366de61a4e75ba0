import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import type { VisitStore } from '../roster/index.ts';
import { listStores, presentLogin, type LoginForm } from './login.rules.ts';
import { readLogin } from './read-login.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';
import { bindingCookie, bindingKey, startLogin } from './start-login.ts';
import type { BegunLogin, WithoutCookies } from './without-cookies.schema.ts';

/** Says that this browser gives our cookies back, here: in this frame or window. */
const PROOF_COOKIE = '__Secure-waymark-cookies';
const PROOF_DAYS = 30;
/** Set by us on the way: `frame` and `window` mean that a cookie was just sent, `open` that a new window begins. */
const STEP = 'waymark_step';
/** An address that proxies would refuse is not made; such a login goes on untested. */
const LONGEST_QUERY = 6000;

export type LoginAnswer = { kind: 'goOn'; url: string; cookies: Cookie[] } | WithoutCookies | Refusal;

/**
 * Begins a login, once the browser has shown that it returns our cookies. Moodle's launch ids work once, so a launch
 * that is going to fail for want of a cookie must not set out: it goes on with another store, or starts again in a
 * window of its own.
 */
export async function answerLogin(
  deps: Deps,
  registrations: Registrations,
  form: LoginForm,
  cookies: Record<string, string>,
): Promise<LoginAnswer> {
  const chosen = await readLogin(deps, registrations, form);
  if (chosen.kind === 'refused') return chosen;
  const { login, registration } = chosen;
  const fields = presentLogin(login);
  const step = form[STEP];
  if (cookies[PROOF_COOKIE] === undefined) {
    if (step === 'window') return refuse('cookies_refused');
    if (step === 'frame')
      return {
        kind: 'withoutCookies',
        fields: { ...fields, [STEP]: 'open' },
        stores: listStores(login, registration),
      };
    const query = new URLSearchParams({ ...fields, [STEP]: step === 'open' ? 'window' : 'frame' }).toString();
    if (query.length <= LONGEST_QUERY)
      return { kind: 'goOn', url: `/lti/login?${query}`, cookies: [proofCookie(deps)] };
  }
  const { authenticationUrl, stateHash, binding } = await startLogin(deps, chosen, 'cookie');
  return { kind: 'goOn', url: authenticationUrl, cookies: [bindingCookie(deps, stateHash, binding)] };
}

/** Begins a login whose binding a script keeps where the browser lets it. */
export async function beginWithoutCookies(
  deps: Deps,
  registrations: Registrations,
  form: LoginForm,
  bindingStore: VisitStore['kind'],
): Promise<BegunLogin | Refusal> {
  const chosen = await readLogin(deps, registrations, form);
  if (chosen.kind === 'refused') return chosen;
  const { authenticationUrl, stateHash, binding } = await startLogin(deps, chosen, bindingStore);
  return { kind: 'begun', authenticationUrl, key: bindingKey(stateHash), binding };
}

const proofCookie = (deps: Deps): Cookie => ({
  name: PROOF_COOKIE,
  value: '1',
  path: `${deps.config.basePath}/lti`,
  maxAgeSeconds: PROOF_DAYS * 24 * 3600,
});
