import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import { QUALITY_KINDS, shareAttended, type AttendanceCounts } from './attendance.rules.ts';
import type { OnlineDay, OwnSession } from './offline.schema.ts';
import type { TabView } from './tabs.pages.ts';
import type { AttendanceState } from './training.schema.ts';

export const WEEKS_SHOWN = 12;

export interface MinePage {
  tabs: TabView[];
  checkedIn: boolean;
  problem: 'wrong' | 'tooMany' | null;
  /** Share attended of what was recorded, 0..1; null: nothing was. */
  attended: number | null;
  quality: { came: number; sessions: number } | null;
  /** Newest first; weeks without anything are left out. */
  weeks: {
    /** YYYY-MM-DD. */
    monday: string;
    onlineMinutes: number;
    tasks: string[];
    sessions: (OwnSession & { note: string | null })[];
  }[];
}

/** The blended timeline (R035): what one did online beside what one did in the room, week by week. */
export function presentMine(
  own: { sessions: readonly (OwnSession & { note: string | null })[]; days: readonly OnlineDay[] },
  given: { tabs: TabView[]; now: Date; timeZone: string; checkedIn: boolean; problem: MinePage['problem'] },
): MinePage {
  const thisMonday = mondayOf(dayIn(given.timeZone, given.now));
  const weeks = Array.from({ length: WEEKS_SHOWN + 1 }, (_, index) => {
    // Next week comes first: a session may be recorded ahead.
    const monday = addDays(thisMonday, 7 - index * 7);
    const days = own.days.filter(({ day }) => mondayOf(day) === monday);
    return {
      monday,
      onlineMinutes: Math.round(days.reduce((sum, { seconds }) => sum + seconds, 0) / 60),
      tasks: days.flatMap(({ tasks }) => tasks),
      sessions: own.sessions.filter(({ startsAt }) => mondayOf(dayIn(given.timeZone, startsAt)) === monday),
    };
  });
  const quality = own.sessions.filter(
    ({ kind, state }) => QUALITY_KINDS.includes(kind) && state !== null && state !== 'excused',
  );
  return {
    tabs: given.tabs,
    checkedIn: given.checkedIn,
    problem: given.problem,
    attended: shareAttended(countStates(own.sessions)),
    quality:
      quality.length === 0
        ? null
        : { came: quality.filter(({ state }) => state !== 'absent').length, sessions: quality.length },
    weeks: weeks.filter(
      ({ onlineMinutes, tasks, sessions }) => onlineMinutes > 0 || tasks.length > 0 || sessions.length > 0,
    ),
  };
}

function countStates(sessions: readonly { state: AttendanceState | null }[]): AttendanceCounts {
  const counts = { present: 0, late: 0, absent: 0, excused: 0 };
  for (const { state } of sessions) if (state !== null) counts[state] += 1;
  return counts;
}
