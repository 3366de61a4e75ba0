import type { Deps } from '../../infra/deps.ts';
import { sha256 } from '../../infra/vault.ts';
import type { Locale } from '../../infra/views.ts';
import { checkLaunch, type LaunchPorts } from './check-launch.ts';
import { enterLaunch, type AcceptedLaunch, type EnterPorts } from './enter-launch.ts';
import type { RefusedToken } from './launch.schema.ts';
import type { RecordRefusal } from './record-refusal.ts';
import type { Refusal } from './refusal.rules.ts';
import { bindingCookieName } from './start-login.ts';

export interface LaunchAttempt {
  token: string;
  state: string;
  cookies: Record<string, string>;
  /** The browser's language, where the platform tells none. */
  locale: Locale;
  requestId: string;
}

/** The whole way from an authentication response to a visit. */
export async function acceptLaunch(
  deps: Deps,
  ports: LaunchPorts & EnterPorts & { recordRefusal: RecordRefusal },
  attempt: LaunchAttempt,
): Promise<AcceptedLaunch | Refusal> {
  const refuse = async (refused: RefusedToken): Promise<Refusal> => {
    await ports.recordRefusal(refused, attempt.requestId);
    return refused.refusal;
  };
  const checked = await checkLaunch(deps, ports, attempt.token);
  if (checked.kind === 'refusedToken') return refuse(checked);
  const outcome = await enterLaunch(deps, ports, {
    checked,
    state: attempt.state,
    binding: attempt.cookies[bindingCookieName(sha256(attempt.state))],
    bindingStore: 'cookie',
    visit: null,
    locale: attempt.locale,
    requestId: attempt.requestId,
  });
  if (outcome.kind === 'accepted') return outcome;
  const { registration, claims } = checked;
  return refuse({ kind: 'refusedToken', refusal: outcome, registration, signed: true, claims });
}
