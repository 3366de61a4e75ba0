import type { Answers } from './answer.schema.ts';
import { isRight, rangeOf, valueOf } from './answer.rules.ts';
import type { BothLanguages, Definition, Score, Term } from './definition.schema.ts';
import type { FormItem, FormPart } from './form.rules.ts';
import type { Sentence } from './generated-item.schema.ts';

/** Changes whenever the same answers would give another score; kept with each attempt's scores. */
export const SCORE_RULE = 'scores-1';

export interface ScoreResult {
  id: string;
  title: BothLanguages;
  /** null: fewer answers than the score needs. */
  value: number | null;
  min: number;
  max: number;
  answered: number;
  asked: number;
  how: Sentence;
  band: BothLanguages | null;
  percentile: number | null;
}

/** Every score the definition declares. What wasn't shown wasn't asked; a missing answer counts by the score's rule. */
export function scoreAttempt(
  definition: Pick<Definition, 'scores'>,
  shown: readonly FormPart[],
  answers: Answers,
): ScoreResult[] {
  const raw = definition.scores.map((score) => ({ score, result: computeScore(score, shown, answers) }));
  return raw.map(({ score, result }) => {
    const reference = raw.find((other) => other.score.id === score.minus)?.result;
    return finish(score, reference ? subtract(result, reference) : result);
  });
}

interface Raw {
  value: number | null;
  min: number;
  max: number;
  answered: number;
  asked: number;
  reversed: number;
  weighted: boolean;
}

interface Counted {
  term: Term;
  value: number | null;
  min: number;
  max: number;
}

/** What a term counts as, reversed and shifted; undefined where the item isn't shown. */
export function countTerm(
  score: Pick<Score, 'how' | 'shift'>,
  term: Term,
  items: ReadonlyMap<string, FormItem>,
  answers: Answers,
): Counted | undefined {
  const [itemId = '', row = null] = term.item.split('.');
  const item = items.get(itemId);
  if (!item) return undefined;
  if (score.how === 'right') {
    const given = answers[itemId];
    return { term, value: given === undefined ? null : isRight(item, given) ? 1 : 0, min: 0, max: 1 };
  }
  const range = rangeOf(item, row);
  if (!range) return undefined;
  const value = valueOf(item, row, answers[itemId]);
  const turned = value === null ? null : term.reversed ? range.min + range.max - value : value;
  return {
    term,
    value: turned === null ? null : turned + score.shift,
    min: range.min + score.shift,
    max: range.max + score.shift,
  };
}

export const itemsById = (shown: readonly FormPart[]): Map<string, FormItem> =>
  new Map(shown.flatMap(({ items }) => items.map((item) => [item.id, item])));

function computeScore(score: Score, shown: readonly FormPart[], answers: Answers): Raw {
  const items = itemsById(shown);
  const counted = score.terms.flatMap((term) => countTerm(score, term, items, answers) ?? []);
  const given = counted.filter((one): one is Counted & { value: number } => one.value !== null);
  const weightOf = (terms: readonly Counted[]) => sum(terms.map(({ term }) => Math.abs(term.weight)));
  const bounds = {
    min: sum(counted.map(({ term, min, max }) => Math.min(term.weight * min, term.weight * max))),
    max: sum(counted.map(({ term, min, max }) => Math.max(term.weight * min, term.weight * max))),
  };
  const rest = {
    answered: given.length,
    asked: counted.length,
    reversed: score.terms.filter(({ reversed }) => reversed).length,
    weighted: score.terms.some(({ weight }) => weight !== 1),
  };
  const all = weightOf(counted);
  const divisor = score.how === 'mean' ? all : 1;
  const range =
    score.how === 'percent'
      ? { min: 0, max: 100 }
      : { min: all === 0 ? 0 : bounds.min / divisor, max: all === 0 ? 0 : bounds.max / divisor };
  const enough =
    given.length > 0 && given.length >= Math.min(score.least ?? counted.length, score.terms.length);
  // A wrong or missing answer to a question with a key is no point; a score by keys needs no minimum of its own.
  if (!enough && !(score.how === 'right' && score.least === null && counted.length > 0))
    return { value: null, ...range, ...rest };
  const total = sum(given.map(({ term, value }) => term.weight * value));
  const fills = score.missing === 'mean' && score.how !== 'right' && given.length < counted.length;
  const filled = fills ? (total / weightOf(given)) * all : total;
  const value =
    score.how === 'mean'
      ? total / (score.missing === 'mean' ? weightOf(given) : all)
      : score.how === 'percent'
        ? bounds.max === bounds.min
          ? 0
          : ((filled - bounds.min) / (bounds.max - bounds.min)) * 100
        : filled;
  return { value, ...range, ...rest };
}

const subtract = (one: Raw, other: Raw): Raw => ({
  ...one,
  value: one.value === null || other.value === null ? null : one.value - other.value,
  min: one.min - other.max,
  max: one.max - other.min,
});

function finish(score: Score, { reversed, weighted, ...raw }: Raw): ScoreResult {
  const value = raw.value === null ? null : round(raw.value);
  const reached = <T extends { atLeast: number }>(steps: readonly T[] | undefined): T | undefined =>
    value === null
      ? undefined
      : steps?.filter(({ atLeast }) => value >= atLeast).toSorted((a, b) => b.atLeast - a.atLeast)[0];
  return {
    id: score.id,
    title: score.title,
    ...raw,
    min: round(raw.min),
    max: round(raw.max),
    value,
    how: {
      id: `instruments.how.${score.minus === undefined ? score.how : 'minus'}`,
      values: {
        items: score.terms.length,
        reversed,
        shift: score.shift,
        weighted: weighted ? 1 : 0,
        least: score.least ?? score.terms.length,
      },
    },
    band: reached(score.bands)?.text ?? null,
    percentile: reached(score.norms?.table)?.percentile ?? null,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
/** Four decimals: beyond them floating point speaks, not the answers. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4;
