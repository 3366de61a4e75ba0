/**
 * The IRIs of our own vocabulary (xapi-profiles/). They are names, the same in every school and never tied to a host
 * (docs/decisions/0019); a change of a template's rules gives it and its profile's version a new one.
 */
import type { Statement } from '../xapi/index.ts';

const VOCABULARY = 'https://w3id.org/waymark/xapi';
const TLA = 'https://w3id.org/xapi/tla';

export type ProfileName =
  'tier' | 'weak-spot' | 'practice' | 'warning' | 'career-goal' | 'instrument' | 'scene';

/** The version of a profile that statements made now follow. */
export const versionOf = (name: ProfileName): string => `${VOCABULARY}/${name}/v1`;

export const TIER_EXTENSION = `${VOCABULARY}/tier/extensions/tier`;
export const WEAK_SPOT_EXTENSION = `${VOCABULARY}/weak-spot/extensions/weak-spot`;
export const FOUND_TYPE = `${VOCABULARY}/weak-spot/activity-types/found`;
export const RELEASED_TYPE = `${VOCABULARY}/weak-spot/activity-types/released`;
export const SKILL_EXTENSION = `${VOCABULARY}/practice/extensions/skill`;
export const REASON_EXTENSION = `${VOCABULARY}/practice/extensions/reason`;
export const PRACTICE_TYPE = `${VOCABULARY}/practice/activity-types/practice`;
export const QUESTIONNAIRE_TYPE = `${VOCABULARY}/instrument/activity-types/questionnaire`;
export const SCENE_TYPE = `${VOCABULARY}/scene/activity-types/scene`;
export const STEP_EXTENSION = `${VOCABULARY}/scene/extensions/step`;
export const ASSERTED_VERB = `${TLA}/verbs/asserted`;
export const RECOMMENDED_VERB = `${TLA}/verbs/recommended`;
export const COMPETENCY_TYPE = `${TLA}/activity-types/competency`;
export const PLANNED_VERB = `${TLA}/verbs/planned`;
export const DESELECTED_VERB = `${TLA}/verbs/deselected`;
export const ACHIEVED_VERB = `${TLA}/verbs/achieved`;
export const CAREER_TYPE = `${TLA}/activity-types/career`;
export const GOAL_EXTENSION = `${VOCABULARY}/career-goal/extensions/goal`;
export const EVIDENCE_EXTENSION = `${TLA}/extensions/evidence`;
export const LEARNER_EXTENSION = `${TLA}/extensions/learner`;

/** The category activity by which a statement says which profile it follows (Profiles 5.0). */
export const categoryOf = (name: ProfileName) => ({
  objectType: 'Activity' as const,
  id: versionOf(name),
  definition: { type: 'http://adlnet.gov/expapi/activities/profile' },
});

const DECISIONS = ['tier', 'weak-spot', 'warning', 'career-goal'].map((name) => `${VOCABULARY}/${name}/`);

/**
 * Whether a statement tells what was decided or offered, ours or another Waymark's, and not what somebody learnt: such
 * statements are never facts, or each decision would make a learner look active.
 */
export function isDecision({ verb, context }: Pick<Statement, 'verb' | 'context'>): boolean {
  if (verb.id === RECOMMENDED_VERB) return true;
  const category = context?.contextActivities?.category ?? [];
  return [category].flat().some(({ id }) => DECISIONS.some((profile) => id.startsWith(profile)));
}
