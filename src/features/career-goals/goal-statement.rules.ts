/** What a learner decides about a goal as xAPI statements, by the templates of xapi-profiles/career-goal.jsonld. */
import { v5 } from 'uuid';
import type { LocalText } from '../programme/index.ts';
import {
  ACHIEVED_VERB,
  CAREER_TYPE,
  DESELECTED_VERB,
  GOAL_EXTENSION,
  PLANNED_VERB,
  categoryOf,
  presentAccount,
  type JsonObject,
} from '../vocabulary/index.ts';

/** Ids are made of what they tell about, so that nothing can be told twice. */
const NAMESPACE = '1f6d0a52-7f0b-5f0e-9a6e-3a1c7b2d9e44';
const idOf = (kind: 'life' | GoalEvent, { goalId, version }: Pick<ToldGoal, 'goalId' | 'version'>): string =>
  v5([kind, goalId, version].join(':'), NAMESPACE);

export type GoalEvent = 'set' | 'dropped' | 'reached';
const VERBS: Record<GoalEvent, { id: string; display: { 'en-US': string } }> = {
  set: { id: PLANNED_VERB, display: { 'en-US': 'planned' } },
  dropped: { id: DESELECTED_VERB, display: { 'en-US': 'deselected' } },
  reached: { id: ACHIEVED_VERB, display: { 'en-US': 'achieved' } },
};

export interface ToldGoal {
  /** The tool's own address. */
  publicUrl: string;
  personId: string;
  goalId: string;
  version: number;
  occupationId: string;
  title: LocalText;
  dueOn: string | null;
  at: Date;
}

/**
 * One statement. A wording is what is set, dropped or reached: a changed goal is the old wording dropped and the new one
 * set, each wording with a registration of its own.
 */
export const prepareGoalStatement = (event: GoalEvent, told: ToldGoal): JsonObject => ({
  id: idOf(event, told),
  actor: presentAccount(told.publicUrl, told.personId),
  verb: VERBS[event],
  object: {
    objectType: 'Activity',
    id: `${told.publicUrl}/occupations/${encodeURIComponent(told.occupationId)}`,
    definition: { type: CAREER_TYPE, name: told.title },
  },
  context: {
    registration: idOf('life', told),
    ...(event === 'set' ? {} : { statement: { objectType: 'StatementRef', id: idOf('set', told) } }),
    contextActivities: { category: [categoryOf('career-goal')] },
    ...(told.dueOn === null || event === 'reached'
      ? {}
      : { extensions: { [GOAL_EXTENSION]: { targetOn: told.dueOn } } }),
  },
  timestamp: told.at.toISOString(),
});
