import type { Answers, AnswerValue } from './answer.schema.ts';
import { holds } from './condition.rules.ts';
import type { Anchor, Definition, Item, Option, Part } from './definition.schema.ts';
import { generateItem } from './generate-item.rules.ts';
import type { GeneratedItem } from './generated-item.schema.ts';
import { shuffle } from './seed.rules.ts';

type Asked<I> = I extends { anchors: unknown } ? Omit<I, 'anchors'> & { anchors: Anchor[] } : I;
/** An item as somebody meets it: its anchors looked up, what is generated made. */
export type FormItem =
  | Asked<Exclude<Item, { kind: 'generated' }>>
  | (Extract<Item, { kind: 'generated' }> & { made: GeneratedItem });
export type FormPart = Omit<Part, 'items'> & { items: FormItem[] };

/** All parts of an attempt, in its own order. */
export function buildForm(definition: Definition, seed: string): FormPart[] {
  const parts = definition.parts.map((part): FormPart => {
    const items = part.items.map((item) => asFormItem(definition, item, seed));
    return { ...part, items: part.shuffle ? shuffle(items, `${seed}|${part.id}`) : items };
  });
  return definition.shuffle ? shuffle(parts, seed) : parts;
}

function asFormItem(definition: Definition, item: Item, seed: string): FormItem {
  switch (item.kind) {
    case 'generated':
      return { ...item, made: generateItem(item.generator, item.level, `${seed}|${item.id}`) };
    case 'likert':
    case 'matrix':
      return { ...item, anchors: anchorsOf(definition, item.anchors) };
    default:
      return item;
  }
}

export const anchorsOf = (definition: Pick<Definition, 'anchors'>, anchors: string | Anchor[]): Anchor[] =>
  typeof anchors === 'string' ? (definition.anchors[anchors] ?? []) : anchors;

/**
 * What is asked, given what was answered. An answer to an item that isn't shown counts nowhere: whatever depends on it
 * is shown as if it had never been given.
 */
export function walkForm(parts: readonly FormPart[], answers: Answers): FormPart[] {
  const all = new Map(parts.flatMap((part) => part.items.map((item) => [item.id, { item, part }] as const)));
  const known = new Map<string, boolean>();
  const isShown = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = all.get(id);
    if (!found) return false;
    // Definitions with circles are refused; should one be met, its items are hidden instead of asked for ever.
    known.set(id, false);
    const shown = [found.part.showIf, found.item.showIf].every(
      (condition) => condition === undefined || holds(condition, seen),
    );
    known.set(id, shown);
    return shown;
  };
  const seen: Answers = new Proxy(answers, {
    get: (target, id) => (typeof id === 'string' && isShown(id) ? target[id] : undefined),
  });
  return parts.flatMap((part) => {
    const items = part.items.filter(({ id }) => isShown(id));
    return items.length === 0 ? [] : [{ ...part, items }];
  });
}

/** The answers to what is shown. */
export const shownAnswers = (shown: readonly FormPart[], answers: Answers): Answers =>
  Object.fromEntries(
    shown
      .flatMap(({ items }) => items)
      .flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]]])),
  );

export const isAnswered = (item: FormItem, value: AnswerValue | undefined): boolean =>
  value !== undefined &&
  (item.kind !== 'matrix' ||
    (typeof value === 'object' && !Array.isArray(value) && item.rows.every(({ id }) => id in value)));

/** Ids of what has to be answered and isn't. */
export const missingIn = (parts: readonly FormPart[], answers: Answers): string[] =>
  parts
    .flatMap(({ items }) => items)
    .filter((item) => item.required && !isAnswered(item, answers[item.id]))
    .map(({ id }) => id);

export interface Progress {
  answered: number;
  asked: number;
}

export function measureProgress(shown: readonly FormPart[], answers: Answers): Progress {
  const items = shown.flatMap(({ items: own }) => own);
  return {
    asked: items.length,
    answered: items.filter((item) => isAnswered(item, answers[item.id])).length,
  };
}

/** What there is to choose from; empty where nothing is chosen. */
export function optionsOf(item: FormItem): Option[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'pair':
    case 'ranking':
      return item.options;
    case 'generated':
      return item.made.options;
    default:
      return [];
  }
}
