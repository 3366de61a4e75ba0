import type { Deps } from '../../infra/deps.ts';
import { addToQuery } from '../../infra/edge.ts';
import { sha256 } from '../../infra/vault.ts';
import type { Locale } from '../../infra/views.ts';
import { issuePass, newVisitKey } from '../roster/index.ts';
import { checkLaunch, type LaunchPorts } from './check-launch.ts';
import { enterLaunch, type AcceptedLaunch, type EnterPorts } from './enter-launch.ts';
import { holdLaunch, readHeld } from './hold-launch.ts';
import type { Entry, RefusedToken } from './launch.schema.ts';
import { decideStore } from './login.rules.ts';
import type { RecordRefusal } from './record-refusal.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { bindingCookieName } from './start-login.ts';
import type { HeldLaunch } from './without-cookies.schema.ts';

export type AcceptPorts = LaunchPorts & EnterPorts & { recordRefusal: RecordRefusal };

interface Attempt {
  /** The browser's language, where the platform tells none. */
  locale: Locale;
  requestId: string;
}

/** The whole way from an authentication response to a visit, or to the wait for a binding that only a script can read. */
export async function acceptLaunch(
  deps: Deps,
  ports: AcceptPorts,
  attempt: Attempt & { token: string; state: string; cookies: Record<string, string> },
): Promise<AcceptedLaunch | HeldLaunch | Refusal> {
  const { token, state, locale, requestId } = attempt;
  const checked = await checkLaunch(deps, ports, token);
  if (checked.kind === 'refusedToken') return recordRefused(ports, checked, requestId);
  const binding = attempt.cookies[bindingCookieName(sha256(state))];
  const held = binding === undefined ? await holdLaunch(deps, checked, { token, state }) : null;
  if (held) return held;
  const entry = { checked, state, binding, bindingStore: 'cookie', visit: null, locale, requestId } as const;
  return enter(deps, ports, entry);
}

export interface ContinuedLaunch {
  kind: 'continued';
  /** The visit's base, below the public URL. */
  base: string;
  /** The page it begins with, base and a pass included. */
  path: string;
  /** For the browser's store. */
  key: string;
}

/** A held launch enters, now that its browser showed what it had kept; the token is checked again. */
export async function continueLaunch(
  deps: Deps,
  ports: AcceptPorts,
  attempt: Attempt & { code: string; binding: string | null },
): Promise<ContinuedLaunch | Refusal> {
  const { locale, requestId } = attempt;
  const held = await readHeld(deps, attempt.code);
  if (!held) return refuse('state_unknown');
  const checked = await checkLaunch(deps, ports, held.token);
  if (checked.kind === 'refusedToken') return recordRefused(ports, checked, requestId);
  const { schoolId } = checked.registration;
  const store = decideStore(held, checked.registration);
  if (!store) return refuse('state_unknown');
  const { key, keyHash } = newVisitKey(schoolId);
  const { state, bindingStore } = held;
  const binding = attempt.binding ?? undefined;
  const visit = { store, keyHash };
  const accepted = await enter(deps, ports, {
    checked,
    state,
    binding,
    bindingStore,
    visit,
    locale,
    requestId,
  });
  if (accepted.kind === 'refused') return accepted;
  const { base, sessionId } = accepted;
  const pass = await issuePass(deps, { schoolId, sessionId });
  return { kind: 'continued', base, path: addToQuery(accepted.path, { pass }), key };
}

async function enter(deps: Deps, ports: AcceptPorts, entry: Entry): Promise<AcceptedLaunch | Refusal> {
  const outcome = await enterLaunch(deps, ports, entry);
  if (outcome.kind === 'accepted') return outcome;
  const { registration, claims } = entry.checked;
  const refused = { kind: 'refusedToken', refusal: outcome, registration, signed: true, claims } as const;
  return recordRefused(ports, refused, entry.requestId);
}

async function recordRefused(ports: AcceptPorts, refused: RefusedToken, requestId: string): Promise<Refusal> {
  await ports.recordRefusal(refused, requestId);
  return refused.refusal;
}
