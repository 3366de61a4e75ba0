import {
  presentActor,
  presentFound,
  presentHomePages,
  type FoundPerson,
  type Paging,
} from './identities.pages.ts';
import { isPlatformsWord, normaliseHomePage, readKey } from './identity.rules.ts';
import type { Confidence, IdentityMethod, Platform, UnknownHomePage } from './identity.schema.ts';

export interface PersonFacts {
  person: {
    personId: string;
    name: string;
    className: string | null;
    mergedIntoId: string | null;
    createdAt: Date;
  };
  identities: {
    actorKey: string;
    method: IdentityMethod;
    confidence: Confidence;
    since: Date;
    decidedByName: string | null;
  }[];
  /** Home pages under which accounts of a platform are found as well. */
  aliases: { homePage: string; platform: string }[];
  changes: ChangeFacts[];
  find: string;
  found: FoundPerson[] | null;
  saved: boolean;
}

/** Everything by which one person is known. */
export function presentPerson({ person, identities, aliases, changes, find, found, saved }: PersonFacts) {
  const shown = identities.map(({ method, confidence, since, decidedByName, actorKey }) => {
    const actor = presentActor(actorKey);
    return {
      ...actor,
      own: method === 'waymark',
      method,
      confidence,
      since,
      decidedByName,
      detachable: !isPlatformsWord({ method }),
      alsoUnder: aliases.flatMap(({ homePage, platform }) => (platform === actor.homePage ? [homePage] : [])),
    };
  });
  return {
    tab: 'people',
    person,
    identities: shown,
    changes: changes.map(presentChange),
    find,
    found: presentFound(found),
    saved,
  };
}

export interface ChangeFacts {
  id: string;
  kind: string;
  detail: { platform?: string | undefined; homePage?: string | undefined };
  madeAt: Date;
  madeByName: string | null;
  undoneAt: Date | null;
  undoneByName: string | null;
  identifiers: number;
  actorKey: string | null;
  namesBefore: string[];
  namesAfter: string[];
}

const presentChange = ({ detail, actorKey, ...change }: ChangeFacts) => ({
  ...change,
  platform: detail.platform ?? null,
  homePage: detail.homePage ?? null,
  identifier: actorKey === null ? null : readKey(actorKey).name,
  undoable: change.undoneAt === null && change.kind !== 'undo',
});

export const presentChanges = (changes: ChangeFacts[], paging: Paging, saved: boolean) => ({
  tab: 'changes',
  saved,
  paging,
  changes: changes.map(presentChange),
});

export interface PlatformFacts {
  platforms: Platform[];
  aliases: { homePage: string; platform: string; createdAt: Date }[];
  mailboxes: readonly string[];
  homePages: UnknownHomePage[];
  ignored: { actorKey: string; since: Date }[];
  publicUrl: string;
  saved: boolean;
}

/** What the school says about its platforms' names for people. */
export function presentPlatforms(facts: PlatformFacts) {
  return {
    tab: 'platforms',
    saved: facts.saved,
    platforms: facts.platforms.map(({ issuer, name }) => {
      const platform = normaliseHomePage(issuer);
      return {
        platform,
        label: name ?? issuer,
        aliases: facts.aliases.filter((alias) => alias.platform === platform),
        verified: facts.mailboxes.includes(platform),
      };
    }),
    homePages: presentHomePages(facts),
    ignored: facts.ignored.map(({ actorKey, since }) => ({ ...presentActor(actorKey), since })),
  };
}
