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
 * Decides about an actor by the match order of the field: (1) account on the platform = LTI subject, (2) account named
 * by the login name, (3) by the school's own number, (4) by a custom parameter, (5) and (6) a mailbox, (7) by hand.
 * Launches store 1 to 4 as identities, so who was launched is found by a join and never comes here. What is left can be
 * somebody who hasn't been launched yet: certain only for an account on a platform that this school registered.
 * A mailbox never makes a person: it is self-asserted, and may be a second name of somebody we know.
 */
export function decideAttachment(actor: UnknownActor, issuers: readonly string[]): Attachment {
  const account = readAccount(actor.actorKey);
  if (!account || !issuers.some((issuer) => withoutSlash(issuer) === account.homePage))
    return { kind: 'wait' };
  const name = actor.name?.trim();
  return { kind: 'create', displayName: name ? name.slice(0, 200) : `#${account.name.slice(0, 12)}` };
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');

/** The home page (which holds no `|`) and name of an account's key. */
function readAccount(actorKey: string): { homePage: string; name: string } | null {
  const [, homePage, name] = /^account\|([^|]*)\|(.+)$/s.exec(actorKey) ?? [];
  return homePage === undefined || name === undefined ? null : { homePage, name };
}

/**
 * Whether statements that name somebody by login name may be taken for whoever launches with it. Not where subjects and
 * login names look alike (Moodle's user numbers, student numbers): one person's login name could be another's number.
 */
export const mayAdopt = (subject: string, username: string): boolean =>
  /^\d+$/.test(subject) !== /^\d+$/.test(username);
