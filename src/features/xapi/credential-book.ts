import type { Deps } from '../../infra/deps.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { sameSecret } from '../../infra/vault.ts';
import { createPlatformKeys } from '../lti/index.ts';
import { accountKey } from './actor.rules.ts';
import { NO_GUESTS, type GuestBook } from './caller-limits.ts';
import { SECRET_PURPOSE } from './create-credential.ts';
import {
  findCredentialByKey,
  insertBearer,
  updateLastUse,
  updateRefusals,
  type CredentialKey,
} from './credential.queries.ts';
import { readBasic, readToken, type BasicCredentials } from './credential.rules.ts';
import type { Credential, Refusal, Scope } from './credential.schema.ts';
import { takeRequest, type Allowance } from '../../infra/rate-limit.ts';
import type { Actor } from './statement.schema.ts';
import { credentialIdOf, mapScopes, readBearer, toAuthority } from './token.rules.ts';
import { verifyBearer, type TokenProblem } from './verify-bearer.ts';

/** What a program that proved who it is may do, and what stands in the statements it sends. */
export interface Grant {
  /** The page in the book: use, refusals and limits are noted there. */
  credential: Credential;
  /** Stands with the statements; of tokens one for each bearer. */
  credentialId: string;
  authority: Actor;
  scopes: readonly Scope[];
}

export type Verdict =
  | { kind: 'granted'; grant: Grant }
  | { kind: 'missing' }
  /** No credential has this key and secret; `credential` is the one of the key. */
  | { kind: 'wrong'; credential: Credential | null }
  | { kind: 'token'; problem: TokenProblem; credential: Credential | null };

/** What this process knows of the credentials that are in use. */
export interface CredentialBook {
  /** Who comes without a credential, and is asked first. */
  guests: GuestBook;
  /** Whose an Authorization header is. Notes its use. */
  verify(authorization: string | undefined): Promise<Verdict>;
  /** Counts a request against the credential's limit in this process; how many seconds to wait when it is used up, or 0. */
  take(credential: Credential): number;
  noteStored(key: CredentialKey): Promise<void>;
  noteRefusal(key: CredentialKey, refusal: Refusal): Promise<void>;
  /** The same for what anybody can cause as often as they like: noted once a minute at most. */
  noteSeldom(key: CredentialKey, refusal: Refusal): Promise<void>;
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
  deps: Pick<Deps, 'db' | 'now' | 'vault' | 'config'>,
  guests: GuestBook = NO_GUESTS,
): CredentialBook {
  const pages = new Map<string, Page>();
  const noted = new Map<string, number>();
  const allowances = new Map<string, Allowance>();
  const keys = createPlatformKeys(createOutbound(deps.config.allowedPrivateHosts), deps.now);

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

  async function verifyBasic({ key, secret }: BasicCredentials): Promise<Verdict> {
    const row = await look(key);
    if (!row?.secretHash || !sameSecret(deps.vault.fingerprint(SECRET_PURPOSE, secret), row.secretHash))
      return { kind: 'wrong', credential: row };
    const { id, label, scopes } = row;
    const account = { homePage: deps.config.publicUrl, name: id };
    const authority: Actor = { objectType: 'Agent', name: label, account };
    return { kind: 'granted', grant: { credential: row, credentialId: id, authority, scopes } };
  }

  async function verifyToken(token: string): Promise<Verdict> {
    const verdict = await verifyBearer({ now: deps.now, keys, find: look }, token);
    if (verdict.kind === 'refused') return { ...verdict, kind: 'token' };
    const { credential, trust, claims } = verdict;
    const bearer = readBearer(claims);
    if (!bearer) return { kind: 'token', problem: 'tokenClaims', credential };
    const grant: Grant = {
      credential,
      credentialId: credentialIdOf(credential.id, bearer),
      authority: toAuthority(trust.issuer, bearer),
      scopes: mapScopes(claims, trust.scopeMap, credential.scopes),
    };
    if (isDue(`bearer ${grant.credentialId}`))
      await insertBearer(deps.db, {
        schoolId: credential.schoolId,
        id: grant.credentialId,
        credentialId: credential.id,
        agentKey: accountKey(trust.issuer, bearer.client ?? bearer.subject ?? ''),
        firstSeenAt: deps.now(),
      });
    return { kind: 'granted', grant };
  }

  async function judge(authorization: string | undefined): Promise<Verdict> {
    if (authorization === undefined) return { kind: 'missing' };
    const token = readToken(authorization);
    if (token !== null) return verifyToken(token);
    const basic = readBasic(authorization);
    return basic ? verifyBasic(basic) : { kind: 'wrong', credential: null };
  }

  return {
    guests,
    async verify(authorization) {
      const verdict = await judge(authorization);
      if (verdict.kind === 'granted') {
        const { schoolId, id } = verdict.grant.credential;
        if (isDue(`used ${id}`))
          await updateLastUse(deps.db, { schoolId, credentialId: id }, { lastUsedAt: deps.now() });
      }
      return verdict;
    },
    take({ id, requestsPerMinute }) {
      const now = deps.now().getTime();
      const { allowance, waitSeconds } = takeRequest(allowances.get(id) ?? null, requestsPerMinute, now);
      allowances.set(id, allowance);
      return waitSeconds;
    },
    async noteStored(key) {
      if (isDue(`stored ${key.credentialId}`))
        await updateLastUse(deps.db, key, { lastStoredAt: deps.now() });
    },
    noteRefusal: (key, refusal) => updateRefusals(deps.db, key, deps.now(), refusal),
    async noteSeldom(key, refusal) {
      if (isDue(`refused ${key.credentialId} ${refusal.messageId}`))
        await updateRefusals(deps.db, key, deps.now(), refusal);
    },
    turnPages: () => pages.clear(),
  };
}
