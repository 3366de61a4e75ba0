import type { ChartOption } from '../../infra/charts.ts';
import type { assessDimensions } from './ability.rules.ts';

export const ABILITY_CHART_WIDTH = 460;

type Row = ReturnType<typeof assessDimensions>[number];

/** What was measured per dimension of table 1, as bars. */
export const buildAbilityChart = (
  rows: readonly Row[],
  label: (dimension: Row['dimension']) => string,
): ChartOption => ({
  grid: { left: 120, right: 44, top: 4, bottom: 24 },
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
    data: rows.map(({ dimension }) => label(dimension)),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#d8dee5' } },
    axisLabel: { color: '#1d2733', fontSize: 12, width: 110, overflow: 'break' },
  },
  series: [
    {
      type: 'bar',
      barCategoryGap: '40%',
      itemStyle: { color: '#2f7d4f' },
      data: rows.map(({ mastery }) => Math.round(mastery * 100)),
      label: { show: true, position: 'right', color: '#1d2733', fontSize: 12, formatter: '{c}%' },
    },
  ],
});
