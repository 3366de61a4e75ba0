import type { ChartOption } from '../../infra/charts.ts';
import type { CourseTeaching, MentorEntry } from './mentors.schema.ts';
import { judgeMentors, type MentorShares, type Share } from './shares.rules.ts';
import type { TabView } from './tabs.pages.ts';
import { MENTOR_DUTIES, type MentorDuty, type Named } from './training.schema.ts';

/** A course's shares with the counts behind them. */
export interface CourseMentors extends CourseTeaching, MentorShares {}

export const presentTeaching = (teaching: CourseTeaching): CourseMentors => ({
  ...teaching,
  ...judgeMentors(teaching),
});

export interface MentorsPage {
  tabs: TabView[];
  saved: boolean;
  /** One row: this course. */
  rows: [CourseMentors];
  charts: { heads: string; hours: string };
  log: (MentorEntry & { hours: number; mayDelete: boolean })[];
  /** null: the reader may only look. */
  form: {
    duties: readonly MentorDuty[];
    /** Empty for a mentor: they log for themselves. */
    mentors: readonly Named[];
    classes: readonly Named[];
    today: string;
    forSelf: boolean;
  } | null;
}

export const LOG_SHOWN = 100;

/** `charts` are drawn by the caller. */
export function presentMentors(
  rows: { teaching: CourseTeaching; log: readonly MentorEntry[] },
  given: Pick<MentorsPage, 'tabs' | 'saved'> & {
    reader: { personId: string; teaches: boolean; isMentor: boolean };
    mentors: readonly Named[];
    classes: readonly Named[];
    today: string;
  },
): MentorsPage {
  const { reader } = given;
  return {
    tabs: given.tabs,
    saved: given.saved,
    rows: [presentTeaching(rows.teaching)],
    charts: { heads: '', hours: '' },
    log: rows.log.map((entry) => ({
      ...entry,
      hours: entry.minutes / 60,
      mayDelete: entry.source === 'act' && (reader.teaches || entry.recordedBy === reader.personId),
    })),
    form:
      reader.teaches || reader.isMentor
        ? {
            duties: MENTOR_DUTIES,
            mentors: reader.teaches ? given.mentors : [],
            classes: given.classes,
            today: given.today,
            forSelf: !reader.teaches,
          }
        : null,
  };
}

const BAR_HEIGHT = 34;
/** More bars than this would be a wall; the table has them all. */
export const BARS_MAX = 20;

export const shareChartSize = (bars: number) => ({
  width: 520,
  height: 40 + BAR_HEIGHT * Math.max(1, Math.min(bars, BARS_MAX)),
});

/** One bar per course, those furthest below first, with the line that has to be reached. */
export function buildShareChart(
  rows: readonly { title: string; share: Share }[],
  wanted: number,
): ChartOption {
  const shown = rows
    .filter(({ share }) => share.share !== null)
    .sort((a, b) => (a.share.share ?? 0) - (b.share.share ?? 0))
    .slice(0, BARS_MAX);
  return {
    grid: { left: 150, right: 46, top: 6, bottom: 26 },
    xAxis: {
      type: 'value',
      min: 0,
      max: 100,
      axisLabel: { formatter: '{value}%', color: '#55616e', fontSize: 11 },
      splitLine: { lineStyle: { color: '#e8ecf0' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map(({ title }) => title),
      axisTick: { show: false },
      axisLabel: { color: '#1d2733', fontSize: 12, width: 140, overflow: 'truncate' },
      axisLine: { lineStyle: { color: '#d8dee5' } },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        data: shown.map(({ share }) => ({
          value: Math.round((share.share ?? 0) * 1000) / 10,
          itemStyle: { color: share.enough ? '#0b5c7a' : '#a32020' },
        })),
        label: { show: true, position: 'right', formatter: '{c}%', color: '#1d2733' },
        markLine: {
          symbol: 'none',
          data: [{ xAxis: wanted * 100 }],
          lineStyle: { color: '#8a5a00', type: 'dashed' },
          label: { show: false },
        },
      },
    ],
  };
}
