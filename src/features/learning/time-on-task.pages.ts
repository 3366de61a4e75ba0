import type { ChartOption } from '../../infra/charts.ts';
import { addDays, dayIn, daysUntil, mondayOf, shortDay } from '../../infra/day.rules.ts';
import type { Day } from './learner.schema.ts';

export interface Minutes {
  /** Label of the bar: 9/7, of a week its Monday. */
  label: string;
  minutes: number;
}

export interface Progress {
  bars: Minutes[];
  thisWeekMinutes: number;
  lastWeekMinutes: number;
  anything: boolean;
}

export const DAYS_SHOWN = 14;

/** Minutes per day over the last fortnight, and this week against the last. */
export function presentProgress(days: readonly Day[], now: Date, timeZone: string): Progress {
  const today = dayIn(timeZone, now);
  const monday = mondayOf(today);
  const bars = daysUntil(today, DAYS_SHOWN).map((day) => ({
    label: shortDay(day),
    minutes: toMinutes(days.filter((one) => one.day === day)),
  }));
  return {
    bars,
    thisWeekMinutes: toMinutes(days.filter(({ day }) => day >= monday)),
    lastWeekMinutes: toMinutes(days.filter(({ day }) => day < monday && day >= addDays(monday, -7))),
    anything: bars.some((bar) => bar.minutes > 0),
  };
}

export const toMinutes = (days: readonly Day[]): number =>
  Math.round(days.reduce((sum, day) => sum + day.seconds, 0) / 60);

/** Drawn for a phone's width; wider screens scale it up. */
export const MINUTES_CHART = { width: 340, height: 150 };

export const buildMinutesChart = (bars: readonly Minutes[]): ChartOption => ({
  grid: { left: 34, right: 6, top: 12, bottom: 22 },
  xAxis: {
    type: 'category',
    data: bars.map((bar) => bar.label),
    axisTick: { show: false },
    axisLabel: { color: '#55616e', fontSize: 11 },
    axisLine: { lineStyle: { color: '#d8dee5' } },
  },
  yAxis: {
    type: 'value',
    minInterval: 10,
    splitNumber: 3,
    axisLabel: { color: '#55616e', fontSize: 11 },
    splitLine: { lineStyle: { color: '#e8ecf0' } },
  },
  series: [
    {
      type: 'bar',
      data: bars.map((bar) => bar.minutes),
      itemStyle: { color: '#0b5c7a' },
      barCategoryGap: '30%',
    },
  ],
});
