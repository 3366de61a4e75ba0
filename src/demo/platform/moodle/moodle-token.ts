import { decodeJwt, errors } from 'jose';
import { ACCESS_TOKEN_SECONDS } from '../access-tokens.ts';
import type { Platform, ServiceAnswer, ServiceCall } from '../service-door.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Moodle labels its JSON as HTML, and answers every error with 400. */
const HTML = 'text/html; charset=utf-8';
/** Put into the body as it is: a message with quotation marks in it makes invalid JSON. */
const refuse = (error: string): ServiceAnswer => ({
  status: 400,
  type: HTML,
  body: `{\n  "error" : "${error}"\n}\n`,
});

/** token.php: an access token for those of the wanted scopes that the tool has. */
export async function answerTokenRequest(
  { state, accessTokens, verifyToolToken }: Platform,
  call: ServiceCall,
): Promise<ServiceAnswer> {
  const form = new URLSearchParams(call.body);
  const [contentType] = (call.headers['content-type'] ?? '').split(';');
  const assertion = form.get('client_assertion') ?? '';
  const scope = form.get('scope') ?? '';
  if (contentType !== 'application/x-www-form-urlencoded' || !assertion || !scope)
    return refuse('invalid_request');
  if (form.get('client_assertion_type') !== ASSERTION_TYPE || form.get('grant_type') !== 'client_credentials')
    return refuse('unsupported_grant_type');

  const subject = readSubject(assertion);
  if (subject === null) return refuse('invalid_request');
  const tool = state.tools.get(subject);
  if (!tool) return refuse('invalid_client');
  try {
    const { iss } = await verifyToolToken(tool, assertion);
    if (iss !== tool.clientId) return refuse('invalid_client');
  } catch (error) {
    return refuse(sayFault(error));
  }
  const granted = scope.split(' ').filter((one) => tool.scopes.includes(one));
  if (granted.length === 0) return refuse('invalid_scope');
  const token = accessTokens.issue({ clientId: tool.clientId, scopes: granted });
  return {
    status: 200,
    type: HTML,
    body: JSON.stringify({
      access_token: token,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      scope: granted.join(' '),
    }),
  };
}

function readSubject(assertion: string): string | null {
  try {
    return decodeJwt(assertion).sub ?? null;
  } catch {
    return null;
  }
}

function sayFault(error: unknown): string {
  if (error instanceof errors.JWKSNoMatchingKey) return '"kid" invalid, unable to lookup correct key';
  if (error instanceof errors.JWTExpired) return 'Expired token';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iat')
    return 'Cannot handle token with iat prior to now';
  return 'Signature verification failed';
}
