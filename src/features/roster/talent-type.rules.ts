import type { TalentType } from './roster.schema.ts';

/** A learner's talent type (R049): set by a teacher, else their major's, else the course's; null while none is known. */
export const resolveTalentType = (
  own: TalentType | null,
  ofMajor: TalentType | null,
  ofCourse: TalentType | null,
): TalentType | null => own ?? ofMajor ?? ofCourse;
