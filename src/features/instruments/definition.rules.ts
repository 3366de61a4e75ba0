import type { z } from 'zod';
import { asksAbout } from './condition.rules.ts';
import { Definition, type DefinitionProblem, type Item, type Part, type Score } from './definition.schema.ts';

const MOST_ITEMS = 300;
/** Deeper than any form: conditions within conditions, which are walked by functions that call themselves. */
const MOST_LEVELS = 40;

export type ParsedDefinition =
  { kind: 'definition'; definition: Definition } | { kind: 'problems'; problems: DefinitionProblem[] };

/** A definition as somebody wrote it: its shape first, then what its parts say of each other. */
export function parseDefinition(value: unknown): ParsedDefinition {
  const tooDeep = findTooDeep(value);
  if (tooDeep !== null)
    return { kind: 'problems', problems: [problem(tooDeep, 'tooDeep', String(MOST_LEVELS))] };
  const parsed = Definition.safeParse(value);
  if (!parsed.success) return { kind: 'problems', problems: parsed.error.issues.map(asProblem) };
  const problems = checkDefinition(parsed.data);
  return problems.length > 0
    ? { kind: 'problems', problems }
    : { kind: 'definition', definition: parsed.data };
}

/** Where the first thing lies that is nested too deep; null: nothing is. Walks without calling itself. */
function findTooDeep(value: unknown): string | null {
  const open: { value: unknown; path: PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: at, path } = next;
    if (typeof at !== 'object' || at === null) continue;
    if (path.length >= MOST_LEVELS) return writePath(path);
    for (const [key, below] of Object.entries(at))
      open.push({ value: below, path: [...path, Array.isArray(at) ? Number(key) : key] });
  }
  return null;
}

const asProblem = (issue: z.core.$ZodIssue): DefinitionProblem => ({
  path: writePath(issue.path),
  id: issue.code,
  value:
    issue.code === 'unrecognized_keys'
      ? issue.keys.join(', ')
      : issue.code === 'invalid_type'
        ? issue.expected
        : issue.code === 'too_small'
          ? String(issue.minimum)
          : issue.code === 'too_big'
            ? String(issue.maximum)
            : issue.code === 'invalid_value'
              ? issue.values.join(', ')
              : '',
});

/** As one would write it in a program: `parts[0].items[3].text.en`. */
const writePath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  );

/** Everything that keeps a definition of the right shape from making sense. */
export function checkDefinition(definition: Definition): DefinitionProblem[] {
  const items = definition.parts.flatMap((part, p) =>
    part.items.map((item, i) => ({ item, part: p, path: `parts[${p}].items[${i}]` })),
  );
  const places = new Map(items.map(({ item, part }) => [item.id, part]));
  const problems: DefinitionProblem[] = [
    ...findDoubles(definition.parts.map(({ id }) => id)).map((id) => problem('parts', 'doubleId', id)),
    ...findDoubles(items.map(({ item }) => item.id)).map((id) => problem('parts', 'doubleId', id)),
    ...findDoubles(definition.scores.map(({ id }) => id)).map((id) => problem('scores', 'doubleId', id)),
    ...(items.length > MOST_ITEMS ? [problem('parts', 'tooManyItems', String(MOST_ITEMS))] : []),
    ...definition.parts.flatMap((part, p) => checkPart(definition, part, p, places)),
    ...items.flatMap(({ item, part, path }) => [
      ...checkItem(definition, item, path),
      ...checkCondition(definition, asksAbout(item.showIf), `${path}.showIf`, part, places, true),
    ]),
    ...findCircles(definition).map((id) => problem('parts', 'circle', id)),
    ...definition.scores.flatMap((score, s) => checkScore(definition, score, `scores[${s}]`)),
  ];
  if (definition.privacy.staff !== 'none' && definition.privacy.readers.length === 0)
    problems.push(problem('privacy.readers', 'noReaders', ''));
  const isMarked = items.some(({ item }) => item.kind === 'open');
  if (isMarked !== (definition.marking !== undefined))
    problems.push(problem('marking', isMarked ? 'noMarking' : 'nothingToMark', ''));
  if (definition.marking && definition.privacy.staff !== 'answers')
    problems.push(problem('privacy.staff', 'invalid_value', 'answers'));
  if (definition.pass && !definition.scores.some(({ id }) => id === definition.pass?.score))
    problems.push(problem('pass.score', 'unknownScore', definition.pass.score));
  return problems;
}

const problem = (path: string, id: string, value: string): DefinitionProblem => ({ path, id, value });

const findDoubles = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

const checkPart = (
  definition: Definition,
  part: Part,
  place: number,
  places: ReadonlyMap<string, number>,
): DefinitionProblem[] =>
  checkCondition(definition, asksAbout(part.showIf), `parts[${place}].showIf`, place, places, false);

