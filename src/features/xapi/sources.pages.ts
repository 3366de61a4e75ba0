import type { Credential, NewCredential, Refusal } from './credential.schema.ts';

/** Address that goes into an LMS's settings: without a slash at its end, which some append themselves. */
export const endpointOf = (publicUrl: string): string => `${publicUrl}/xapi`;

/** What the page about a school's sources of statements shows. */
export function presentSources(
  publicUrl: string,
  credentials: readonly Credential[],
  lastStoredAt: Date | null,
  saved: boolean,
) {
  return {
    saved,
    endpoint: endpointOf(publicUrl),
    lastStoredAt,
    active: credentials.filter(({ revokedAt }) => revokedAt === null).map(presentCredential),
    revoked: credentials.flatMap(({ label, key, revokedAt }) =>
      revokedAt === null ? [] : [{ label, key, revokedAt }],
    ),
  };
}

function presentCredential(credential: Credential) {
  const { id, label, key, scopes, createdAt, lastUsedAt, lastStoredAt } = credential;
  const { refusedCount, lastRefusedAt, lastRefusal } = credential;
  return {
    id,
    label,
    key,
    scopes,
    createdAt,
    lastUsedAt,
    lastStoredAt,
    refusedCount,
    lastRefusedAt,
    refusal: lastRefusal && presentRefusal(lastRefusal),
  };
}

/** The sentence of a refusal, and where in the request it happened. */
function presentRefusal({ messageId, replacements, requestId }: Refusal) {
  const { pointer, requirement } = replacements;
  return {
    sentence: { id: `errors.${messageId}`, values: replacements },
    pointer: pointer === undefined || pointer === '' ? null : pointer,
    requirement: requirement ?? null,
    requestId,
  };
}

/** The one time that a secret is shown. */
export const presentNewCredential = (publicUrl: string, label: string, { key, secret }: NewCredential) => ({
  endpoint: endpointOf(publicUrl),
  label,
  key,
  secret,
});
