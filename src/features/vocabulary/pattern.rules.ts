/**
 * Whether statements follow a pattern (Profiles 9.0): the pattern as a nondeterministic automaton over "the templates
 * that this statement follows". It keeps all states it may be in, so it needs no backtracking and finds every order
 * that the specification's greedy walk does.
 */
import { badRequest } from '../../infra/errors.ts';
import type { Pattern } from './profile.schema.ts';

export type PatternVerdict =
  | { kind: 'whole' }
  /** So far it follows; more must come. */
  | { kind: 'begun' }
  /** The statement at this place (from 0) can't come here. */
  | { kind: 'broken'; at: number };

/** What may still come: ids of patterns and templates, first to last. */
type Rest = readonly string[];

/**
 * @param statements of one registration in the order of their timestamps: the ids of the templates each follows
 * @throws where the ways to go on are too many to follow
 */
export function followPattern(
  patternId: string,
  patterns: ReadonlyMap<string, Pattern>,
  statements: readonly (readonly string[])[],
): PatternVerdict {
  let states = settle([[patternId]], patterns);
  for (const [at, followed] of statements.entries()) {
    states = settle(
      states.flatMap(([next, ...rest]) => (next !== undefined && followed.includes(next) ? [rest] : [])),
      patterns,
    );
    if (states.length === 0) return { kind: 'broken', at };
  }
  return { kind: states.some((rest) => rest.length === 0) ? 'whole' : 'begun' };
}

/** Replaces patterns by what they begin with until each state begins with a template or is at its end. */
function settle(states: readonly Rest[], patterns: ReadonlyMap<string, Pattern>): Rest[] {
  const settled = new Map<string, Rest>();
  const seen = new Set<string>();
  const open = [...states];
  for (let state = open.pop(); state; state = open.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > MOST_STATES) throw badRequest('vocabulary.patternTooComplex');
    const [next, ...rest] = state;
    const pattern = next === undefined ? undefined : patterns.get(next);
    if (!pattern) settled.set(key, state);
    else open.push(...expand(pattern).map((first) => [...first, ...rest]));
  }
  return [...settled.values()];
}

/** Far more than any pattern needs that people can read. */
const MOST_STATES = 2000;

function expand(pattern: Pattern): Rest[] {
  const { alternates, optional, oneOrMore, sequence, zeroOrMore, id } = pattern;
  if (alternates) return alternates.map((one) => [one]);
  if (optional !== undefined) return [[], [optional]];
  if (sequence) return [sequence];
  if (zeroOrMore !== undefined) return [[], [zeroOrMore, id]];
  return oneOrMore === undefined ? [] : [[oneOrMore], [oneOrMore, id]];
}
