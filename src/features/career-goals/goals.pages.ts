import type { LocalText } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';
import type { OccupationName } from '../occupations/index.ts';
import { HORIZON_MONTHS, addMonths, checkGoal, longerThan, type Considered } from './goal.rules.ts';
import {
  HORIZONS,
  MEASURES,
  type CommentRow,
  type GoalVersionRow,
  type GoalWithPost,
  type GoalLack,
  type GoalState,
  type Horizon,
  type Measure,
} from './goal.schema.ts';
import type { TabView } from '../career/index.ts';

export interface GoalView {
  id: string;
  horizon: Horizon;
  version: number;
  state: GoalState;
  post: LocalText | null;
  occupationId: string | null;
  measure: Measure | null;
  target: number | null;
  dueOn: string | null;
  setOn: string;
  words: string | null;
  lacks: GoalLack[];
  /** Earlier wordings, the newest first. */
  earlier: {
    version: number;
    setOn: string;
    post: LocalText | null;
    measure: Measure | null;
    target: number | null;
    dueOn: string | null;
    words: string | null;
  }[];
  comments: { byName: string; at: Date; version: number; words: string | null }[];
}

export interface GoalForm {
  horizon: Horizon;
  posts: { talentType: TalentType; posts: { id: string; title: LocalText; chosen: boolean }[] }[];
  measures: { value: Measure; chosen: boolean }[];
  target: number | null;
  dueOn: string | null;
  /** The days a goal of this horizon may be due. */
  from: string;
  until: string;
  words: string | null;
  lacks: GoalLack[];
}

export interface GoalsPage {
  tabs: TabView[];
  saved: boolean;
  stages: { horizon: Horizon; goal: GoalView | null; form: GoalForm }[];
  /** Goals that were reached or let go. */
  ended: GoalView[];
  /** Questions that wait for an answer. */
  waiting: number;
}

/** What was opened of a person's goals: their sealed words, in the order of the rows. */
export interface GoalRows {
  goals: readonly (GoalWithPost & { words: string | null })[];
  versions: readonly (GoalVersionRow & { words: string | null })[];
  comments: readonly (CommentRow & { words: string | null })[];
}

/** A goal with what is wrong with it, beside the longer ones. */
export function checkAmong(
  horizon: Horizon,
  goal: Considered,
  active: readonly Pick<GoalWithPost, 'horizon' | 'dueOn' | 'talentType' | 'occupationId'>[],
  today: string,
): GoalLack[] {
  const longer = longerThan(horizon);
  return checkGoal(
    horizon,
    goal,
    active.filter((other) => longer.includes(other.horizon)),
    today,
  );
}

export const presentGoals = (rows: GoalRows, today: string): GoalView[] => {
  const active = rows.goals.filter(({ state }) => state === 'active');
  return rows.goals.map((goal) => ({
    id: goal.id,
    horizon: goal.horizon,
    version: goal.version,
    state: goal.state,
    post: goal.title,
    occupationId: goal.occupationId,
    measure: goal.measure,
    target: goal.target,
    dueOn: goal.dueOn,
    setOn: goal.setOn,
    words: goal.words,
    lacks: goal.state === 'active' ? checkAmong(goal.horizon, goal, active, today) : [],
    earlier: rows.versions
      .filter(({ goalId, version }) => goalId === goal.id && version < goal.version)
      .map(({ version, setOn, title, measure, target, dueOn, words }) => ({
        version,
        setOn,
        post: title,
        measure,
        target,
        dueOn,
        words,
      })),
    comments: rows.comments
      .filter(({ goalId }) => goalId === goal.id)
      .map(({ byName, createdAt, version, words }) => ({ byName, at: createdAt, version, words })),
  }));
};

export function presentGoalsPage(
  rows: GoalRows,
  posts: readonly OccupationName[],
  given: Pick<GoalsPage, 'tabs' | 'saved' | 'waiting'> & { today: string; considered: string | null },
): GoalsPage {
  const { today, considered, ...rest } = given;
  const views = presentGoals(rows, today);
  return {
    ...rest,
    stages: HORIZONS.map((horizon) => {
      const goal = views.find((view) => view.horizon === horizon && view.state === 'active') ?? null;
      return { horizon, goal, form: presentForm(horizon, goal, { posts, considered }, today) };
    }),
    ended: views.filter(({ state }) => state !== 'active').reverse(),
  };
}

/** `considered`: a post whose page the learner comes from; it stands in the forms until they say otherwise. */
function presentForm(
  horizon: Horizon,
  goal: GoalView | null,
  { posts, considered }: { posts: readonly OccupationName[]; considered: string | null },
  today: string,
): GoalForm {
  const chosen = considered ?? goal?.occupationId;
  const { after, until } = HORIZON_MONTHS[horizon];
  return {
    horizon,
    posts: TALENT_TYPES.map((talentType) => ({
      talentType,
      posts: posts
        .filter((post) => post.talentType === talentType)
        .map(({ id, title }) => ({ id, title, chosen: id === chosen })),
    })).filter((group) => group.posts.length > 0),
    measures: MEASURES.map((value) => ({ value, chosen: value === goal?.measure })),
    target: goal?.target ?? null,
    dueOn: goal?.dueOn ?? null,
    from: addMonths(today, after),
    until: addMonths(today, until),
    words: goal?.words ?? null,
    lacks: goal?.lacks ?? [],
  };
}
