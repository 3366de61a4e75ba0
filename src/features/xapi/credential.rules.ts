import type { Scope } from './credential.schema.ts';

export interface BasicCredentials {
  key: string;
  secret: string;
}

/** Key and secret of an Authorization header; null when it is missing, of another kind or malformed. */
export function readBasic(authorization: string | undefined): BasicCredentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const key = text.slice(0, colon);
  // Our own keys' form: nothing else is worth a look in the database.
  return colon > 0 && /^[\w-]{4,64}$/.test(key) ? { key, secret: text.slice(colon + 1) } : null;
}

/** A scope includes its own reading, `all` every scope, `all/read` every reading. */
export function allows(scopes: readonly Scope[], needed: Scope): boolean {
  const reads = /^[a-z_]+\/read/.exec(needed)?.[0];
  return scopes.some(
    (scope) =>
      scope === 'all' ||
      scope === needed ||
      (reads !== undefined && (scope === 'all/read' || scope === reads || `${scope}/read` === reads)),
  );
}
