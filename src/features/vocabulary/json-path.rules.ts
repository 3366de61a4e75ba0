/**
 * JSONPath as xAPI Profiles restrict it (8.1): `$.a.b`, `['a','b']`, `[0,1]`, `*`, and paths joined by `|`.
 * No filters, scripts, slices or descent.
 */
import type { JsonValue } from '../xapi/index.ts';

/** What one step may take: names, indexes, or (null) everything. */
type Step = readonly (string | number)[] | null;
export type JsonPath = readonly Step[];

export interface Found {
  /** Where it stands, as a path of its own: `$.object.id`, `$.context.extensions['https://…']`. */
  path: string;
  value: JsonValue;
}

/** The alternatives of a path expression; null when it isn't one. */
export function parseJsonPath(expression: string): JsonPath[] | null {
  const paths: JsonPath[] = [];
  let rest = expression;
  for (;;) {
    const read = readPath(rest.trimStart());
    if (!read) return null;
    paths.push(read.path);
    const after = read.rest.trimStart();
    if (after === '') return paths;
    if (!after.startsWith('|')) return null;
    rest = after.slice(1);
  }
}

const NAME = /^\.?([^.[\]|*'"\s?(),$@]+)/;
const ALL = /^(?:\.\*|\[\s*\*\s*\])/;
const MEMBER = /^\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(0|[1-9]\d*))\s*/;

function readPath(text: string): { path: JsonPath; rest: string } | null {
  const path: Step[] = [];
  // The specification's own example leaves the `$` out.
  let rest = text.startsWith('$') ? text.slice(1) : `.${text.replace(/^\./, '')}`;
  while (rest !== '' && !/^\s*(\||$)/.test(rest)) {
    const all = ALL.exec(rest);
    const name = rest.startsWith('.') ? NAME.exec(rest) : null;
    const union = rest.startsWith('[') ? readUnion(rest.slice(1)) : null;
    if (all) [path[path.length], rest] = [null, rest.slice(all[0].length)];
    else if (name) [path[path.length], rest] = [[name[1] ?? ''], rest.slice(name[0].length)];
    else if (union) [path[path.length], rest] = [union.step, union.rest];
    else return null;
  }
  return { path, rest };
}

function readUnion(text: string): { step: Step; rest: string } | null {
  const step: (string | number)[] = [];
  let rest = text;
  for (;;) {
    const member = MEMBER.exec(rest);
    if (!member) return null;
    const [whole, single, double, index] = member;
    step.push(index === undefined ? (single ?? double ?? '').replace(/\\(.)/g, '$1') : Number(index));
    rest = rest.slice(whole.length);
    if (rest.startsWith(']')) return { step, rest: rest.slice(1) };
    if (!rest.startsWith(',')) return null;
    rest = rest.slice(1);
  }
}

/** All values that the paths lead to; `from` names the value they start at. */
export const findValues = (value: JsonValue, paths: readonly JsonPath[], from = '$'): Found[] =>
  paths.flatMap((path) =>
    path.reduce<Found[]>((found, step) => found.flatMap(take(step)), [{ path: from, value }]),
  );

const take =
  (step: Step) =>
  ({ path, value }: Found): Found[] => {
    if (typeof value !== 'object' || value === null) return [];
    const isList = Array.isArray(value);
    const keys: readonly (string | number)[] =
      step ?? (isList ? value.map((_, index) => index) : Object.keys(value));
    return keys.flatMap((key) => {
      if (isList !== (typeof key === 'number') || !Object.hasOwn(value, key)) return [];
      const inner = (value as Record<string | number, JsonValue>)[key];
      return inner === undefined ? [] : [{ path: path + stepText(key), value: inner }];
    });
  };

const stepText = (key: string | number): string => {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${key.replace(/['\\]/g, '\\$&')}']`;
};
