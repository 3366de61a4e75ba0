import type { ChartOption } from '../../infra/charts.ts';
import { PHASES, type Phase } from '../programme/index.ts';
import { addDays, dayIn, mondayOf, shortDay } from '../../infra/day.rules.ts';
import type { Phases } from './phase.schema.ts';

export interface PhaseTotal {
  phase: Phase;
  minutes: number;
  /** Share of all minutes, 0..1. */
  share: number;
  tasks: number;
  answers: number;
  /** Share of the answers that were right; null without any. */
  right: number | null;
}

export interface PhaseWeek {
  /** Its Monday: 9/7. */
  label: string;
  /** Minutes in the order of PHASES. */
  minutes: number[];
}

/** Learning before, in and after class (R055). */
export interface PhaseBreakdown {
  state: 'noTimetable' | 'nothing' | 'shown';
  canPlan: boolean;
  phases: readonly Phase[];
  totals: PhaseTotal[];
  weeks: PhaseWeek[];
  chart: string;
}

const WEEKS_SHOWN = 8;

/** `chart` is drawn of `weeks` and put in by the caller. */
export function presentPhases(
  { hasTimetable, weeks }: Phases,
  shown: { now: Date; timeZone: string; canPlan: boolean },
): PhaseBreakdown {
  const all = sumSeconds(weeks);
  const thisMonday = mondayOf(dayIn(shown.timeZone, shown.now));
  return {
    state: weeks.length > 0 ? 'shown' : hasTimetable ? 'nothing' : 'noTimetable',
    canPlan: shown.canPlan,
    phases: PHASES,
    totals: PHASES.map((phase) => {
      const own = weeks.filter((week) => week.phase === phase);
      const sum = (of: 'tasks' | 'answers' | 'correct') => own.reduce((total, week) => total + week[of], 0);
      const seconds = sumSeconds(own);
      const answers = sum('answers');
      return {
        phase,
        minutes: Math.round(seconds / 60),
        share: all === 0 ? 0 : seconds / all,
        tasks: sum('tasks'),
        answers,
        right: answers === 0 ? null : sum('correct') / answers,
      };
    }),
    weeks: Array.from({ length: WEEKS_SHOWN }, (_, index) => {
      const monday = addDays(thisMonday, (index - WEEKS_SHOWN + 1) * 7);
      const own = weeks.filter((week) => week.monday === monday);
      const minutesOf = (phase: Phase) =>
        Math.round(sumSeconds(own.filter((week) => week.phase === phase)) / 60);
      return { label: shortDay(monday), minutes: PHASES.map(minutesOf) };
    }),
    chart: '',
  };
}

const sumSeconds = (weeks: readonly { seconds: number }[]): number =>
  weeks.reduce((total, { seconds }) => total + seconds, 0);

/** The same as of the marks in the legend (`.phase-mark` in waymark.css). */
const COLOURS: Record<Phase, string> = { pre_class: '#d99a2b', in_class: '#0b5c7a', post_class: '#8fb8a8' };

export const PHASES_CHART = { width: 340, height: 170 };

/** Minutes per week, the phases one upon the other. */
export const buildPhasesChart = (weeks: readonly PhaseWeek[]): ChartOption => ({
  grid: { left: 40, right: 6, top: 12, bottom: 22 },
  xAxis: {
    type: 'category',
    data: weeks.map(({ label }) => label),
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
  series: PHASES.map((phase, index) => ({
    type: 'bar',
    stack: 'phases',
    data: weeks.map(({ minutes }) => minutes[index] ?? 0),
    itemStyle: { color: COLOURS[phase] },
    barCategoryGap: '35%',
  })),
});
