/**
 * Small pieces from which the statement grammar is put together. A check looks at a value and returns the first
 * problem, or null. Pointers are built only when something is refused, so a good statement pays nothing for them.
 */
import { problem, under, type StatementProblem } from './statement-problem.rules.ts';

export type JsonObject = Record<string, unknown>;
export type Check = (value: unknown) => StatementProblem | null;
export type ObjectCheck = (value: JsonObject) => StatementProblem | null;

export interface Field {
  readonly check: Check;
  /** The requirement to cite when the property is missing; null when it may be. */
  readonly missing: string | null;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const required = (missing: string, check: Check): Field => ({ check, missing });

export const optional = (check: Check): Field => ({ check, missing: null });

/** A property the specification knows elsewhere but forbids here. */
export const refused = (requirement: string): Field =>
  optional(() => problem('propertyNotAllowed', requirement));

/**
 * An object with these properties and no others (XAPI-00010), none of them null (XAPI-00001), then the rules that
 * look at several properties at once.
 */
export function shape(requirement: string, fields: Record<string, Field>, ...across: ObjectCheck[]): Check {
  const checks = new Map(Object.entries(fields).map(([key, field]) => [key, field.check]));
  const needed = Object.entries(fields).flatMap(([key, { missing }]) =>
    missing === null ? [] : [{ key, missing }],
  );
  return (value) => {
    if (!isJsonObject(value)) return problem('notAnObject', requirement);
    for (const key of Object.keys(value)) {
      const check = checks.get(key);
      if (check === undefined) return under(key, unknownProperty(key, checks));
      const item = value[key];
      const found = item === null ? problem('nullValue', 'XAPI-00001') : check(item);
      if (found !== null) return under(key, found);
    }
    for (const { key, missing } of needed) {
      if (!Object.hasOwn(value, key)) return problem('missingProperty', missing, { property: key });
    }
    for (const rule of across) {
      const found = rule(value);
      if (found !== null) return found;
    }
    return null;
  };
}

function unknownProperty(key: string, known: ReadonlyMap<string, Check>): StatementProblem {
  const lower = key.toLowerCase();
  const expected = [...known.keys()].find((name) => name.toLowerCase() === lower);
  return expected === undefined
    ? problem('unknownProperty', 'XAPI-00010')
    : problem('wrongCase', 'XAPI-00008', { expected });
}

export function listOf(requirement: string, check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return problem('notAnArray', requirement);
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      const found = item === null ? problem('nullValue', 'XAPI-00001') : check(item);
      if (found !== null) return under(index, found);
    }
    return null;
  };
}

export function filledListOf(requirement: string, check: Check): Check {
  const list = listOf(requirement, check);
  return (value) =>
    Array.isArray(value) && value.length === 0 ? problem('emptyArray', requirement) : list(value);
}

export function oneOf(requirement: string, allowed: readonly string[]): Check {
  const set: ReadonlySet<unknown> = new Set(allowed);
  return (value) =>
    set.has(value) ? null : problem('notOneOf', requirement, { allowed: allowed.join(', ') });
}

export function flag(requirement: string): Check {
  return (value) => (typeof value === 'boolean' ? null : problem('notBoolean', requirement));
}

/** JSON's 1e999 becomes Infinity, which no JSON can carry back: it is no number here. */
export function decimal(requirement: string): Check {
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) ? null : problem('notNumber', requirement);
}

export function text(requirement: string): Check {
  return (value) => {
    if (typeof value !== 'string') return problem('notText', requirement);
    return isStorableText(value) ? null : problem('unstorableText', 'Waymark-text');
  };
}

/**
 * PostgreSQL's text and jsonb hold neither U+0000 nor half a surrogate pair (RFC 8259 §8.2 leaves both undefined),
 * so such text is refused with a reason instead of failing in the database.
 */
export function isStorableText(value: string): boolean {
  return !value.includes('\0') && !LONE_SURROGATE.test(value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;
