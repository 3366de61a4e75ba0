import { WaymarkError } from '../../infra/errors.ts';
import type { Outbound, OutboundRequest, OutboundResponse } from '../../infra/outbound.ts';
import { readPlatformAnswer, type PlatformAnswer } from './dynamic-registration.rules.ts';
import {
  judgeConfiguration,
  refuseRegistration,
  type OpenIdConfiguration,
  type RegistrationRefusal,
} from './openid-configuration.rules.ts';

/** A platform's side of dynamic registration (lti-dr v1p0 §3). */
export interface RegistrationDesk {
  readConfiguration(
    url: URL,
    token: string,
  ): Promise<{ kind: 'configuration'; configuration: OpenIdConfiguration } | RegistrationRefusal>;
  register(
    registrationEndpoint: string,
    token: string,
    registration: object,
  ): Promise<PlatformAnswer | RegistrationRefusal>;
}

export function createRegistrationDesk(outbound: Outbound, allowedHosts: string[]): RegistrationDesk {
  return {
    async readConfiguration(url, token) {
      // Canvas shows its configuration only to whoever brings the token.
      const answer = await ask(outbound, { url: url.href, headers: authorization(token), maxBytes: 200_000 });
      if ('kind' in answer) return answer;
      if (answer.status !== 200)
        return refuseRegistration('configuration_refused_by_platform', `HTTP ${answer.status}`, 502);
      return judgeConfiguration(parseJson(answer.text), url, allowedHosts);
    },
    async register(registrationEndpoint, token, registration) {
      const answer = await ask(outbound, {
        url: registrationEndpoint,
        method: 'POST',
        headers: { ...authorization(token), 'content-type': 'application/json' },
        body: JSON.stringify(registration),
        timeoutMs: 15_000,
        maxBytes: 200_000,
      });
      if ('kind' in answer)
        return answer.reason === 'configuration_unreachable'
          ? refuseRegistration('platform_unreachable', answer.what, 502)
          : answer;
      return readPlatformAnswer(answer.status, answer.text);
    },
  };
}

/** A token may be absent; one that could break out of its header isn't sent. */
const authorization = (token: string): Record<string, string> => ({
  accept: 'application/json',
  ...(/^[\x21-\x7e]{1,8192}$/.test(token) ? { authorization: `Bearer ${token}` } : {}),
});

async function ask(
  outbound: Outbound,
  request: OutboundRequest,
): Promise<OutboundResponse | RegistrationRefusal> {
  try {
    return await outbound(request);
  } catch (error) {
    if (!(error instanceof WaymarkError)) throw error;
    const { host } = new URL(request.url);
    return error.id === 'outbound.refused'
      ? refuseRegistration('configuration_insecure', host, 400)
      : refuseRegistration('configuration_unreachable', host, 502);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
