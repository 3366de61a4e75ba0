import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectKnownKeys, selectMailboxOwners } from './find-matches.queries.ts';
import { selectAliases, selectMailboxPlatforms } from './identity.queries.ts';
import {
  matchActor,
  normaliseHomePage,
  readAccount,
  type Candidate,
  type PlatformTrust,
  type UnknownActor,
} from './identity.rules.ts';
import type { NamedMatch } from './identity.schema.ts';
import { accountKey } from './launch-writes.ts';
import { hashOfActor } from './mailbox-hash.ts';

/** What the school's staff said about its platforms, for matching. */
export async function loadTrust(
  db: Database,
  schoolId: string,
  issuers: readonly string[],
): Promise<PlatformTrust> {
  const own = issuers.map(normaliseHomePage);
  const aliases = await selectAliases(db, schoolId);
  return {
    platforms: new Map([
      ...aliases.map(({ homePage, platform }) => [homePage, platform] as const),
      ...own.map((issuer) => [issuer, issuer] as const),
    ]),
    mailboxes: new Set(await selectMailboxPlatforms(db, schoolId)),
  };
}

/** Whom unknown actors probably are, as far as the school's platforms tell: two look-ups, however many actors. */
export async function findMatches(
  db: Database,
  deps: Deps,
  schoolId: string,
  { actors, trust }: { actors: readonly UnknownActor[]; trust: PlatformTrust },
): Promise<Map<string, NamedMatch>> {
  const found = new Map<string, (Candidate & { displayName: string })[]>();
  const add = (actor: UnknownActor, candidate: Omit<Candidate, 'sameName'> & { displayName: string }) => {
    const sameName = actor.name?.trim() === candidate.displayName;
    found.set(actor.actorKey, [...(found.get(actor.actorKey) ?? []), { ...candidate, sameName }]);
  };

  const platforms = [...new Set(trust.platforms.values())];
  const byKey = new Map<string, { actor: UnknownActor; platform: string }[]>();
  for (const actor of actors) {
    const account = readAccount(actor.actorKey);
    for (const platform of account ? platforms : []) {
      const key = accountKey(platform, account?.name ?? '');
      byKey.set(key, [...(byKey.get(key) ?? []), { actor, platform }]);
    }
  }
  for (const { key, ...person } of await selectKnownKeys(db, schoolId, [...byKey.keys()]))
    for (const { actor, platform } of byKey.get(key) ?? []) add(actor, { ...person, platform });

  const byHash = new Map<string, UnknownActor[]>();
  for (const actor of actors) {
    const hash = hashOfActor(deps, actor.actorKey);
    if (hash !== null) byHash.set(hash, [...(byHash.get(hash) ?? []), actor]);
  }
  for (const { hash, ...person } of await selectMailboxOwners(db, schoolId, [...byHash.keys()]))
    for (const actor of byHash.get(hash) ?? [])
      add(actor, { ...person, method: actor.actorKey.startsWith('mbox|') ? 'mbox' : 'mbox_sha1sum' });

  const matches = new Map<string, NamedMatch>();
  for (const [actorKey, candidates] of found) {
    const match = matchActor(actorKey, candidates, trust);
    const person = candidates.find(({ personId }) => personId === match?.personId);
    if (match && person) matches.set(actorKey, { ...match, displayName: person.displayName });
  }
  return matches;
}
