import type { Answers } from './answer.schema.ts';
import type { BothLanguages } from './definition.schema.ts';
import { optionsOf, type FormItem, type FormPart } from './form.rules.ts';

/** Fewer answers could be told apart by who gave them. */
export const ENOUGH_TO_SUM = 5;
const TEXTS_SHOWN = 200;

export interface ItemSummary {
  id: string;
  text: BothLanguages;
  /** null: fewer than enough answered it, as happens where it is asked of some only; nothing of it is told. */
  n: number | null;
  mean: number | null;
  counts: { text: BothLanguages; count: number; share: number }[];
  texts: string[];
}

/** How a group answered each item: counts, and a mean where there are numbers. `texts`: whether own words are listed. */
export function summarise(
  forms: readonly { shown: readonly FormPart[]; answers: Answers }[],
  texts: boolean,
): ItemSummary[] {
  const items = new Map<string, { item: FormItem; given: Answers[string][] }>();
  for (const { shown, answers } of forms)
    for (const item of shown.flatMap(({ items: own }) => own)) {
      const entry = items.get(item.id) ?? { item, given: [] };
      const answer = answers[item.id];
      if (answer !== undefined) entry.given.push(answer);
      items.set(item.id, entry);
    }
  // Generated items differ from one to the next: there is nothing to count.
  return [...items.values()]
    .filter(({ item }) => item.kind !== 'generated')
    .flatMap(({ item, given }) => summariseItem(item, given, texts))
    .map((summary) => (summary.n < ENOUGH_TO_SUM ? withhold(summary) : summary));
}

/** An item that branches can be answered by one person, however many handed in. */
const withhold = ({ id, text }: ItemSummary): ItemSummary => ({
  id,
  text,
  n: null,
  mean: null,
  counts: [],
  texts: [],
});

function summariseItem(
  item: FormItem,
  given: readonly Answers[string][],
  texts: boolean,
): (ItemSummary & { n: number })[] {
  if (item.kind === 'matrix')
    return item.rows.map((row) => {
      const values = given.flatMap((answer) =>
        typeof answer === 'object' && !Array.isArray(answer) ? (answer[row.id] ?? []) : [],
      );
      const text = {
        'zh-CN': `${item.text['zh-CN']} ${row.text['zh-CN']}`,
        en: `${item.text.en} ${row.text.en}`,
      };
      return { id: `${item.id}.${row.id}`, text, ...countSteps(item.anchors, values), texts: [] };
    });
  const numbers = given.filter((answer) => typeof answer === 'number');
  const plain = { id: item.id, text: item.text, n: given.length, texts: [] };
  switch (item.kind) {
    case 'likert':
      return [{ ...plain, ...countSteps(item.anchors, numbers) }];
    case 'rubric':
      return [{ ...plain, ...countSteps(item.levels, numbers) }];
    case 'number':
      return [{ ...plain, mean: meanOf(numbers), counts: [] }];
    case 'short':
    case 'long':
    case 'open':
      return [
        {
          ...plain,
          mean: null,
          counts: [],
          texts: texts ? given.map(String).slice(0, TEXTS_SHOWN) : [],
        },
      ];
    case 'ranking':
      return [{ ...plain, mean: null, counts: countFirst(item, given) }];
    case 'single':
    case 'pair':
    case 'multiple':
    case 'generated':
      return [
        {
          ...plain,
          mean: null,
          counts: optionsOf(item).map(({ id, text }) =>
            asCount(text, given.filter((answer) => isChosen(answer, id)).length, given.length),
          ),
        },
      ];
  }
}

const isChosen = (answer: Answers[string], id: string): boolean =>
  Array.isArray(answer) ? answer.includes(id) : answer === id;

/** How often each option was put first. */
const countFirst = (item: FormItem, given: readonly Answers[string][]) =>
  optionsOf(item).map(({ id, text }) =>
    asCount(text, given.filter((answer) => Array.isArray(answer) && answer[0] === id).length, given.length),
  );

const countSteps = (steps: readonly { value: number; text: BothLanguages }[], values: readonly number[]) => ({
  n: values.length,
  mean: meanOf(values),
  counts: steps.map(({ value, text }) =>
    asCount(text, values.filter((one) => one === value).length, values.length),
  ),
});

const asCount = (text: BothLanguages, count: number, of: number) => ({
  text,
  count,
  share: of === 0 ? 0 : count / of,
});

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
