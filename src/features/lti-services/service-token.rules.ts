/** The form that asks for an access token (RFC 7523 §2.2, LTI security framework §4.1). */
export const tokenForm = (assertion: string, scopes: readonly string[]): string =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: scopes.join(' '),
  }).toString();

/** Whom our assertion is for: Canvas insists on its token address, whatever authorization server it announces. */
export const assertionAudience = (registration: {
  family: string;
  tokenUrl: string;
  authorizationServer: string | null;
}): string =>
  registration.family === 'canvas'
    ? registration.tokenUrl
    : (registration.authorizationServer ?? registration.tokenUrl);

export interface AccessToken {
  token: string;
  /** Scopes in fact granted, which can be fewer than asked for. */
  granted: string[];
  lifeSeconds: number;
}

export type TokenAnswer =
  | ({ kind: 'token' } & AccessToken)
  /** `problem` is an error id; `reason` the platform's own code, '' where it gives none. */
  | { kind: 'problem'; problem: 'services.tokenRefused' | 'services.tokenUnreadable'; reason: string };

/** Where the platform doesn't say how long a token lives. */
const UNSAID_LIFE_SECONDS = 300;
/** No platform gives more; a slip of a zero must not keep a token for years. */
const LONGEST_LIFE_SECONDS = 24 * 3600;

/**
 * Reads a token endpoint's answer. Moodle labels its JSON text/html, answers every error with 400, and one error body
 * isn't JSON: so the label is not looked at, and an error's code is searched for in the text.
 */
export function readTokenAnswer(status: number, text: string, asked: readonly string[]): TokenAnswer {
  if (status < 200 || status >= 300)
    return { kind: 'problem', problem: 'services.tokenRefused', reason: errorCode(text) || String(status) };
  const answer = parse(text);
  const token = answer['access_token'];
  // What can't stand in a header is no token.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
    return { kind: 'problem', problem: 'services.tokenUnreadable', reason: errorCode(text) };
  const scope = answer['scope'];
  const life = Number(answer['expires_in'] ?? UNSAID_LIFE_SECONDS);
  return {
    kind: 'token',
    token,
    // Left out means: as asked (RFC 6749 §5.1).
    granted: typeof scope === 'string' ? scope.split(/\s+/).filter(Boolean) : [...asked],
    lifeSeconds: Number.isFinite(life) ? Math.min(Math.max(life, 0), LONGEST_LIFE_SECONDS) : 0,
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const errorCode = (text: string): string => /"error"\s*:\s*"([a-z_]{1,40})"/.exec(text)?.[1] ?? '';
