import type { Deps } from '../../infra/deps.ts';
import { newToken, sameSecret } from '../../infra/vault.ts';
import { readFetchKey, writeToken } from './session-secret.rules.ts';
import { findSession, updateTokenHash } from './sessions.queries.ts';
import { isOpen } from './unit-session.rules.ts';

export const FETCH_PURPOSE = 'cmi5-fetch';
export const TOKEN_PURPOSE = 'cmi5-token';

/** Answered with status 200, also where it is an error (8.2.1). */
export type TokenAnswer = { 'auth-token': string } | { 'error-code': '1' | '2'; 'error-text': string };

const USED: TokenAnswer = {
  'error-code': '1',
  'error-text': 'The authorization token was handed out before, or the session is over.',
};
const UNKNOWN: TokenAnswer = { 'error-code': '2', 'error-text': 'No session has this fetch URL.' };

/** The authorization token of a session, for whoever asks first (8.2.3.1). */
export async function fetchToken(deps: Deps, fetchKey: string): Promise<TokenAnswer> {
  const given = readFetchKey(fetchKey);
  const session = given && (await findSession(deps.db, given));
  if (!session || !sameSecret(deps.vault.fingerprint(FETCH_PURPOSE, given.secret), session.fetchHash))
    return UNKNOWN;
  if (session.tokenHash !== null || session.endedAt || !isOpen(session, deps.now())) return USED;
  const token = { ...given, secret: newToken() };
  const isFirst = await updateTokenHash(deps.db, given, deps.vault.fingerprint(TOKEN_PURPOSE, token.secret));
  return isFirst ? { 'auth-token': writeToken(token) } : USED;
}
