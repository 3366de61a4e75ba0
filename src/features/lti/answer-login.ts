import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { chooseRegistration, parseLogin, presentLogin, type LoginForm } from './login.rules.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';
import { startLogin } from './start-login.ts';

/** Says that this browser gives our cookies back, here: in this frame or window. */
const PROOF_COOKIE = '__Secure-waymark-cookies';
const PROOF_DAYS = 30;
/** Set by us on the way: `frame` and `window` mean that a cookie was just sent, `open` that a new window begins. */
const STEP = 'waymark_step';
/** An address that proxies would refuse is not made; such a login goes on untested. */
const LONGEST_QUERY = 6000;

export type LoginAnswer =
  | { kind: 'goOn'; url: string; cookies: Cookie[] }
  | { kind: 'newWindow'; fields: Record<string, string> }
  | Refusal;

/**
 * Begins a login, once the browser has shown that it returns our cookies. Moodle's launch ids work once, so a launch
 * that is going to fail for want of a cookie must not set out: it starts again in a window of its own.
 */
export async function answerLogin(
  deps: Deps,
  registrations: Registrations,
  form: LoginForm,
  cookies: Record<string, string>,
): Promise<LoginAnswer> {
  const login = parseLogin(form, deps.config.publicUrl);
  if (login.kind === 'refused') return login;
  const chosen = chooseRegistration(
    login,
    await registrations(login.issuer, login.clientId === null ? [] : [login.clientId]),
  );
  if (chosen.kind === 'refused') return chosen;

  const fields = presentLogin(login);
  const step = form[STEP];
  if (cookies[PROOF_COOKIE] === undefined) {
    if (step === 'window') return refuse('cookies_refused');
    if (step === 'frame') return { kind: 'newWindow', fields: { ...fields, [STEP]: 'open' } };
    const query = new URLSearchParams({ ...fields, [STEP]: step === 'open' ? 'window' : 'frame' }).toString();
    if (query.length <= LONGEST_QUERY)
      return { kind: 'goOn', url: `/lti/login?${query}`, cookies: [proofCookie(deps)] };
  }
  const started = await startLogin(deps, login, chosen.registration);
  return { kind: 'goOn', url: started.authenticationUrl, cookies: [started.cookie] };
}

const proofCookie = (deps: Deps): Cookie => ({
  name: PROOF_COOKIE,
  value: '1',
  path: `${deps.config.basePath}/lti`,
  maxAgeSeconds: PROOF_DAYS * 24 * 3600,
});
