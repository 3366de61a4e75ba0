export { evaluateKnowledge, type Training } from './evaluate-knowledge.ts';
export { CALIBRATION_BINS } from './score.rules.ts';
export { TERMS } from './knowledge.schema.ts';
export type { LoggedAnswer } from './answers.queries.ts';
export { insertAnswers as logAnswers } from './answers.queries.ts';
export { isStale, selectStaleSchools } from './forget.queries.ts';
export { learnAnswers } from './learn-answers.ts';
export {
  forgetAllKnowledge,
  forgetKnowledgeOf,
  relearnPeople,
  relearnSchool,
  type Fit,
  takeAnswersOf,
} from './relearn-answers.ts';
export { knowledgeDataSources } from './personal-data.ts';
export { predictAnswers, type ItemPrediction } from './predict-answers.ts';
