import type { AnswerValue } from './answer.schema.ts';
import { fieldName } from './answer.rules.ts';
import type { BothLanguages } from './definition.schema.ts';
import { presentFigure, type FigureView } from './figure.pages.ts';
import { optionsOf, type FormItem } from './form.rules.ts';
import type { Sentence } from './generated-item.schema.ts';

export type Problem = 'missing' | 'refused';

export interface Choice {
  name: string;
  value: string;
  text: BothLanguages;
  /** Words in place of the text; null: the text says it. */
  sentence: Sentence | null;
  figure: FigureView | null;
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
  premises: Sentence[];
  table: { name: string; marks: boolean[] }[] | null;
  grid: (FigureView | null)[][] | null;
}

const PLAIN = { sentence: null, figure: null, about: null };
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
    premises: [],
    table: null,
    grid: null,
  };
  const options = optionsOf(item).map(({ id, text }): Choice => ({
    name,
    value: id,
    text,
    ...PLAIN,
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
      ...PLAIN,
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
        widget: item.generator === 'syllogism' ? 'radios' : 'steps',
        choices: options.map((choice, index): Choice => {
          const { sentence = null, figure = null } = item.made.options[index] ?? {};
          return { ...choice, sentence, figure: figure && presentFigure(figure) };
        }),
        stem: item.made.stem,
        premises: item.made.premises,
        table: item.made.table,
        grid: item.made.grid?.map((row) => row.map((figure) => figure && presentFigure(figure))) ?? null,
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
          ...PLAIN,
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
    case 'open':
      return {
        ...plain,
        widget: item.kind === 'short' ? 'line' : 'text',
        typed: { ...NO_TYPED, value: typed, maxLength: item.maxLength },
      };
  }
}
