export type {
  Interests,
  InterestType,
  Occupation,
  OccupationName,
  OccupationSkill,
  SkillBasis,
} from './occupations.schema.ts';
export { INTEREST_TYPES, OccupationFilter, SKILL_LEVELS } from './occupations.schema.ts';
export {
  findOccupation,
  searchOccupations,
  selectOccupationNames,
  selectOccupationSkills,
} from './occupations.queries.ts';
export { loadOccupations } from './load-occupations.ts';
export { readOccupations } from './read-occupations.ts';
export {
  INTEREST_BANDS,
  INTEREST_MATCH_RULE,
  bandOf,
  correlateInterests,
  interestCode,
  isDifferentiated,
  type InterestBand,
} from './interest-match.rules.ts';
export { selectFigures } from './figures.queries.ts';
export { summariseFigures, type PaySpan, type Series } from './figures.rules.ts';
export { keepsCatalogue } from './manage.rules.ts';
export { occupationsRoutes } from './occupations.routes.ts';
