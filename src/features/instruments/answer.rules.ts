import type { AnswerValue } from './answer.schema.ts';
import { optionsOf, type FormItem } from './form.rules.ts';

/** Fields of a form, as a browser sends them. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Name of an item's field in the form; rows of a matrix and places of a ranking have one each. */
export const fieldName = (itemId: string, sub?: string): string =>
  sub === undefined ? `a.${itemId}` : `a.${itemId}.${sub}`;

export type ReadAnswer =
  /** Nothing of it was sent: what was known stays. */
  | { kind: 'absent' }
  /** Sent empty: an answer is taken back. */
  | { kind: 'empty' }
  | { kind: 'given'; value: AnswerValue }
  /** Not among what may be answered. */
  | { kind: 'refused' };

const list = (value: string | readonly string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : [...value];

/** An item's answer out of a form's fields: only what the item allows. */
export function readAnswer(item: FormItem, fields: Fields): ReadAnswer {
  const sent = fields[fieldName(item.id)];
  const first = list(sent)[0]?.trim();
  switch (item.kind) {
    case 'single':
    case 'pair':
    case 'generated':
      if (first === undefined) return { kind: 'absent' };
      if (first === '') return { kind: 'empty' };
      return optionsOf(item).some(({ id }) => id === first) ? given(first) : { kind: 'refused' };
    case 'multiple': {
      // An empty hidden field says that the boxes were there, and none was ticked.
      if (sent === undefined) return { kind: 'absent' };
      const ids = [...new Set(list(sent))].filter((id) => id !== '');
      if (ids.length === 0) return { kind: 'empty' };
      if (ids.length > (item.most ?? ids.length)) return { kind: 'refused' };
      return ids.every((id) => item.options.some((option) => option.id === id))
        ? given(item.options.map(({ id }) => id).filter((id) => ids.includes(id)))
        : { kind: 'refused' };
    }
    case 'likert':
      return readStep(first, item.anchors);
    case 'rubric':
      return readStep(first, item.levels);
    case 'number': {
      if (first === undefined) return { kind: 'absent' };
      if (first === '') return { kind: 'empty' };
      const number = Number(first);
      return Number.isFinite(number) && number >= item.min && number <= item.max
        ? given(number)
        : { kind: 'refused' };
    }
    case 'short':
    case 'long':
    case 'open':
      if (first === undefined) return { kind: 'absent' };
      if (first === '') return { kind: 'empty' };
      return first.length <= item.maxLength ? given(first) : { kind: 'refused' };
    case 'matrix':
      return readMatrix(item, fields);
    case 'ranking':
      return readRanking(item, fields);
  }
}

const given = (value: AnswerValue): ReadAnswer => ({ kind: 'given', value });

function readStep(sent: string | undefined, steps: readonly { value: number }[]): ReadAnswer {
  if (sent === undefined) return { kind: 'absent' };
  if (sent === '') return { kind: 'empty' };
  const step = steps.find(({ value }) => String(value) === sent);
  return step ? given(step.value) : { kind: 'refused' };
}

function readMatrix(item: Extract<FormItem, { kind: 'matrix' }>, fields: Fields): ReadAnswer {
  const rows = item.rows.map(({ id }) => ({
    id,
    read: readStep(list(fields[fieldName(item.id, id)])[0], item.anchors),
  }));
  if (rows.some(({ read }) => read.kind === 'refused')) return { kind: 'refused' };
  const values = rows.flatMap(({ id, read }) =>
    read.kind === 'given' && typeof read.value === 'number' ? [[id, read.value] as const] : [],
  );
  return values.length === 0 ? { kind: 'absent' } : given(Object.fromEntries(values));
}

/** Each option has a field with its place. Places count as an order: two on one place are refused, none is absent. */
function readRanking(item: Extract<FormItem, { kind: 'ranking' }>, fields: Fields): ReadAnswer {
  const places = item.options.map(({ id }) => ({
    id,
    place: list(fields[fieldName(item.id, id)])[0],
  }));
  if (places.every(({ place }) => place === undefined)) return { kind: 'absent' };
  if (places.every(({ place }) => !place)) return { kind: 'empty' };
  const numbers = places.map(({ place }) => Number(place));
  const isOrder = numbers.toSorted((a, b) => a - b).every((number, index) => number === index + 1);
  return isOrder
    ? given(places.toSorted((a, b) => Number(a.place) - Number(b.place)).map(({ id }) => id))
    : { kind: 'refused' };
}

/** The number an answer counts as; null where it has none (texts, rankings, choices without points). */
export function valueOf(item: FormItem, row: string | null, answer: AnswerValue | undefined): number | null {
  if (answer === undefined) return null;
  // Of an open item the marks count, which stand in the answer's place once they are given.
  if (item.kind === 'matrix' || item.kind === 'open')
    return typeof answer === 'object' && !Array.isArray(answer) && row !== null
      ? (answer[row] ?? null)
      : null;
  if (typeof answer === 'number') return answer;
  if (item.kind === 'multiple' && Array.isArray(answer))
    return item.options
      .filter(({ id }) => answer.includes(id))
      .reduce((sum, { points }) => sum + (points ?? 0), 0);
  return optionsOf(item).find(({ id }) => id === answer)?.points ?? null;
}

/** Whether an answer matches the key; null where an item has none. */
export function isRight(item: FormItem, answer: AnswerValue | undefined): boolean | null {
  const key = keyOf(item);
  if (key === null) return null;
  if (Array.isArray(key))
    return Array.isArray(answer) && answer.length === key.length && key.every((id) => answer.includes(id));
  return answer === key;
}

export function keyOf(item: FormItem): AnswerValue | null {
  if (item.kind === 'generated') return item.made.key;
  return 'key' in item && item.key !== undefined ? item.key : null;
}

/** The least and most an answer can count. */
export function rangeOf(item: FormItem, row: string | null): { min: number; max: number } | null {
  const over = (values: readonly number[]) => ({ min: Math.min(...values), max: Math.max(...values) });
  switch (item.kind) {
    case 'likert':
    case 'matrix':
      return over(item.anchors.map(({ value }) => value));
    case 'rubric':
      return over(item.levels.map(({ value }) => value));
    case 'open': {
      const levels = item.criteria.find(({ id }) => id === row)?.levels ?? [];
      return levels.length === 0 ? null : over(levels.map(({ value }) => value));
    }
    case 'number':
      return { min: item.min, max: item.max };
    case 'single':
    case 'pair':
      return item.options.some(({ points }) => points !== undefined)
        ? over(item.options.map(({ points }) => points ?? 0))
        : null;
    case 'multiple':
      return {
        min: item.options.reduce((sum, { points }) => sum + Math.min(0, points ?? 0), 0),
        max: item.options.reduce((sum, { points }) => sum + Math.max(0, points ?? 0), 0),
      };
    case 'short':
    case 'long':
    case 'ranking':
    case 'generated':
      return null;
  }
}
