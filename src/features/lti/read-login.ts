import type { Deps } from '../../infra/deps.ts';
import type { LoginRequest, Registration } from './launch.schema.ts';
import { chooseRegistration, parseLogin, type LoginForm } from './login.rules.ts';
import type { Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';

/** A login and the registration it means. */
export interface ChosenLogin {
  kind: 'chosen';
  login: LoginRequest;
  registration: Registration;
}

export async function readLogin(
  deps: Deps,
  registrations: Registrations,
  form: LoginForm,
): Promise<ChosenLogin | Refusal> {
  const login = parseLogin(form, deps.config.publicUrl);
  if (login.kind === 'refused') return login;
  const { issuer, clientId } = login;
  const chosen = chooseRegistration(login, await registrations(issuer, clientId === null ? [] : [clientId]));
  return chosen.kind === 'refused' ? chosen : { ...chosen, login };
}
