import type { ChartOption } from '../../infra/charts.ts';
import type { Answers } from './answer.schema.ts';
import type { BothLanguages, Definition, Score } from './definition.schema.ts';
import { presentFigure } from './figure.pages.ts';
import type { FormItem, FormPart } from './form.rules.ts';
import { optionsOf } from './form.rules.ts';
import type { Sentence } from './generated-item.schema.ts';
import { presentMarked, type MarkedItem } from './marking.pages.ts';
import { listOpenItems } from './marking.rules.ts';
import type { Marks } from './marking.schema.ts';
import { ENOUGH_ANSWERS, type Reliability } from './reliability.rules.ts';
import type { ScoreResult } from './score.rules.ts';

export interface ScoreLine {
  id: string;
  title: BothLanguages;
  about: BothLanguages | null;
  value: number | null;
  min: number;
  max: number;
  answered: number;
  asked: number;
  how: Sentence;
  band: BothLanguages | null;
  percentile: { value: number; source: BothLanguages; n: number } | null;
  /** From answers at this school; null: not enough of them yet. */
  reliability: { alpha: number; n: number } | null;
  published: { alpha: number; source: BothLanguages } | null;
}

export interface ComparedAttempts {
  heads: { id: string; submittedAt: Date; version: number; current: boolean }[];
  rows: { title: BothLanguages; values: { value: number | null }[] }[];
}

export interface ResultPage {
  title: BothLanguages;
  instrumentId: string;
  version: number;
  submittedAt: Date | null;
  byClock: boolean;
  ruleVersion: string | null;
  /** Whose it is, where it is somebody else's. */
  personName: string | null;
  scores: ScoreLine[];
  /** Fewer complete answers than this: reliability isn't told. */
  enough: number;
  chart: string;
  compared: ComparedAttempts | null;
  /** Open answers are marked by people; null: there are none. */
  marking: { marked: number; raters: number; items: MarkedItem[] } | null;
  answers: { place: number; text: BothLanguages; given: GivenLine[] }[];
  limits: BothLanguages;
  licence: BothLanguages;
  attribution: BothLanguages;
}

/** One line of an answer: words of ours in both languages, or somebody's own. */
export interface GivenLine {
  words: BothLanguages | null;
  /** What was generated says it so. */
  sentence: Sentence | null;
  own: string | null;
}

export interface PastScores {
  id: string;
  submittedAt: Date;
  version: number;
  scores: ScoreResult[];
}

export interface ResultRows {
  definition: Definition;
  attempt: { id: string; submittedAt: Date | null; byClock: boolean; ruleVersion: string | null };
  scores: ScoreResult[];
  reliabilities: ReadonlyMap<string, Reliability>;
  /** Oldest first, this one among them. */
  past: PastScores[];
  /** null: not to be shown to this reader. */
  given: { shown: readonly FormPart[]; answers: Answers } | null;
  personName: string | null;
  /** What raters said, all of them; null: nothing is marked. */
  marks: readonly Marks[] | null;
}

export function presentResult(rows: ResultRows, chart: string): ResultPage {
  const { definition, attempt } = rows;
  const declared = new Map(definition.scores.map((score) => [score.id, score]));
  return {
    title: definition.title,
    instrumentId: definition.id,
    version: definition.version,
    submittedAt: attempt.submittedAt,
    byClock: attempt.byClock,
    ruleVersion: attempt.ruleVersion,
    personName: rows.personName,
    scores: rows.scores.map((result) =>
      presentScore(result, declared.get(result.id), rows.reliabilities.get(result.id)),
    ),
    enough: ENOUGH_ANSWERS,
    chart,
    compared: rows.past.length > 1 ? presentCompared(rows.past, attempt.id) : null,
    marking: presentMarkingOf(rows),
    answers: rows.given ? presentAnswers(rows.given.shown, rows.given.answers) : [],
    limits: definition.limits,
    licence: definition.licence,
    attribution: definition.attribution,
  };
}

/** What raters said is shown once all of them have marked: the second isn't to be led by the first. */
function presentMarkingOf({ definition, marks, given }: ResultRows): ResultPage['marking'] {
  if (!definition.marking || marks === null) return null;
  const { raters } = definition.marking;
  const isScored = marks.length >= raters;
  const items = isScored && given ? presentMarked(listOpenItems(given.shown, given.answers), marks) : [];
  return { marked: marks.length, raters, items };
}

