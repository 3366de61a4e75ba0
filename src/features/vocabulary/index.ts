export { judgeStatement, type Judgement } from './judge-statement.rules.ts';
export { presentAccount, presentCourse, type JsonObject } from './own-statement.rules.ts';
export { readOwnProfiles } from './read-profiles.ts';
export {
  ACHIEVED_VERB,
  ASSERTED_VERB,
  CAREER_TYPE,
  COMPETENCY_TYPE,
  DESELECTED_VERB,
  EVIDENCE_EXTENSION,
  FOUND_TYPE,
  GOAL_EXTENSION,
  LEARNER_EXTENSION,
  PLANNED_VERB,
  PRACTICE_TYPE,
  QUESTIONNAIRE_TYPE,
  REASON_EXTENSION,
  RECOMMENDED_VERB,
  RELEASED_TYPE,
  SCENE_TYPE,
  SKILL_EXTENSION,
  STEP_EXTENSION,
  TIER_EXTENSION,
  WEAK_SPOT_EXTENSION,
  categoryOf,
  isDecision,
} from './terms.rules.ts';
export { vocabularyRoutes } from './vocabulary.routes.ts';
