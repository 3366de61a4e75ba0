/** Which of our statements go to another LRS, and in which shape. */
import type { Statement, StoredStatement } from '../xapi/index.ts';
import type { ForwardProgress, ForwardSettings, XapiVersion } from './lrs.schema.ts';
import { isFrom } from './pulled-statement.rules.ts';

/** Verbs of statements that judge a person: warnings, and tiers and weak spots. */
const JUDGING_VERBS = new Set([
  'https://w3id.org/xapi/dod-isd/verbs/alerted',
  'https://w3id.org/xapi/tla/verbs/asserted',
]);

/** Account name of the authority in what Waymark itself states. */
const OWN_ACCOUNT = 'waymark';

export interface ForwardPolicy extends ForwardSettings {
  connectionId: string;
}

/**
 * Whether a statement goes there. One about another statement (voiding it, answering a warning) goes where that one
 * goes: `target` is what it refers to, null when that isn't stored here.
 */
export function isForwarded(
  statement: StoredStatement,
  target: StoredStatement | null,
  policy: ForwardPolicy,
): boolean {
  if (isFrom(statement, policy.connectionId)) return false;
  const judged = target ?? statement;
  if (policy.what === 'own' && !isOwn(judged) && !isOwn(statement)) return false;
  return policy.sensitive || ![statement, judged].some(({ verb }) => JUDGING_VERBS.has(verb.id));
}

const isOwn = ({ authority }: StoredStatement): boolean => authority.account?.name === OWN_ACCOUNT;

/** Whether a place in our store is one from which on statements are sent. */
export const isAfter = ({ storedAt }: { storedAt: Date }, { after }: ForwardProgress): boolean =>
  after === null || storedAt > after;

/** The id of the statement that this one is about. */
export const targetOf = ({ object }: Statement): string | null =>
  object.objectType === 'StatementRef' ? object.id.toLowerCase() : null;

/** Files travel beside a statement, and we send none: without an address of its own a file would be missing there. */
export const lacksAttachments = ({ attachments }: Statement): boolean =>
  attachments?.some(({ fileUrl }) => fileUrl === undefined) ?? false;

/** As a sender gives it: what a store sets is left to that store, and what 1.0.3 doesn't know is left out. */
export function toOutgoing(statement: StoredStatement, version: XapiVersion): Statement {
  const { stored: _stored, authority: _authority, version: _version, ...given } = statement;
  if (version === '2.0.0') return given;
  const object =
    given.object.objectType === 'SubStatement' ? withoutContextActors(given.object) : given.object;
  return { ...withoutContextActors(given), object };
}

function withoutContextActors<S extends Pick<Statement, 'context'>>(statement: S): S {
  if (statement.context === undefined) return statement;
  const { contextAgents: _agents, contextGroups: _groups, ...context } = statement.context;
  return { ...statement, context };
}

/** Room for many statements of the usual 2 kB in one request. */
const LARGEST_PARCEL = 500_000;

/** In their order, cut so that no parcel but that of a single large statement is larger than an LRS would take. */
export function packParcels<S extends object>(statements: readonly S[], most: number): S[][] {
  const parcels: S[][] = [];
  let room = 0;
  for (const statement of statements) {
    const size = JSON.stringify(statement).length;
    const last = parcels.at(-1);
    if (last && last.length < most && size <= room) {
      last.push(statement);
      room -= size;
    } else {
      parcels.push([statement]);
      room = LARGEST_PARCEL - size;
    }
  }
  return parcels;
}
