import type { Deps } from '../../infra/deps.ts';
import { sameSecret } from '../../infra/vault.ts';
import { NO_GUESTS, type GuestBook, type XapiGuest } from './caller-limits.ts';
import { SECRET_PURPOSE } from './create-credential.ts';
import {
  findCredentialByKey,
  updateLastRefusal,
  updateLastUse,
  type CredentialKey,
} from './credential.queries.ts';
import { readBasic } from './credential.rules.ts';
import type { Credential, Refusal } from './credential.schema.ts';

/** What this process knows of the credentials that are in use. */
export interface CredentialBook {
  /** The credential of an Authorization header, or null when none matches. Notes its use. */
  verify(authorization: string | undefined): Promise<Credential | XapiGuest | null>;
  noteStored(key: CredentialKey): Promise<void>;
  noteRefusal(key: CredentialKey, refusal: Refusal): Promise<void>;
  /** Forgets what it knows, so that a revoked credential ends here at once; elsewhere when a page is out of date. */
  turnPages(): void;
}

/** A page older than this is read again: the longest that a revoked credential goes on elsewhere. */
const PAGE_MS = 30_000;
/** Times of use are for people to look at; writing each would make every request wait for one row. */
const NOTE_MS = 60_000;

interface Page {
  row: Credential;
  readAt: number;
}

export function createCredentialBook(
  deps: Pick<Deps, 'db' | 'now' | 'vault'>,
  guests: GuestBook = NO_GUESTS,
): CredentialBook {
  const pages = new Map<string, Page>();
  const noted = new Map<string, number>();

  async function look(key: string): Promise<Credential | null> {
    const now = deps.now().getTime();
    const page = pages.get(key);
    if (page && now - page.readAt < PAGE_MS) return page.row;
    const row = await findCredentialByKey(deps.db, key);
    if (row) pages.set(key, { row, readAt: now });
    else pages.delete(key);
    return row;
  }

  /** True at most once a minute for the same thing. */
  function isDue(what: string): boolean {
    const now = deps.now().getTime();
    if (now - (noted.get(what) ?? -Infinity) < NOTE_MS) return false;
    noted.set(what, now);
    return true;
  }

  return {
    async verify(authorization) {
      const guest = await guests.verify(authorization);
      if (guest) return guest;
      const given = readBasic(authorization);
      const row = given && (await look(given.key));
      if (!row || !sameSecret(deps.vault.fingerprint(SECRET_PURPOSE, given.secret), row.secretHash))
        return null;
      const key = { schoolId: row.schoolId, credentialId: row.id };
      if (isDue(`used ${row.id}`)) await updateLastUse(deps.db, key, { lastUsedAt: deps.now() });
      return row;
    },
    async noteStored(key) {
      if (isDue(`stored ${key.credentialId}`))
        await updateLastUse(deps.db, key, { lastStoredAt: deps.now() });
    },
    noteRefusal: (key, refusal) => updateLastRefusal(deps.db, key, deps.now(), refusal),
    turnPages: () => pages.clear(),
  };
}
