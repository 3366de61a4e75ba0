import type { Deps } from '../../infra/deps.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { findOccupation, selectOccupationNames } from '../occupations/index.ts';
import { openForPerson, type InCourse, type PersonKey } from '../roster/index.ts';
import { selectOpenAdjustmentsOf } from './calibrations.queries.ts';
import { checkAmong, presentGoalsPage, type GoalRows, type GoalsPage } from './goals.pages.ts';
import type { GoalContent, GoalLack, Horizon } from './goal.schema.ts';
import {
  selectActiveGoals,
  selectComments,
  selectGoalVersions,
  selectGoalsOfPerson,
} from './goals.queries.ts';
import { presentTabs } from '../career/index.ts';

/** Somebody's goals with all words opened. Whoever calls it for another than the reader audits that. */
export async function readGoals(deps: Deps, key: PersonKey): Promise<GoalRows> {
  const { db } = deps;
  const goals = await selectGoalsOfPerson(db, key);
  const versions = await selectGoalVersions(db, key);
  const comments = await selectComments(db, key);
  return openWords(deps, key, { goals, versions, comments });
}

interface Sealed {
  wordsSealed: string | null;
}

/** All sealed words of several lists about one person, opened with one look at their key. */
export async function openWords<T extends Record<string, readonly Sealed[]>>(
  deps: Deps,
  key: PersonKey,
  lists: T,
): Promise<{ [K in keyof T]: (T[K][number] & { words: string | null })[] }> {
  const rows = Object.values(lists).flat();
  const words = await openForPerson(
    deps.db,
    deps,
    key,
    rows.map(({ wordsSealed }) => wordsSealed),
  );
  const opened = new Map(rows.map((row, index) => [row, words[index] ?? null]));
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name,
      list.map((row) => ({ ...row, words: opened.get(row) ?? null })),
    ]),
  ) as { [K in keyof T]: (T[K][number] & { words: string | null })[] };
}

/** The learner's own page of goals. */
export async function loadGoals(
  deps: Deps,
  who: InCourse,
  { saved, occupation }: { saved: boolean; occupation: string | null },
): Promise<GoalsPage> {
  const rows = await readGoals(deps, who);
  const open = await selectOpenAdjustmentsOf(deps.db, { schoolId: who.schoolId, personIds: [who.personId] });
  return presentGoalsPage(rows, await selectOccupationNames(deps.db, { schoolId: who.schoolId }), {
    tabs: presentTabs(who, 'goals'),
    saved,
    waiting: open.length,
    considered: occupation,
    today: dayIn(who.timeZone, deps.now()),
  });
}

/** What a goal would lack, as its learner types. */
export async function loadGoalCheck(
  deps: Deps,
  who: InCourse,
  horizon: Horizon,
  content: GoalContent,
): Promise<{ horizon: Horizon; lacks: GoalLack[] }> {
  const today = dayIn(who.timeZone, deps.now());
  const { occupationId } = content;
  const post =
    occupationId === null ? null : await findOccupation(deps.db, { schoolId: who.schoolId, occupationId });
  const considered = {
    ...content,
    occupationId: post?.id ?? null,
    talentType: post?.talentType ?? null,
    setOn: today,
  };
  return {
    horizon,
    lacks: checkAmong(horizon, considered, await selectActiveGoals(deps.db, who), today),
  };
}
