/** How a session's secrets are written: the one-time fetch address's (8.1.2), and the authorization token (8.2.2). */

export interface SessionSecret {
  schoolId: string;
  sessionId: string;
  secret: string;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const SECRET = '[\\w-]{43}';
const FETCH_KEY = new RegExp(`^(${UUID})\\.(${UUID})\\.(${SECRET})$`);
const TOKEN = new RegExp(`^cmi5\\.(${UUID})\\.(${UUID}):(${SECRET})$`);

export const writeFetchKey = ({ schoolId, sessionId, secret }: SessionSecret): string =>
  `${schoolId}.${sessionId}.${secret}`;

export const readFetchKey = (text: string): SessionSecret | null => toSecret(FETCH_KEY.exec(text));

/** In the form of Basic credentials, since that is how a unit sends it; no credential's key has a dot. */
export const writeToken = ({ schoolId, sessionId, secret }: SessionSecret): string =>
  Buffer.from(`cmi5.${schoolId}.${sessionId}:${secret}`).toString('base64');

export function readToken(authorization: string | undefined): SessionSecret | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  return encoded === undefined
    ? null
    : toSecret(TOKEN.exec(Buffer.from(encoded, 'base64').toString('latin1')));
}

function toSecret(match: RegExpExecArray | null): SessionSecret | null {
  const [, schoolId, sessionId, secret] = match ?? [];
  return schoolId && sessionId && secret ? { schoolId, sessionId, secret } : null;
}