/** A condition asks about items that stand before it; in its own part only an item's may. */
function checkCondition(
  definition: Definition,
  ids: readonly string[],
  path: string,
  part: number,
  places: ReadonlyMap<string, number>,
  ownPart: boolean,
): DefinitionProblem[] {
  return ids.flatMap((id) => {
    const asked = places.get(id);
    if (asked === undefined) return [problem(path, 'unknownItem', id)];
    if (asked === part && ownPart) return [];
    return asked >= part || definition.shuffle ? [problem(path, 'askedLater', id)] : [];
  });
}

/** Items that depend on themselves through conditions within a part. */
function findCircles(definition: Definition): string[] {
  const asks = new Map(
    definition.parts.flatMap((part) =>
      part.items.map((item) => [item.id, [...asksAbout(item.showIf), ...asksAbout(part.showIf)]] as const),
    ),
  );
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (asks.get(from) ?? []).some((id) => {
      if (id === target) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return reaches(id, target, seen);
    });
  return [...asks.keys()].filter((id) => reaches(id, id, new Set()));
}

function checkItem(definition: Definition, item: Item, path: string): DefinitionProblem[] {
  const unknownKeys = (keys: readonly string[], options: readonly { id: string }[]) =>
    keys
      .filter((key) => !options.some(({ id }) => id === key))
      .map((key) => problem(`${path}.key`, 'unknownOption', key));
  const doubleOptions = (options: readonly { id: string }[]) =>
    findDoubles(options.map(({ id }) => id)).map((id) => problem(`${path}.options`, 'doubleId', id));
  const badAnchors = (anchors: string | readonly { value: number }[]) =>
    typeof anchors === 'string'
      ? definition.anchors[anchors]
        ? []
        : [problem(`${path}.anchors`, 'unknownAnchors', anchors)]
      : doubleValues(anchors, `${path}.anchors`);
  switch (item.kind) {
    case 'single':
    case 'pair':
      return [
        ...doubleOptions(item.options),
        ...unknownKeys(item.key === undefined ? [] : [item.key], item.options),
      ];
    case 'multiple':
      return [...doubleOptions(item.options), ...unknownKeys(item.key ?? [], item.options)];
    case 'ranking':
      return doubleOptions(item.options);
    case 'likert':
      return badAnchors(item.anchors);
    case 'rubric':
      return doubleValues(item.levels, `${path}.levels`);
    case 'matrix':
      return [
        ...badAnchors(item.anchors),
        ...findDoubles(item.rows.map(({ id }) => id)).map((id) => problem(`${path}.rows`, 'doubleId', id)),
      ];
    case 'open':
      return [
        ...findDoubles(item.criteria.map(({ id }) => id)).map((id) =>
          problem(`${path}.criteria`, 'doubleId', id),
        ),
        ...item.criteria.flatMap(({ levels }, index) =>
          doubleValues(levels, `${path}.criteria[${index}].levels`),
        ),
      ];
    case 'number':
      return item.min < item.max ? [] : [problem(`${path}.max`, 'too_small', String(item.min))];
    case 'short':
    case 'long':
    case 'generated':
      return [];
  }
}

const doubleValues = (steps: readonly { value: number }[], path: string): DefinitionProblem[] =>
  findDoubles(steps.map(({ value }) => String(value))).map((value) => problem(path, 'doubleId', value));

function checkScore(definition: Definition, score: Score, path: string): DefinitionProblem[] {
  const problems = findDoubles(score.terms.map(({ item }) => item)).map((id) =>
    problem(`${path}.terms`, 'doubleId', id),
  );
  const items = new Map(definition.parts.flatMap((part) => part.items.map((item) => [item.id, item])));
  score.terms.forEach(({ item: name }, index) => {
    const at = `${path}.terms[${index}].item`;
    const [id = '', row] = name.split('.');
    const item = items.get(id);
    if (!item) problems.push(problem(at, 'unknownItem', name));
    else if (!rowsOf(item).includes(row)) problems.push(problem(at, 'unknownRow', name));
    else if (score.how === 'right' ? !hasKey(item) : !hasValues(item))
      problems.push(problem(at, score.how === 'right' ? 'noKey' : 'noValue', name));
  });
  if (score.minus !== undefined) {
    const other = definition.scores.find(({ id }) => id === score.minus);
    if (!other || other.id === score.id || other.minus !== undefined)
      problems.push(problem(`${path}.minus`, 'unknownScore', score.minus));
  }
  if (score.least !== null && score.least > score.terms.length)
    problems.push(problem(`${path}.least`, 'too_big', String(score.terms.length)));
  return problems;
}

/** What of an item a score may name: its rows or criteria, else the item itself. */
function rowsOf(item: Item): (string | undefined)[] {
  if (item.kind === 'matrix') return item.rows.map(({ id }) => id);
  return item.kind === 'open' ? item.criteria.map(({ id }) => id) : [undefined];
}

const hasKey = (item: Item): boolean =>
  item.kind === 'generated' || ('key' in item && item.key !== undefined);

function hasValues(item: Item): boolean {
  switch (item.kind) {
    case 'likert':
    case 'rubric':
    case 'matrix':
    case 'open':
    case 'number':
      return true;
    case 'single':
    case 'multiple':
    case 'pair':
      return item.options.some(({ points }) => points !== undefined);
    default:
      return false;
  }
}