function presentScore(
  result: ScoreResult,
  declared: Score | undefined,
  reliability: Reliability | undefined,
): ScoreLine {
  const norms = declared?.norms;
  const alpha = reliability && reliability.n >= ENOUGH_ANSWERS ? reliability.alpha : null;
  return {
    ...result,
    about: declared?.about ?? null,
    percentile:
      norms && result.percentile !== null
        ? { value: result.percentile, source: norms.source, n: norms.n }
        : null,
    reliability: alpha === null || !reliability ? null : { alpha: toHundredths(alpha), n: reliability.n },
    published: declared?.published ?? null,
  };
}

export const toHundredths = (value: number): number => Math.round(value * 100) / 100;

/** The scores of the newest attempt, each with what it was in the others. */
function presentCompared(past: readonly PastScores[], currentId: string): ComparedAttempts {
  return {
    heads: past.map(({ id, submittedAt, version }) => ({
      id,
      submittedAt,
      version,
      current: id === currentId,
    })),
    rows: (past.at(-1)?.scores ?? []).map(({ id, title }) => ({
      title,
      values: past.map(({ scores }) => ({ value: scores.find((score) => score.id === id)?.value ?? null })),
    })),
  };
}

export const presentAnswers = (shown: readonly FormPart[], answers: Answers): ResultPage['answers'] =>
  shown
    .flatMap(({ items }) => items)
    .map((item, index) => ({ place: index + 1, text: item.text, given: presentGiven(item, answers) }));

function presentGiven(item: FormItem, answers: Answers): GivenLine[] {
  const answer = answers[item.id];
  if (answer === undefined) return [];
  const words = (text: BothLanguages | undefined): GivenLine[] =>
    text ? [{ words: text, sentence: null, own: null }] : [];
  if (item.kind === 'matrix') {
    const given = typeof answer === 'object' && !Array.isArray(answer) ? answer : {};
    return item.rows.flatMap(({ id, text }) => {
      const step = item.anchors.find(({ value }) => value === given[id]);
      return step ? words(join(text, step.text)) : [];
    });
  }
  if (item.kind === 'likert') return words(item.anchors.find(({ value }) => value === answer)?.text);
  if (item.kind === 'rubric') return words(item.levels.find(({ value }) => value === answer)?.text);
  if (item.kind === 'generated') {
    const chosen = item.made.options.find(({ id }) => id === answer);
    const sentence = chosen?.sentence ?? (chosen?.figure ? presentFigure(chosen.figure).words : null);
    return chosen ? [{ words: chosen.text, sentence, own: null }] : [];
  }
  const options = optionsOf(item);
  if (options.length > 0) {
    const ids = Array.isArray(answer) ? answer : [answer];
    return ids.flatMap((id) => words(options.find((option) => option.id === id)?.text));
  }
  return [{ words: null, sentence: null, own: typeof answer === 'object' ? '' : String(answer) }];
}

const join = (one: BothLanguages, other: BothLanguages): BothLanguages => ({
  'zh-CN': `${one['zh-CN']}: ${other['zh-CN']}`,
  en: `${one.en}: ${other.en}`,
});

const BAR = 30;
export const resultChartSize = (scores: readonly ScoreResult[]) => ({
  width: 520,
  height: 30 + scores.length * BAR,
});

/** Each score as the share of its own range. */
export const buildResultChart = (
  scores: readonly ScoreResult[],
  locale: keyof BothLanguages,
): ChartOption => ({
  grid: { left: 150, right: 44, top: 4, bottom: 22 },
  xAxis: {
    type: 'value',
    min: 0,
    max: 100,
    interval: 25,
    axisLabel: { color: '#55616e', fontSize: 11, formatter: '{value}%' },
    splitLine: { lineStyle: { color: '#e8ecf0' } },
  },
  yAxis: {
    type: 'category',
    inverse: true,
    data: scores.map(({ title }) => title[locale]),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#d8dee5' } },
    axisLabel: { color: '#1d2733', fontSize: 12, lineHeight: 13, width: 140, overflow: 'break' },
  },
  series: [
    {
      type: 'bar',
      barCategoryGap: '40%',
      itemStyle: { color: '#0b5c7a' },
      data: scores.map(({ value, min, max }) =>
        value === null || max === min ? 0 : Math.round(((value - min) / (max - min)) * 100),
      ),
      label: { show: true, position: 'right', color: '#1d2733', fontSize: 12, formatter: '{c}%' },
    },
  ],
});
