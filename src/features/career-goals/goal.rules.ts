import type { GoalContent, GoalLack, Horizon } from './goal.schema.ts';

/** Stored with what was decided by it. */
export const GOAL_RULE = 'goal-1';

/** How many months ahead a goal of each horizon may be due: after the first, at most the second. */
export const HORIZON_MONTHS: Record<Horizon, { after: number; until: number }> = {
  short: { after: 0, until: 12 },
  mid: { after: 12, until: 36 },
  long: { after: 36, until: 120 },
};

export interface Considered extends GoalContent {
  /** The day it was set: what is dated well stays so. */
  setOn: string;
  /** Of its post; null: no post, or one that belongs to none. */
  talentType: string | null;
}

/** What a goal lacks to be one that can be planned for (R069); `longer`: the goals it should lead to. */
export function checkGoal(
  horizon: Horizon,
  goal: Considered,
  longer: readonly Pick<Considered, 'dueOn' | 'talentType' | 'occupationId'>[],
  today: string,
): GoalLack[] {
  const { after, until } = HORIZON_MONTHS[horizon];
  const lacks: GoalLack[] = [];
  if (goal.occupationId === null) lacks.push('post');
  if (goal.measure === null || goal.target === null) lacks.push('measure');
  if (goal.dueOn === null) lacks.push('date');
  else {
    const [earliest, latest] = [addMonths(goal.setOn, after), addMonths(goal.setOn, until)];
    if (goal.dueOn <= earliest || goal.dueOn > latest) lacks.push('term');
    if (goal.dueOn < today) lacks.push('past');
  }
  for (const other of longer) {
    if (goal.dueOn !== null && other.dueOn !== null && goal.dueOn > other.dueOn) lacks.push('order');
    if (leadsElsewhere(goal, other)) lacks.push('direction');
  }
  return [...new Set(lacks)];
}

const leadsElsewhere = (
  goal: Pick<Considered, 'talentType' | 'occupationId'>,
  longer: Pick<Considered, 'talentType' | 'occupationId'>,
): boolean =>
  goal.occupationId !== longer.occupationId &&
  goal.talentType !== null &&
  longer.talentType !== null &&
  goal.talentType !== longer.talentType;

/** The same day of a later month; a month's last day where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDay))).toISOString().slice(0, 10);
}

/** Horizons after this one, the goals of which it should lead to. */
export const longerThan = (horizon: Horizon): Horizon[] =>
  horizon === 'short' ? ['mid', 'long'] : horizon === 'mid' ? ['long'] : [];
