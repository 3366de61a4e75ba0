import type { ChartOption } from '../../infra/charts.ts';
import {
  interestCode,
  type InterestType,
  type Occupation,
  type OccupationName,
  type OccupationSkill,
  type PaySpan,
  type Series,
} from '../occupations/index.ts';
import type { LocalText, Resource } from '../programme/index.ts';
import { judgeSkill, type MeasuredLevel, type SkillVerdict } from './ability.rules.ts';
import type { Fit } from './fit.rules.ts';

export const DEMAND_CHART = { width: 560, height: 260 };
const RESOURCES_PER_SKILL = 2;

interface SkillLine extends OccupationSkill {
  verdict: SkillVerdict;
  /** 0–5, as the level asked for; null: not measured. */
  measured: { level: number; mastery: number; attempts: number } | null;
  dots: { filled: boolean; own: boolean }[];
}

export interface OccupationPage {
  occupation: Pick<
    Occupation,
    | 'id'
    | 'title'
    | 'talentType'
    | 'source'
    | 'code'
    | 'formerCode'
    | 'description'
    | 'tasks'
    | 'jobZone'
    | 'ladder'
    | 'certificates'
  >;
  interestCode: InterestType[];
  fit: (Fit & { chart: string; rows: { type: InterestType; own: number; occupation: number }[] }) | null;
  /** Why there is no fit. */
  noFit: 'unanswered' | 'undifferentiated' | 'noProfile' | 'staff' | null;
  profileChart: string;
  skills: SkillLine[];
  beyond: SkillLine[];
  standing: { reached: number; measured: number; all: number };
  /** General skills of O*NET beside the learner's own rating on the same scale. */
  general: { name: LocalText; importance: number; level: number; own: number | null }[];
  generalRated: boolean;
  comparable: OccupationName[];
  related: OccupationName[];
  demand: { chart: string; series: Series[] } | null;
  pay: PaySpan[];
  /** For what isn't reached: tasks of the reader's course and resources of the school. */
  resources: {
    skill: LocalText;
    tasks: string[];
    items: { title: LocalText; minutes: number; url: string | null }[];
  }[];
  isLearner: boolean;
  manages: boolean;
  retired: boolean;
  attribution: string;
}

export interface OccupationRows {
  occupation: Occupation;
  skills: readonly OccupationSkill[];
  measured: readonly MeasuredLevel[];
  /** Own ratings by element of O*NET, 0–7. */
  ratings: ReadonlyMap<string, number>;
  names: readonly OccupationName[];
  resources: readonly Resource[];
  tasks: readonly { title: string; skillIds: string[] }[];
  figures: { series: Series[]; pay: PaySpan[] };
  attribution: string;
}

export interface OccupationReader {
  fit: OccupationPage['fit'];
  noFit: OccupationPage['noFit'];
  isLearner: boolean;
  manages: boolean;
}

export function presentOccupation(
  rows: OccupationRows,
  reader: OccupationReader,
  charts: { profile: string; demand: string },
): OccupationPage {
  const { occupation, names } = rows;
  const measured = new Map(rows.measured.map((level) => [level.skillId, level]));
  const lines = rows.skills.map((skill) => presentSkill(skill, measured.get(skill.skillId)));
  const onGraph = lines.filter((line) => line.onGraph);
  const named = (ids: readonly string[]) => ids.flatMap((id) => names.find((name) => name.id === id) ?? []);
  return {
    occupation,
    interestCode: occupation.interests === null ? [] : interestCode(occupation.interests),
    fit: reader.fit,
    noFit: reader.noFit,
    profileChart: charts.profile,
    skills: onGraph,
    beyond: lines.filter((line) => !line.onGraph),
    standing: {
      reached: onGraph.filter(({ verdict }) => verdict === 'reached').length,
      measured: onGraph.filter((line) => line.measured !== null).length,
      all: onGraph.length,
    },
    general: occupation.ratings.map(({ element, name, importance, level }) => ({
      name,
      importance,
      level,
      own: rows.ratings.get(element) ?? null,
    })),
    generalRated: rows.ratings.size > 0,
    comparable: named(occupation.comparableIds),
    related: named(occupation.relatedIds),
    demand: rows.figures.series.length === 0 ? null : { chart: charts.demand, series: rows.figures.series },
    pay: rows.figures.pay,
    resources: presentResources(onGraph, rows),
    isLearner: reader.isLearner,
    manages: reader.manages,
    retired: occupation.retiredAt !== null,
    attribution: rows.attribution,
  };
}

function presentSkill(skill: OccupationSkill, measured: MeasuredLevel | undefined): SkillLine {
  const own = measured && skill.onGraph ? measured.mastery * 5 : null;
  return {
    ...skill,
    verdict: judgeSkill(skill, measured),
    measured:
      measured && own !== null
        ? { level: Math.round(own * 10) / 10, mastery: measured.mastery, attempts: measured.attempts }
        : null,
    dots: [1, 2, 3, 4, 5].map((step) => ({
      filled: step <= skill.level,
      own: own !== null && step <= Math.round(own),
    })),
  };
}

/** For what isn't reached yet: where to learn it. */
function presentResources(
  lines: readonly SkillLine[],
  { resources, tasks }: Pick<OccupationRows, 'resources' | 'tasks'>,
): OccupationPage['resources'] {
  return lines
    .filter(({ verdict }) => verdict !== 'reached')
    .flatMap(({ skillId, name }) => {
      const items = resources
        .filter((resource) => resource.skillId === skillId)
        .slice(0, RESOURCES_PER_SKILL)
        .map(({ title, minutes, url }) => ({ title, minutes, url }));
      const own = tasks
        .filter(({ skillIds }) => skillIds.includes(skillId))
        .slice(0, RESOURCES_PER_SKILL)
        .map(({ title }) => title);
      return items.length + own.length === 0 ? [] : [{ skill: name, tasks: own, items }];
    });
}

const COLOURS = ['#0b5c7a', '#c2571a', '#2f7d4f', '#7a4b9c'];

/** Openings a month, one line a source. */
export function buildDemandChart(series: readonly Series[]): ChartOption {
  const months = [...new Set(series.flatMap((one) => one.months.map(({ month }) => month)))].toSorted();
  return {
    color: COLOURS,
    legend: { bottom: 0, textStyle: { color: '#1d2733', fontSize: 12 } },
    grid: { left: 56, right: 20, top: 16, bottom: 54 },
    xAxis: { type: 'category', data: months, axisLabel: { color: '#55616e', fontSize: 11 } },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { color: '#55616e', fontSize: 11 },
      splitLine: { lineStyle: { color: '#e8ecf0' } },
    },
    series: series.map(({ source, months: own }) => ({
      type: 'line' as const,
      name: source,
      symbolSize: 7,
      connectNulls: true,
      data: months.map((month) => own.find((one) => one.month === month)?.openings ?? null),
    })),
  };
}
