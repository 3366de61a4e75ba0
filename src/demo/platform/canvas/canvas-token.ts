import { decodeJwt, type JWTPayload } from 'jose';
import { ACCESS_TOKEN_SECONDS } from '../access-tokens.ts';
import type { Platform, ServiceAnswer, ServiceCall } from '../service-door.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const JSON_TYPE = 'application/json; charset=utf-8';
/** An assertion older than this was made for another request. */
const OLDEST_SECONDS = 300;

const refuse = (error: string, description: string): ServiceAnswer => ({
  status: 400,
  type: JSON_TYPE,
  body: { error, error_description: description },
});

/** An access token for all of the wanted scopes or none; each assertion works once. */
export function createTokenEndpoint(platform: Platform, address: string) {
  const spent = new Set<string>();
  return async (call: ServiceCall): Promise<ServiceAnswer> => {
    const { state, accessTokens } = platform;
    const form = new URLSearchParams(call.body);
    if (form.get('grant_type') !== 'client_credentials')
      return refuse(
        'unsupported_grant_type',
        'The grant_type you requested is not currently supported by Canvas',
      );
    if (form.get('client_assertion_type') !== ASSERTION_TYPE)
      return refuse('invalid_request', 'assertion type is not valid');
    const assertion = form.get('client_assertion') ?? '';
    const checked = await check(platform, assertion, address);
    if (typeof checked === 'string') return refuse('invalid_request', checked);
    const { jti = '', sub: clientId = '' } = checked;
    if (spent.has(jti)) return refuse('invalid_request', 'JWT jti has already been used');
    spent.add(jti);

    const scopes = (form.get('scope') ?? '').split(' ').filter(Boolean);
    const missing = scopes.filter((scope) => !state.tools.get(clientId)?.scopes.includes(scope));
    if (scopes.length === 0 || missing.length > 0)
      return refuse(
        'invalid_scope',
        `A requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner. The following scopes were requested, but not granted: ${missing.join(', ')}`,
      );
    const token = accessTokens.issue({ clientId, scopes });
    return {
      status: 200,
      type: JSON_TYPE,
      body: {
        access_token: token,
        token_type: 'Bearer',
        expires_in: ACCESS_TOKEN_SECONDS,
        scope: scopes.join(' '),
      },
    };
  };
}

/** The assertion's claims, or what is wrong with it. */
async function check(
  { state, now, verifyToolToken }: Platform,
  assertion: string,
  address: string,
): Promise<JWTPayload | string> {
  let claims: JWTPayload;
  try {
    const tool = state.tools.get(decodeJwt(assertion).sub ?? '');
    if (!tool?.active) return 'Unknown client_id';
    claims = await verifyToolToken(tool, assertion);
  } catch {
    return 'JWS signature invalid or out of time';
  }
  if (claims.iss !== claims.sub) return 'iss and sub must be the client_id';
  if (![claims.aud].flat().includes(address)) return `the 'aud' must contain the token endpoint`;
  if (!claims.jti) return 'jti is missing';
  if (now().getTime() / 1000 - (claims.iat ?? 0) > OLDEST_SECONDS) return `the 'iat' is too far in the past`;
  return claims;
}
