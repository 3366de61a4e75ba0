import type { Figure } from './figure.schema.ts';

/** Openings a source tells of per month, over its regions; trends are never drawn across sources. */
export interface Series {
  source: string;
  months: { month: string; openings: number }[];
  /** The last month beside the one before it; null: there are not two, or the first was nothing. */
  change: number | null;
}

export interface PaySpan {
  source: string;
  url: string | null;
  day: string;
  region: string;
  low: number | null;
  median: number | null;
  high: number | null;
}

/** What the figures of one occupation say: demand by source over time, and the newest pay by source and region. */
export function summariseFigures(figures: readonly Figure[]): { series: Series[]; pay: PaySpan[] } {
  const sources = [...new Set(figures.map(({ source }) => source))];
  return { series: sources.flatMap((source) => seriesOf(source, figures)), pay: newestPay(figures) };
}

function seriesOf(source: string, figures: readonly Figure[]): Series[] {
  const months = new Map<string, number>();
  for (const figure of figures)
    if (figure.source === source && figure.openings !== null) {
      const month = figure.day.slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + figure.openings);
    }
  if (months.size === 0) return [];
  const ordered = [...months]
    .map(([month, openings]) => ({ month, openings }))
    .toSorted((a, b) => a.month.localeCompare(b.month));
  const [before, last] = ordered.slice(-2);
  return [
    {
      source,
      months: ordered,
      change: before && last && before.openings > 0 ? last.openings / before.openings - 1 : null,
    },
  ];
}

function newestPay(figures: readonly Figure[]): PaySpan[] {
  const newest = new Map<string, PaySpan>();
  for (const { source, url, day, region, payLow: low, payMedian: median, payHigh: high } of figures) {
    if (low === null && median === null && high === null) continue;
    const key = `${source}\0${region}`;
    if ((newest.get(key)?.day ?? '') <= day) newest.set(key, { source, url, day, region, low, median, high });
  }
  return [...newest.values()].toSorted(
    (a, b) => b.day.localeCompare(a.day) || a.region.localeCompare(b.region),
  );
}
