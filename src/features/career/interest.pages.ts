import type { ChartOption } from '../../infra/charts.ts';
import type { ScoreResult } from '../instruments/index.ts';
import { INTEREST_TYPES, type Interests, type InterestType } from '../occupations/index.ts';

export const HEXAGON = { width: 400, height: 300 };
const OWN = '#0b5c7a';
const OTHER = '#c2571a';
/** Raw points a type can have: ten activities from 0 to 4. */
export const MOST_POINTS = 40;

/** Somebody's six raw scores; null where one of them was withheld. */
export function readInterests(scores: readonly ScoreResult[]): Interests | null {
  const values = INTEREST_TYPES.flatMap((type) => scores.find(({ id }) => id === type)?.value ?? []);
  return values.length === INTEREST_TYPES.length
    ? (Object.fromEntries(INTEREST_TYPES.map((type, index) => [type, values[index]])) as Interests)
    : null;
}

export interface HexagonSeries {
  name: string;
  /** 0–100 per type. */
  shares: Record<InterestType, number>;
}

/** Points or an occupation's 1–7 as shares of the way from least to most, so that both fit one chart. */
export const sharesOf = (interests: Interests, least: number, most: number): Record<InterestType, number> =>
  Object.fromEntries(
    INTEREST_TYPES.map((type) => [type, Math.round(((interests[type] - least) / (most - least)) * 100)]),
  ) as Record<InterestType, number>;

/** The six types around a hexagon, neighbours being alike; the second series, if any, is an occupation's. */
export const buildHexagon = (
  series: readonly HexagonSeries[],
  labels: Record<InterestType, string>,
): ChartOption => ({
  ...(series.length > 1 && {
    legend: {
      bottom: 0,
      data: series.map(({ name }) => name),
      textStyle: { color: '#1d2733', fontSize: 12 },
    },
  }),
  radar: {
    indicator: INTEREST_TYPES.map((type) => ({ name: labels[type], max: 100 })),
    radius: '60%',
    center: ['50%', series.length > 1 ? '46%' : '52%'],
    axisName: { color: '#1d2733', fontSize: 12 },
    splitNumber: 4,
    splitArea: { show: false },
    splitLine: { lineStyle: { color: '#d8dee5' } },
    axisLine: { lineStyle: { color: '#d8dee5' } },
  },
  series: [
    {
      type: 'radar',
      data: series.map(({ name, shares }, index) => ({
        name,
        value: INTEREST_TYPES.map((type) => shares[type]),
        itemStyle: { color: index === 0 ? OWN : OTHER },
        lineStyle: { color: index === 0 ? OWN : OTHER, width: 2, type: index === 0 ? 'solid' : 'dashed' },
        areaStyle: { color: index === 0 ? OWN : OTHER, opacity: index === 0 ? 0.18 : 0.08 },
      })),
    },
  ],
});
