/** Agents and groups: what makes one valid (Data 2.4.2), and the key by which one is recognised. */
import { digest, fitsIndex } from './index-length.rules.ts';
import type { Actor } from './statement.schema.ts';
import {
  isJsonObject,
  listOf,
  oneOf,
  optional,
  refused,
  required,
  shape,
  text,
  type Check,
  type JsonObject,
} from './statement-check.rules.ts';
import { problem, type StatementProblem } from './statement-problem.rules.ts';
import { iri, mailto, sha1 } from './text-format.rules.ts';

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

const checkAccount = shape('XAPI-00041', {
  homePage: required('XAPI-00042', iri('XAPI-00042')),
  name: required('XAPI-00043', text('XAPI-00043')),
});

const identifierFields = {
  mbox: optional(mailto('XAPI-00038')),
  mbox_sha1sum: optional(sha1('XAPI-00039')),
  openid: optional(iri('XAPI-00040')),
  account: optional(checkAccount),
};

function countIdentifiers(value: JsonObject): number {
  let found = 0;
  for (const key of IDENTIFIERS) if (Object.hasOwn(value, key)) found += 1;
  return found;
}

function requireOneIdentifier(value: JsonObject): StatementProblem | null {
  const found = countIdentifiers(value);
  if (found === 1) return null;
  return found === 0
    ? problem('noIdentifier', 'XAPI-00034')
    : problem('manyIdentifiers', 'XAPI-00034', { found });
}

/** Identified by exactly one identifier, or anonymous with at least one member. */
function requireIdentifierOrMembers(value: JsonObject): StatementProblem | null {
  const found = countIdentifiers(value);
  if (found > 1) return problem('manyIdentifiers', 'XAPI-00037', { found });
  if (found === 1) return null;
  const { member } = value;
  return Array.isArray(member) && member.length > 0 ? null : problem('emptyGroup', 'XAPI-00035');
}

export const checkAgent = shape(
  'XAPI-00006',
  {
    objectType: optional(oneOf('XAPI-00032', ['Agent'])),
    name: optional(text('XAPI-00033')),
    ...identifierFields,
    member: refused('XAPI-00035'),
  },
  requireOneIdentifier,
);

export const checkGroup = shape(
  'XAPI-00006',
  {
    objectType: required('XAPI-00031', oneOf('XAPI-00031', ['Group'])),
    name: optional(text('XAPI-00033')),
    ...identifierFields,
    member: optional(listOf('XAPI-00036', checkAgent)),
  },
  requireIdentifierOrMembers,
);

/** An actor is an agent unless it says it is a group. */
export const checkActor: Check = (value) => {
  if (!isJsonObject(value)) return problem('notAnObject', 'XAPI-00006');
  const { objectType } = value;
  if (objectType === 'Group') return checkGroup(value);
  if (objectType === undefined || objectType === 'Agent') return checkAgent(value);
  return checkActorType(value);
};

const checkActorType = (value: JsonObject): StatementProblem | null => {
  const found = oneOf('XAPI-00031', ['Agent', 'Group'])(value['objectType']);
  return found === null ? null : { ...found, pointer: '/objectType' };
};

/** An agent, or (3-legged OAuth) a group of exactly two agents without an identifier of its own. */
export const checkAuthority: Check = (value) => {
  const found = checkActor(value);
  if (found !== null || !isJsonObject(value) || value['objectType'] !== 'Group') return found;
  const { member } = value;
  const isPair = Array.isArray(member) && member.length === 2;
  return isPair && countIdentifiers(value) === 0 ? null : problem('authorityGroup', 'XAPI-00098');
};

/**
 * Who an actor is, as text that can be stored, indexed and compared. The separator can't stand in a home page,
 * because an IRI holds no `|`; the name is last, so it may hold anything.
 */
export type ActorKey =
  | `account|${string}|${string}`
  | `mbox|mailto:${string}`
  | `sha1|${string}`
  | `openid|${string}`
  | `long|${string}`;

/** The same key for an account known from elsewhere, such as the issuer and subject of an LTI launch. */
export function accountKey(homePage: string, name: string): ActorKey {
  return withinIndex(`account|${homePage.replace(/\/+$/, '')}|${name}`);
}

function withinIndex(key: ActorKey): ActorKey {
  return fitsIndex(key) ? key : `long|${digest(key)}`;
}

/**
 * The key of an agent or identified group, or null for an anonymous group. An account with a blank name also has
 * none: it would make one person of all whom a sender failed to name. Home pages differ only by their trailing
 * slash; http/https and ports are settled by each platform's own list of aliases, not by guessing here.
 */
export function actorKey(actor: Actor): ActorKey | null {
  if (actor.account !== undefined) {
    const { homePage, name } = actor.account;
    return name.trim() === '' ? null : accountKey(homePage, name);
  }
  if (actor.mbox !== undefined) {
    return withinIndex(`mbox|mailto:${actor.mbox.slice('mailto:'.length).toLowerCase()}`);
  }
  if (actor.mbox_sha1sum !== undefined) return `sha1|${actor.mbox_sha1sum.toLowerCase()}`;
  if (actor.openid !== undefined) return withinIndex(`openid|${actor.openid}`);
  return null;
}
