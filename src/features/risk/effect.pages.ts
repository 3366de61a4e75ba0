import type { CourseAnswers, NearRow, TriggerAlarms } from './effect.schema.ts';
import {
  BAND,
  ENOUGH_PER_SIDE,
  ENTRY_LEVEL,
  LATER_DAYS,
  estimateEffect,
  type EffectEstimate,
} from './effect.rules.ts';

export interface EffectPage {
  sinceDays: number;
  latest: number;
  courses: (CourseAnswers & { answeredShare: number | null; falseAlarmShare: number | null })[];
  alarms: (TriggerAlarms & { share: number })[];
  effects: (EffectEstimate & { days: number })[];
  entry: number;
  low: number;
  high: number;
  enough: number;
}

export function presentEffect(
  rows: { answers: readonly CourseAnswers[]; alarms: readonly TriggerAlarms[]; near: readonly NearRow[] },
  shown: { sinceDays: number; latest: number },
): EffectPage {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    ...shown,
    courses: rows.answers.map((course) => ({
      ...course,
      answeredShare: share(course.answered, course.due),
      falseAlarmShare: share(course.falseAlarms, course.closed),
    })),
    alarms: rows.alarms.map((one) => ({ ...one, share: one.falseAlarms / one.closed })),
    effects: LATER_DAYS.map((days) => ({
      days,
      ...estimateEffect(rows.near.filter(({ laterDays }) => laterDays === days)),
    })),
    entry: ENTRY_LEVEL,
    low: ENTRY_LEVEL - BAND,
    high: ENTRY_LEVEL + BAND,
    enough: ENOUGH_PER_SIDE,
  };
}
