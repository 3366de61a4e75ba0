import { randomBytes } from 'node:crypto';

export const ACCESS_TOKEN_SECONDS = 3600;

export interface AccessToken {
  clientId: string;
  scopes: string[];
}

export interface AccessTokens {
  issue(token: AccessToken): string;
  /** Null when it isn't in force. */
  find(authorization: string | undefined): AccessToken | null;
  /** As a restart or an administrator would. */
  revokeAll(): void;
}

export function createAccessTokens(now: () => Date): AccessTokens {
  const issued = new Map<string, AccessToken & { expiresAtMs: number }>();
  return {
    issue(token) {
      const text = randomBytes(24).toString('hex');
      issued.set(text, { ...token, expiresAtMs: now().getTime() + ACCESS_TOKEN_SECONDS * 1000 });
      return text;
    },
    find(authorization) {
      const text = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
      const token = text === undefined ? undefined : issued.get(text);
      return token && token.expiresAtMs > now().getTime() ? token : null;
    },
    revokeAll: () => issued.clear(),
  };
}
