import type { ChartOption } from '../../infra/charts.ts';
import type { TabView } from '../career/index.ts';
import { LITERACIES, RUBRIC_LEVELS, type Literacy, type SemesterMarks } from './literacy.rules.ts';
import type { EvidenceRow, Mapping, MarkRow, TeamRecord } from './literacy.schema.ts';

export interface PortfolioPage {
  tabs: TabView[];
  saved: boolean;
  /** null: the reader's own. */
  student: { personId: string; name: string } | null;
  /** Where the CSV is. */
  csv: string;
  dimensions: readonly Literacy[];
  levels: readonly number[];
  trend: { name: string; cells: { mean: number | null }[] }[];
  /** SVG; '' where there is nothing to draw. */
  chart: string;
  marks: (Omit<MarkRow, 'wordsSealed'> & { words: string | null })[];
  teams: TeamRecord[];
  evidence: (Omit<EvidenceRow, 'wordsSealed'> & { words: string | null })[];
  /** null: the reader doesn't mark. */
  places: Mapping[] | null;
}

export const presentTrend = (trend: readonly SemesterMarks[]): PortfolioPage['trend'] =>
  trend.map(({ name, startsOn, means }) => ({
    name: name ?? startsOn,
    cells: LITERACIES.map((dimension) => ({ mean: means[dimension] })),
  }));

export const TREND_CHART = { width: 640, height: 260 };

export const buildTrendChart = (
  trend: PortfolioPage['trend'],
  nameOf: (dimension: Literacy) => string,
): ChartOption => ({
  legend: { bottom: 0 },
  grid: { left: 40, right: 16, top: 16, bottom: 56 },
  xAxis: { type: 'category', data: trend.map(({ name }) => name) },
  yAxis: { type: 'value', min: 0, max: RUBRIC_LEVELS.length, interval: 1 },
  series: LITERACIES.map((dimension, index) => ({
    name: nameOf(dimension),
    type: 'line',
    data: trend.map(({ cells }) => cells[index]?.mean ?? null),
  })),
});

/** The whole portfolio as lines of a table, words included. */
export const listPortfolioLines = (
  page: Pick<PortfolioPage, 'marks' | 'teams' | 'evidence'>,
  say: (key: string) => string,
): (string | number | null)[][] => [
  ['kind', 'date', 'dimension', 'level', 'by', 'place', 'words'].map((head) => say(`csv.${head}`)),
  ...page.marks.map(({ dimension, level, markedOn, byName, place, words }) => [
    say('mark'),
    markedOn,
    say(`dimension.${dimension}`),
    level,
    byName,
    place,
    words,
  ]),
  ...page.evidence.map(({ dimension, addedOn, link, words }) => [
    say('evidence'),
    addedOn,
    say(`dimension.${dimension}`),
    null,
    null,
    link,
    words,
  ]),
  ...page.teams.map(({ project, team, tasks, done, inTime }) => [
    say('team'),
    null,
    say('dimension.teamwork'),
    null,
    team,
    project,
    `${done}/${tasks}, ${inTime}`,
  ]),
];
