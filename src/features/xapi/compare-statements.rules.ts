/**
 * Are two statements the same one (Data 2.3.1)? Differences a store may have caused don't count: id, authority,
 * stored, version, time zones, verb display, activity definitions, the order of a group's members, the case of a
 * mail domain, precision of a duration beyond 0.01 s. Every other difference does.
 */
import { truncateDuration } from './iso-duration.rules.ts';
import { readTimestamp } from './iso-timestamp.rules.ts';
import { listContextActivities, type PreparedStatement } from './prepare-statements.rules.ts';
import {
  CONTEXT_ACTIVITY_ROLES,
  type Actor,
  type Agent,
  type Group,
  type Statement,
  type StatementObject,
  type SubStatement,
  type XapiContext,
} from './statement.schema.ts';

export type StorageDecision =
  | { readonly kind: 'new'; readonly statement: PreparedStatement }
  | { readonly kind: 'same'; readonly statement: PreparedStatement }
  | { readonly kind: 'conflict'; readonly statement: PreparedStatement }
  | { readonly kind: 'removed'; readonly statement: PreparedStatement };

/**
 * For each incoming statement: store it, skip it because it is there already or was removed for good
 * (docs/decisions/0021), or refuse the request (409).
 *
 * @param existingById statements already stored, by lower-case id
 * @param removedIds of statements that were stored once, in lower case
 */
export function decideStorage(
  incoming: readonly PreparedStatement[],
  existingById: ReadonlyMap<string, Statement>,
  removedIds: ReadonlySet<string> = new Set(),
): StorageDecision[] {
  return incoming.map((statement) => {
    if (removedIds.has(statement.id)) return { kind: 'removed', statement };
    const existing = existingById.get(statement.id);
    if (existing === undefined) return { kind: 'new', statement };
    const isSame = isSameStatement(statement.statement, existing, statement.isTimestampAssigned);
    return { kind: isSame ? 'same' : 'conflict', statement };
  });
}

/** @param ignoreTimestamp when one of the two had none and the store filled it in */
export function isSameStatement(one: Statement, other: Statement, ignoreTimestamp = false): boolean {
  return isEqualJson(toComparable(one, ignoreTimestamp), toComparable(other, ignoreTimestamp));
}

function toComparable(statement: Statement, ignoreTimestamp: boolean): unknown {
  const { id: _id, stored: _stored, authority: _authority, version: _version, ...rest } = statement;
  return { ...toComparableCore(rest), timestamp: ignoreTimestamp ? undefined : toInstant(rest.timestamp) };
}

function toComparableCore(statement: Statement | SubStatement): Record<string, unknown> {
  const { result } = statement;
  return {
    ...statement,
    actor: toComparableActor(statement.actor),
    verb: statement.verb.id,
    object: toComparableObject(statement.object),
    timestamp: toInstant(statement.timestamp),
    result:
      result?.duration === undefined ? result : { ...result, duration: truncateDuration(result.duration) },
    context: statement.context && toComparableContext(statement.context),
  };
}

function toComparableObject(object: StatementObject): object {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return toComparableActor(object);
    case 'StatementRef':
      return { reference: object.id.toLowerCase() };
    case 'SubStatement':
      return toComparableCore(object);
    default:
      return { activity: object.id };
  }
}

function toComparableContext(context: XapiContext): Record<string, unknown> {
  return {
    ...context,
    registration: context.registration?.toLowerCase(),
    instructor: context.instructor && toComparableActor(context.instructor),
    team: context.team && toComparableActor(context.team),
    contextActivities: Object.fromEntries(
      CONTEXT_ACTIVITY_ROLES.map((role) => [role, listContextActivities(context, role).map(({ id }) => id)]),
    ),
    contextAgents: context.contextAgents?.map((item) => ({ ...item, agent: toComparableActor(item.agent) })),
    contextGroups: context.contextGroups?.map((item) => ({ ...item, group: toComparableActor(item.group) })),
    statement: context.statement?.id.toLowerCase(),
  };
}

function toComparableActor(actor: Actor): object {
  const identified = { ...actor, mbox: actor.mbox && withLowerCaseDomain(actor.mbox) };
  if (!isGroup(actor)) return identified;
  return { ...identified, member: sortMembers(actor.member) };
}

const isGroup = (actor: Actor): actor is Group => actor.objectType === 'Group';

function sortMembers(members: readonly Agent[] | undefined): unknown {
  return members
    ?.map(toComparableActor)
    .map((member) => ({ member, order: JSON.stringify(sortKeys(member)) }))
    .sort((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)))
    .map(({ member }) => member);
}

/** Agents are flat but for `account`, so that two levels of ordered entries tell any two of them apart. */
function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([key, item]) => [key, sortKeys(item)]);
}

const withLowerCaseDomain = (mbox: string) => mbox.replace(/@.*$/, (domain) => domain.toLowerCase());

const toInstant = (timestamp: string | undefined) =>
  timestamp === undefined ? undefined : (readTimestamp(timestamp)?.getTime() ?? timestamp);

/** JSON equality: the order of keys says nothing, the order of lists does; undefined is the same as absent. */
function isEqualJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isEqualJson(item, other[index]))
    );
  }
  const left = new Map<string, unknown>(Object.entries(one).filter(([, item]) => item !== undefined));
  const right = new Map<string, unknown>(Object.entries(other).filter(([, item]) => item !== undefined));
  return (
    left.size === right.size &&
    [...left].every(([key, item]) => right.has(key) && isEqualJson(item, right.get(key)))
  );
}
