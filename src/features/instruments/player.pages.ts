import type { Answers, AnswerValue } from './answer.schema.ts';
import { fieldName } from './answer.rules.ts';
import type { BothLanguages } from './definition.schema.ts';
import { measureProgress, optionsOf, type FormItem, type FormPart, type Progress } from './form.rules.ts';
import type { Sentence } from './generate-item.rules.ts';

export type Problem = 'missing' | 'refused';

export interface Choice {
  name: string;
  value: string;
  text: BothLanguages;
  /** What is to be seen at a rubric's level. */
  about: BothLanguages | null;
  checked: boolean;
}

export interface ItemView {
  id: string;
  place: number;
  text: BothLanguages;
  help: BothLanguages | null;
  required: boolean;
  problem: Problem | null;
  /** How it is answered: one of few, steps of a scale, several, rows of steps, places of an order, or typed. */
  widget: 'radios' | 'steps' | 'boxes' | 'rows' | 'places' | 'number' | 'line' | 'text';
  name: string;
  choices: Choice[];
  rows: { id: string; text: BothLanguages; choices: Choice[] }[];
  places: { name: string; text: BothLanguages; options: { place: number; selected: boolean }[] }[];
  most: number | null;
  typed: { value: string; maxLength: number; min: number; max: number; step: number };
  stem: Sentence | null;
  table: { name: string; marks: boolean[] }[] | null;
}

export interface PlayerPage {
  /** Address of the attempt: answers go to it. */
  action: string;
  title: BothLanguages;
  about: BothLanguages | null;
  part: {
    id: string;
    title: BothLanguages;
    intro: BothLanguages | null;
    place: number;
    total: number;
    over: boolean;
  };
  previous: string | null;
  last: boolean;
  items: ItemView[];
  problems: number;
  progress: Progress;
  clock: Clock | null;
  savedAt: Date;
  /** A preview saves nothing. */
  preview: boolean;
}

/** Of the attempt or the part, whichever ends sooner. */
export interface Clock {
  endsAt: Date;
  minutesLeft: number;
}

export const presentClock = (ends: readonly (Date | null)[], now: Date): Clock | null => {
  const [endsAt] = ends
    .filter((end): end is Date => end !== null)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return endsAt
    ? { endsAt, minutesLeft: Math.max(0, Math.ceil((endsAt.getTime() - now.getTime()) / 60_000)) }
    : null;
};

export interface PlayerRows {
  title: BothLanguages;
  about: BothLanguages;
  shown: readonly FormPart[];
  answers: Answers;
  savedAt: Date;
}

export function presentPlayer(
  rows: PlayerRows,
  at: {
    action: string;
    /** Index of the part shown. */
    part: number;
    over: boolean;
    clock: Clock | null;
    problems: ReadonlyMap<string, Problem>;
    preview: boolean;
  },
): PlayerPage {
  const part = rows.shown[at.part];
  if (!part) throw new Error(`There is no part ${at.part}.`);
  const before = rows.shown.slice(0, at.part).reduce((sum, { items }) => sum + items.length, 0);
  const items = part.items.map((item, index) =>
    presentItem(item, rows.answers[item.id], {
      place: before + index + 1,
      problem: at.problems.get(item.id) ?? null,
    }),
  );
  return {
    action: at.action,
    title: rows.title,
    about: at.part === 0 ? rows.about : null,
    part: {
      id: part.id,
      title: part.title,
      intro: part.intro ?? null,
      place: at.part + 1,
      total: rows.shown.length,
      over: at.over,
    },
    previous: rows.shown[at.part - 1]?.id ?? null,
    last: at.part === rows.shown.length - 1,
    items,
    problems: items.filter(({ problem }) => problem !== null).length,
    progress: measureProgress(rows.shown, rows.answers),
    clock: at.clock,
    savedAt: rows.savedAt,
    preview: at.preview,
  };
}

const NO_TYPED = { value: '', maxLength: 0, min: 0, max: 0, step: 1 };

export function presentItem(
  item: FormItem,
  answer: AnswerValue | undefined,
  shown: { place: number; problem: Problem | null },
): ItemView {
  const name = fieldName(item.id);
  const plain = {
    id: item.id,
    ...shown,
    text: item.text,
    help: item.help ?? null,
    required: item.required,
    name,
    choices: [],
    rows: [],
    places: [],
    most: null,
    typed: NO_TYPED,
    stem: null,
    table: null,
  };
  const options = optionsOf(item).map(({ id, text }) => ({
    name,
    value: id,
    text,
    about: null,
    checked: answer === id || (Array.isArray(answer) && answer.includes(id)),
  }));
  const steps = (
    field: string,
    anchors: readonly { value: number; text: BothLanguages }[],
    chosen: unknown,
  ) =>
    anchors.map(({ value, text }) => ({
      name: field,
      value: String(value),
      text,
      about: null,
      checked: chosen === value,
    }));
  const typed = typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
  switch (item.kind) {
    case 'single':
    case 'pair':
      return { ...plain, widget: 'radios', choices: options };
    case 'generated':
      return {
        ...plain,
        widget: 'steps',
        choices: options,
        stem: item.made.stem,
        table: item.made.table,
      };
    case 'multiple':
      return { ...plain, widget: 'boxes', choices: options, most: item.most ?? null };
    case 'likert':
      return { ...plain, widget: 'steps', choices: steps(name, item.anchors, answer) };
    case 'rubric':
      return {
        ...plain,
        widget: 'radios',
        choices: item.levels.map(({ value, text, descriptor }) => ({
          name,
          value: String(value),
          text,
          about: descriptor ?? null,
          checked: answer === value,
        })),
      };
    case 'matrix': {
      const given = typeof answer === 'object' && !Array.isArray(answer) ? answer : {};
      return {
        ...plain,
        widget: 'rows',
        rows: item.rows.map(({ id, text }) => ({
          id,
          text,
          choices: steps(fieldName(item.id, id), item.anchors, given[id]),
        })),
      };
    }
    case 'ranking': {
      const order = Array.isArray(answer) ? answer : [];
      return {
        ...plain,
        widget: 'places',
        places: item.options.map(({ id, text }) => ({
          name: fieldName(item.id, id),
          text,
          options: item.options.map((_, index) => ({
            place: index + 1,
            selected: order.indexOf(id) === index,
          })),
        })),
      };
    }
    case 'number':
      return {
        ...plain,
        widget: 'number',
        typed: { value: typed, maxLength: 0, min: item.min, max: item.max, step: item.step },
      };
    case 'short':
    case 'long':
      return {
        ...plain,
        widget: item.kind === 'short' ? 'line' : 'text',
        typed: { ...NO_TYPED, value: typed, maxLength: item.maxLength },
      };
  }
}
