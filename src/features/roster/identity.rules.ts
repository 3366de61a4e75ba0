import { MATCH_METHODS, type Match, type MatchMethod } from './identity.schema.ts';

/** An actor of statements whom no identity names yet. */
export interface UnknownActor {
  /** Canonical identifier, as `identities.actorKey`. */
  actorKey: string;
  /** As the sender calls them; null: it doesn't. */
  name: string | null;
}

/** `create`: a person of ours under this name. `wait`: until a launch, an invitation or a member of staff tells who it is. */
export type Attachment = { kind: 'create'; displayName: string } | { kind: 'wait' };

/**
 * Decides about an actor whom no identity names. Launches and rosters store what a platform calls its people, so who
 * was launched is found by a join and never comes here. What is left can be somebody who hasn't been launched yet:
 * certain only for an account under the issuer of a platform that this school registered. Under an alias nobody is
 * made: taking the alias away again must leave nothing behind. A mailbox never makes a person: it is self-asserted, and
 * may be a second name of somebody we know.
 */
export function decideAttachment(actor: UnknownActor, issuers: readonly string[]): Attachment {
  const account = readAccount(actor.actorKey);
  if (!account || !issuers.some((issuer) => normaliseHomePage(issuer) === account.homePage))
    return { kind: 'wait' };
  return { kind: 'create', displayName: nameOfActor(actor) };
}

/** What somebody made of their statements is called. */
export function nameOfActor({ actorKey, name }: UnknownActor): string {
  const told = name?.trim();
  return told
    ? told.slice(0, 200)
    : `#${(readAccount(actorKey)?.name ?? readKey(actorKey).name).slice(0, 12)}`;
}

/** Only a slash at the end is no difference: everything else is settled by a platform's own list, not by guessing. */
export const normaliseHomePage = (url: string): string => url.trim().replace(/\/+$/, '');

/** The home page (which holds no `|`) and name of an account's key. */
export function readAccount(actorKey: string): { homePage: string; name: string } | null {
  const [, homePage, name] = /^account\|([^|]*)\|(.+)$/s.exec(actorKey) ?? [];
  return homePage === undefined || name === undefined ? null : { homePage, name };
}

/** An identifier as people know it: a name and the system it belongs to (a home page, or the kind of identifier). */
export function readKey(actorKey: string): { name: string; system: string } {
  const account = readAccount(actorKey);
  if (account) return { name: account.name, system: account.homePage };
  const [system = '', ...name] = actorKey.split('|');
  return { name: name.join('|').replace(/^mailto:/, ''), system };
}

/** One thing known of somebody that an actor may be named by. */
export interface Candidate {
  personId: string;
  method: MatchMethod;
  /** The platform that told it, without a slash at its end. */
  platform: string;
  /** Whether the sender calls the actor as the person is called here. */
  sameName: boolean;
}

/** What the school's staff said about its platforms. */
export interface PlatformTrust {
  /** Platform by each home page that is its own or an alias. */
  platforms: ReadonlyMap<string, string>;
  /** Platforms whose e-mail addresses are verified. */
  mailboxes: ReadonlySet<string>;
}

/**
 * Whom an actor most probably is, of those whose account name or mailbox is the same: (1) the platform's subject,
 * (2) login name, (3) the school's number, (4) custom parameter, (5) mailbox, (6) its hash. What platforms are trusted
 * with comes before what is only alike. Two people alike mean nobody: a name that two could mean stands for neither.
 */
export function matchActor(
  actorKey: string,
  candidates: readonly Candidate[],
  trust: PlatformTrust,
): Match | null {
  const homePage = readAccount(actorKey)?.homePage;
  const isTrusted = ({ platform }: Candidate): boolean =>
    homePage === undefined
      ? trust.mailboxes.has(platform)
      : homePage === platform || trust.platforms.get(homePage) === platform;
  const trusted = candidates.filter(isTrusted);
  const alike = candidates.filter(
    (candidate) => !isTrusted(candidate) && (candidate.sameName || !isCommon(actorKey)),
  );
  return pickOne(trusted, true) ?? (trusted.length === 0 ? pickOne(alike, false) : null);
}

/** Small numbers are user ids in every LMS: alike at two of them they tell nothing. */
const isCommon = (actorKey: string): boolean => /^\d{1,7}$/.test(readAccount(actorKey)?.name ?? '');

function pickOne(candidates: readonly Candidate[], trusted: boolean): Match | null {
  const best = Math.min(...candidates.map(rank));
  const [first, ...others] = candidates.filter((candidate) => rank(candidate) === best);
  if (!first || others.some(({ personId }) => personId !== first.personId)) return null;
  const { personId, method } = first;
  return { personId, method, confidence: trusted && isVouchedFor(method) ? 'certain' : 'likely', trusted };
}

const rank = ({ method }: Candidate): number => MATCH_METHODS.indexOf(method);

/** Whether the platform itself vouches for it; login names, numbers and mailboxes can change hands. */
export const isVouchedFor = (method: MatchMethod): boolean =>
  method === 'lti' || method === 'statement' || method === 'waymark';

/**
 * What only the platform, or ourselves, can say of an account. It opens doors and gets grades, so staff don't take it
 * from a person: they merge people.
 */
export const isPlatformsWord = ({ method }: { method: string }): boolean =>
  method === 'lti' || method === 'waymark';

/** Names by which statements may call somebody, besides the subject. */
export interface ToldNames {
  subject: string;
  username: string | null;
  /** The school's own number. */
  sourcedId: string | null;
  /** Ids and login names in custom parameters. */
  customIds: readonly string[];
}

export interface LikelyName {
  name: string;
  method: 'username' | 'sourcedid' | 'custom';
}

/**
 * What a launch tells besides the subject, each name once. A number of the school or of a custom parameter that looks
 * like a subject could be somebody else's subject, and stands for nobody.
 */
export function listLikelyNames({ subject, username, sourcedId, customIds }: ToldNames): LikelyName[] {
  const others = [
    ...(sourcedId === null ? [] : [{ name: sourcedId, method: 'sourcedid' as const }]),
    ...customIds.map((name) => ({ name, method: 'custom' as const })),
  ].filter(({ name }) => mayAdopt(subject, name));
  const told = [...(username === null ? [] : [{ name: username, method: 'username' as const }]), ...others];
  const seen = new Set([subject]);
  return told.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/**
 * Whether statements that name somebody by login name may be taken for whoever launches with it. Not where subjects and
 * login names look alike (Moodle's user numbers, student numbers): one person's login name could be another's number.
 */
export const mayAdopt = (subject: string, username: string): boolean =>
  /^\d+$/.test(subject) !== /^\d+$/.test(username);
