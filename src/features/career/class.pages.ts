import { LEARNER_CATEGORIES, type LearnerCategory } from '../roster/index.ts';
import type { ClassCount, FollowedLearner } from './career.schema.ts';
import {
  ASSESSMENT_DIMENSIONS,
  DEFAULT_DUE_DAYS,
  assessDimension,
  dueAtOf,
  judgeDue,
  type AssessmentDimension,
  type DimensionState,
  type DueState,
} from './dimensions.rules.ts';

export interface ClassPage {
  dimensions: AssessmentDimension[];
  classes: {
    id: string | null;
    name: string | null;
    current: boolean;
    learners: number;
    complete: number;
    rate: number;
    perDimension: { done: number }[];
  }[];
  /** null: no class is chosen, and there are many. */
  learners:
    | {
        personId: string;
        name: string;
        className: string | null;
        category: LearnerCategory;
        states: { state: DimensionState }[];
        due: DueState;
        dueAt: Date;
      }[]
    | null;
  more: boolean;
  missing: number;
  classId: string | null;
  categories: { value: LearnerCategory; selected: boolean }[];
  category: LearnerCategory | null;
  dueDays: number;
  maySet: boolean;
  readsPortraits: boolean;
  saved: boolean;
  reminded: number | null;
}

export interface ClassRows {
  counts: readonly ClassCount[];
  learners: readonly FollowedLearner[] | null;
  settings: { dueDays: number | null; offered: readonly string[] };
  limit: number;
}

export interface ClassAsk {
  classId: string | null;
  category: LearnerCategory | null;
  saved: boolean;
  reminded: number | null;
}

export type ClassRights = Pick<ClassPage, 'maySet' | 'readsPortraits'>;

export function presentClass(rows: ClassRows, ask: ClassAsk, rights: ClassRights, now: Date): ClassPage {
  const { offered } = rows.settings;
  const dueDays = rows.settings.dueDays ?? DEFAULT_DUE_DAYS;
  const dimensions = ASSESSMENT_DIMENSIONS.filter((id) => assessDimension(id, offered, []) !== 'none');
  const learners = rows.learners?.slice(0, rows.limit).map((learner) => {
    const states = dimensions.map((id) => ({ state: stateOf(id, offered, learner) }));
    const dueAt = dueAtOf(learner.enrolledAt, dueDays);
    const due = judgeDue(
      states.map(({ state }) => state),
      dueAt,
      now,
    );
    const { personId, name, className, category } = learner;
    return { personId, name, className, category, states, due, dueAt };
  });
  return {
    dimensions,
    classes: sumClasses(rows.counts, dimensions, offered).map((one) => ({
      ...one,
      current: one.id !== null && one.id === ask.classId,
    })),
    learners: learners ?? null,
    more: (rows.learners?.length ?? 0) > rows.limit,
    missing: learners?.filter(({ due }) => due !== 'done').length ?? 0,
    classId: ask.classId,
    categories: LEARNER_CATEGORIES.map((value) => ({ value, selected: value === ask.category })),
    category: ask.category,
    dueDays,
    ...rights,
    saved: ask.saved,
    reminded: ask.reminded,
  };
}

/** A dimension none of whose instruments was handed in, but one of which was opened, has begun, too. */
function stateOf(
  id: AssessmentDimension,
  offered: readonly string[],
  { handedIn, begun }: FollowedLearner,
): DimensionState {
  const state = assessDimension(id, offered, handedIn);
  return state === 'open' && assessDimension(id, offered, begun) !== 'open' ? 'begun' : state;
}

function sumClasses(
  counts: readonly ClassCount[],
  dimensions: readonly AssessmentDimension[],
  offered: readonly string[],
): Omit<ClassPage['classes'][number], 'current'>[] {
  const ids = [...new Set(counts.map(({ classId }) => classId))];
  return ids.map((id) => {
    const own = counts.filter(({ classId }) => classId === id);
    const countWhere = (is: (handedIn: readonly string[]) => boolean) =>
      own.reduce((sum, { handedIn, learners }) => sum + (is(handedIn) ? learners : 0), 0);
    const isDone = (dimension: AssessmentDimension, handedIn: readonly string[]) =>
      assessDimension(dimension, offered, handedIn) === 'done';
    const learners = countWhere(() => true);
    const complete = countWhere((handedIn) => dimensions.every((dimension) => isDone(dimension, handedIn)));
    return {
      id,
      name: own[0]?.className ?? null,
      learners,
      complete,
      rate: learners === 0 ? 0 : complete / learners,
      perDimension: dimensions.map((dimension) => ({
        done: countWhere((handedIn) => isDone(dimension, handedIn)),
      })),
    };
  });
}
