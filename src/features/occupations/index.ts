export type {
  Interests,
  InterestType,
  Occupation,
  OccupationFilter,
  OccupationName,
  OccupationSkill,
  SkillBasis,
} from './occupations.schema.ts';
export { INTEREST_TYPES, SKILL_LEVELS } from './occupations.schema.ts';
export {
  findOccupation,
  searchOccupations,
  selectOccupationNames,
  selectOccupationSkills,
} from './occupations.queries.ts';
export { loadOccupations } from './load-occupations.ts';
export { readOccupations } from './read-occupations.ts';
