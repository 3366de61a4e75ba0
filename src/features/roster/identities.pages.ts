import { isPlatformsWord, normaliseHomePage, readAccount, readKey } from './identity.rules.ts';
import type {
  Confidence,
  IdentityMethod,
  NamedMatch,
  Platform,
  UnknownHomePage,
  WaitingActor,
} from './identity.schema.ts';

/** Pages of lists: what is left and right of this one; null: nothing. */
export interface Paging {
  previous: number | null;
  next: number | null;
}

/** One more row than is shown tells that there are more. */
export const pagingOf = (page: number, hasMore: boolean): Paging => ({
  previous: page > 1 ? page - 1 : null,
  next: hasMore ? page + 1 : null,
});

/** What a form sends for an actor and whom it probably is. */
export const toPick = (actorKey: string, personId: string | null): string => `${personId ?? '-'} ${actorKey}`;

export function readPick(pick: string): { actorKey: string; personId: string | null } {
  const [personId = '', ...key] = pick.split(' ');
  return { actorKey: key.join(' '), personId: personId === '-' ? null : personId };
}

/** `homePage` null: no account but a mailbox or the like, which `kind` names. */
export function presentActor(actorKey: string) {
  const { name, system } = readKey(actorKey);
  const homePage = readAccount(actorKey)?.homePage ?? null;
  return { actorKey, name, kind: system, homePage, keyQuery: encodeURIComponent(actorKey) };
}

const presentMatch = (match: NamedMatch | undefined) =>
  match
    ? {
        personId: match.personId,
        displayName: match.displayName,
        method: match.method,
        confidence: match.confidence,
        trusted: match.trusted,
      }
    : null;

export interface UnknownFacts {
  actors: WaitingActor[];
  matches: ReadonlyMap<string, NamedMatch>;
  total: number;
  likely: number;
  homePages: UnknownHomePage[];
  platforms: Platform[];
  publicUrl: string;
  find: string;
  paging: Paging;
  saved: boolean;
}

/** Actors whom nobody knows, and what can be said about them. */
export function presentUnknown(facts: UnknownFacts) {
  const { find, paging, saved, total, likely } = facts;
  const actors = facts.actors.map(({ actorKey, name, statements, courses, lastAt }) => {
    const match = presentMatch(facts.matches.get(actorKey));
    const pick = toPick(actorKey, match?.personId ?? null);
    return { ...presentActor(actorKey), actorName: name, statements, courses, lastAt, match, pick };
  });
  return {
    tab: 'unknown',
    find,
    findQuery: encodeURIComponent(find),
    paging,
    saved,
    total,
    likely,
    actors,
    suggested: actors.some(({ match }) => match !== null),
    homePages: presentHomePages(facts),
  };
}

/** Unknown home pages that could be a platform's; the platform where most of the accounts are known stands first. */
export function presentHomePages({
  homePages,
  platforms,
  publicUrl,
}: Pick<UnknownFacts, 'homePages' | 'platforms' | 'publicUrl'>) {
  const own = [publicUrl, ...platforms.map(({ issuer }) => issuer)].map(normaliseHomePage);
  return homePages
    .filter(({ homePage }) => platforms.length > 0 && !own.includes(homePage))
    .map(({ homePage, actors, known }) => {
      const alike = new Map(known.map((one) => [one.platform, one.actors]));
      const choices = platforms
        .map(({ issuer, name }) => {
          const platform = normaliseHomePage(issuer);
          return { platform, label: name ?? issuer, known: alike.get(platform) ?? 0 };
        })
        .sort((a, b) => b.known - a.known);
      return { homePage, actors, choices, best: choices[0] ?? null };
    });
}

export interface ActorFacts {
  actorKey: string;
  name: string | null;
  /** null: nothing stands about it, it waits. */
  state: {
    personId: string | null;
    personName: string | null;
    method: IdentityMethod | 'alias';
    confidence: Confidence;
  } | null;
  match: NamedMatch | undefined;
  find: string;
  found: FoundPerson[] | null;
}

export interface FoundPerson {
  personId: string;
  name: string;
  className: string | null;
  courses: string[];
  identifiers: string[];
}

export const presentFound = (found: FoundPerson[] | null) =>
  found?.map(({ identifiers, ...person }) => ({
    ...person,
    identifiers: identifiers.map((key) => readKey(key).name),
  })) ?? null;

/** One actor: who it is said to be, and who it could be. */
export const presentActorPage = ({ actorKey, name, state, match, find, found }: ActorFacts) => ({
  tab: 'unknown',
  ...presentActor(actorKey),
  actorName: name,
  state,
  waits: state === null,
  changeable: state === null || !isPlatformsWord(state),
  pick: toPick(actorKey, match?.personId ?? null),
  match: presentMatch(match),
  find,
  found: presentFound(found),
});

export const presentLikely = (
  rows: { actorKey: string; personId: string; displayName: string; method: IdentityMethod; since: Date }[],
  { total, paging, saved }: { total: number; paging: Paging; saved: boolean },
) => ({
  tab: 'likely',
  saved,
  total,
  paging,
  likely: rows.map((row) => ({ ...row, ...presentActor(row.actorKey) })),
});

export const presentPeopleFound = (find: string, found: FoundPerson[] | null) => ({
  tab: 'people',
  find,
  found: presentFound(found),
});
