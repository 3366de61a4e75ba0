/** From accepted statements to what is stored: what the specification lets a store set, and nothing else (Data 2.4). */
import { readTimestamp } from './iso-timestamp.rules.ts';
import {
  CONTEXT_ACTIVITY_ROLES,
  type Activity,
  type Actor,
  type ContextActivities,
  type Statement,
  type StoredStatement,
  type SubStatement,
  type XapiContext,
} from './statement.schema.ts';
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';

export interface Preparation {
  /** From the credential that sent the request; what the statement itself claims is overwritten (Data 2.4.9). */
  readonly authority: Actor;
  readonly storedAt: Date;
  readonly newId: () => string;
  /** For statements without one: 1.0.0 in a 1.0.x request (Data 2.4.10), 2.0.0 in a 2.0.x request. */
  readonly defaultVersion: '1.0.0' | '2.0.0';
}

export interface PreparedStatement {
  /** Lower case: the form in which ids are compared and looked up. `statement.id` keeps the provider's spelling. */
  readonly id: string;
  readonly statement: StoredStatement;
  /** True when the provider gave no timestamp and the time of storing stands in; it then says nothing in comparisons. */
  readonly isTimestampAssigned: boolean;
  /** True when the provider gave no id, so a repeated request can't be recognised by it. */
  readonly isIdAssigned: boolean;
}

export type PreparedBatch =
  | { readonly ok: true; readonly prepared: readonly PreparedStatement[] }
  | { readonly ok: false; readonly index: number; readonly problem: StatementProblem };

/** Refuses a batch in which two statements share an id (2.0.0: 400); otherwise keeps its order. */
export function prepareStatements(statements: readonly Statement[], preparation: Preparation): PreparedBatch {
  const seen = new Set<string>();
  const prepared: PreparedStatement[] = [];
  for (const [index, statement] of statements.entries()) {
    const one = prepareStatement(statement, preparation);
    if (seen.has(one.id)) {
      return { ok: false, index, problem: under('id', problem('repeatedId', 'IEEE-9274.1.1-4.1.6.1')) };
    }
    seen.add(one.id);
    prepared.push(one);
  }
  return { ok: true, prepared };
}

function prepareStatement(statement: Statement, preparation: Preparation): PreparedStatement {
  const { authority, storedAt, newId, defaultVersion } = preparation;
  const stored = storedAt.toISOString();
  const id = statement.id ?? newId();
  const object =
    statement.object.objectType === 'SubStatement'
      ? withListedActivities(statement.object)
      : statement.object;
  return {
    id: id.toLowerCase(),
    statement: {
      ...withListedActivities(statement),
      object,
      id,
      timestamp: toUtc(statement.timestamp) ?? stored,
      stored,
      authority,
      version: statement.version ?? defaultVersion,
    },
    isTimestampAssigned: statement.timestamp === undefined,
    isIdAssigned: statement.id === undefined,
  };
}

/** The same instant in UTC, to the millisecond (Data 4.5). */
function toUtc(timestamp: string | undefined): string | undefined {
  return timestamp === undefined ? undefined : (readTimestamp(timestamp)?.toISOString() ?? timestamp);
}

/** A single context activity becomes a list of one (XAPI-00096). The argument is left as it was. */
export function withListedActivities<S extends Statement | SubStatement>(statement: S): S {
  const activities = statement.context?.contextActivities;
  if (activities === undefined) return statement;
  const isListed = CONTEXT_ACTIVITY_ROLES.every(
    (role) => activities[role] === undefined || Array.isArray(activities[role]),
  );
  if (isListed) return statement;
  const listed: ContextActivities = {};
  for (const role of CONTEXT_ACTIVITY_ROLES) {
    const given = activities[role];
    if (given !== undefined) listed[role] = Array.isArray(given) ? given : [given];
  }
  const context: XapiContext = { ...statement.context, contextActivities: listed };
  return { ...statement, context };
}

/** The activities that a statement's context holds in one role, near to far as the sender ordered them. */
export function listContextActivities(
  context: XapiContext | undefined,
  role: (typeof CONTEXT_ACTIVITY_ROLES)[number],
): readonly Activity[] {
  const given = context?.contextActivities?.[role];
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
