import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import {
  createOutbound,
  type Outbound,
  type OutboundRequest,
  type OutboundResponse,
} from '../../infra/outbound.ts';
import { signAsTool, type Registration } from '../lti/index.ts';
import { assertionAudience, readTokenAnswer, tokenForm, type AccessToken } from './service-token.rules.ts';

export type CallingRegistration = Pick<
  Registration,
  'schoolId' | 'id' | 'clientId' | 'tokenUrl' | 'authorizationServer' | 'family'
>;

export interface PlatformRequest extends Pick<OutboundRequest, 'url' | 'headers' | 'body' | 'maxBytes'> {
  /** All of these must be granted. */
  scope: string[];
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
}

/** What a platform says when asked for a token with these scopes; `problem` is an error id. */
export type TokenProbe = { kind: 'granted'; granted: string[] } | { kind: 'problem'; problem: string };

/** Calls a platform's services in the name of one of its registrations. */
export interface PlatformCaller {
  call(registration: CallingRegistration, request: PlatformRequest): Promise<OutboundResponse>;
  probeToken(registration: CallingRegistration, scopes: string[]): Promise<TokenProbe>;
}

const ASSERTION_SECONDS = 300;
/** A token that ends soon may end on the way. */
const LEEWAY_SECONDS = 60;
const LARGEST_TOKEN_ANSWER = 100_000;

const callers = new WeakMap<Deps, PlatformCaller>();

/** One per process, so that all who call share its tokens. */
export function createPlatformCaller(deps: Deps): PlatformCaller {
  const present = callers.get(deps);
  if (present) return present;
  const outbound = createOutbound(deps.config.allowedPrivateHosts);
  const tokens = createTokens(deps, outbound);
  const caller: PlatformCaller = {
    async call(registration, { scope, ...request }) {
      const send = ({ token }: AccessToken) =>
        outbound({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
      const first = await tokens.get(registration, scope);
      const answer = await send(first);
      if (answer.status !== 401) return answer;
      tokens.forget(registration, scope, first);
      return send(await tokens.get(registration, scope));
    },
    async probeToken(registration, scopes) {
      try {
        const { granted } = await requestToken(deps, outbound, registration, sorted(scopes));
        return { kind: 'granted', granted };
      } catch (error) {
        if (error instanceof WaymarkError) return { kind: 'problem', problem: error.id };
        throw error;
      }
    },
  };
  callers.set(deps, caller);
  return caller;
}

interface Kept {
  token: AccessToken;
  /** Milliseconds since the epoch. */
  usableUntilMs: number;
}

/** Tokens by registration and scopes; however many ask at a time, the platform is asked once. */
function createTokens(deps: Deps, outbound: Outbound) {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<AccessToken>>();

  async function ask(key: string, registration: CallingRegistration, scopes: string[]): Promise<AccessToken> {
    const token = await requestToken(deps, outbound, registration, scopes).catch((error: unknown) => {
      // Some grant what they may, others refuse the whole request.
      const refused = error instanceof WaymarkError && error.replacements['reason'] === 'invalid_scope';
      throw refused ? scopeMissing(scopes) : error;
    });
    const missing = scopes.filter((scope) => !token.granted.includes(scope));
    // Not kept: an administrator who grants it now is not kept waiting for an hour.
    if (missing.length > 0) throw scopeMissing(missing);
    kept.set(key, {
      token,
      usableUntilMs: deps.now().getTime() + (token.lifeSeconds - LEEWAY_SECONDS) * 1000,
    });
    return token;
  }

  return {
    get(registration: CallingRegistration, scope: readonly string[]): Promise<AccessToken> {
      const scopes = sorted(scope);
      const key = keyOf(registration, scopes);
      const present = kept.get(key);
      if (present && deps.now().getTime() < present.usableUntilMs) return Promise.resolve(present.token);
      kept.delete(key);
      const running = asking.get(key);
      if (running) return running;
      const started = ask(key, registration, scopes).finally(() => asking.delete(key));
      asking.set(key, started);
      return started;
    },
    /** Unless another has brought a newer one meanwhile. */
    forget(registration: CallingRegistration, scope: readonly string[], refused: AccessToken): void {
      const key = keyOf(registration, sorted(scope));
      if (kept.get(key)?.token === refused) kept.delete(key);
    },
  };
}

const scopeMissing = (scopes: string[]): WaymarkError =>
  new WaymarkError('services.scopeMissing', 502, {
    scope: scopes.map((scope) => scope.replace(/^.*\//, '')).join(', '),
  });

const sorted = (scopes: readonly string[]): string[] => [...new Set(scopes)].sort();

/** A registration that was given another client or address needs another token. */
const keyOf = ({ schoolId, id, clientId, tokenUrl }: CallingRegistration, scopes: string[]): string =>
  JSON.stringify([schoolId, id, clientId, tokenUrl, scopes]);

async function requestToken(
  deps: Deps,
  outbound: Outbound,
  registration: CallingRegistration,
  scopes: string[],
): Promise<AccessToken> {
  const { clientId, tokenUrl } = registration;
  const assertion = await signAsTool(
    deps,
    { iss: clientId, sub: clientId, aud: assertionAudience(registration) },
    { expiresInSeconds: ASSERTION_SECONDS },
  );
  const { status, text } = await outbound({
    url: tokenUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: tokenForm(assertion, scopes),
    maxBytes: LARGEST_TOKEN_ANSWER,
  });
  const answer = readTokenAnswer(status, text, scopes);
  if (answer.kind === 'problem')
    throw new WaymarkError(answer.problem, 502, { host: new URL(tokenUrl).host, reason: answer.reason });
  return answer;
}
