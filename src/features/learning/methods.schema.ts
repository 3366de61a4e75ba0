export const TEACHING_METHODS = [
  'contact',
  'smaller_steps',
  'one_to_one',
  'case_breakdown',
  'teach_again',
  'flipped',
  'challenge',
  'keep',
] as const;
export type TeachingMethod = (typeof TEACHING_METHODS)[number];

export const METHOD_PATTERNS = [
  'shared_weak_spot',
  'silent',
  'overdue',
  'wheel_spinning',
  'weak_spot',
  'mastered',
  'steady',
] as const;
export type MethodPattern = (typeof METHOD_PATTERNS)[number];

/** One line of what a suggestion rests on: a key in views/locales and its numbers. */
export interface MethodEvidence {
  id: string;
  values: Record<string, string | number>;
}

/** Somebody a method was for, or could have been, with what was measured: mastery or activity, 0..1 and more. */
export interface MethodSubject {
  personId: string;
  before: number;
}

export interface MethodSuggestion {
  /** null: for the course's learners together. */
  personId: string | null;
  name: string | null;
  pattern: MethodPattern;
  skillId: string | null;
  methods: readonly TeachingMethod[];
  evidence: MethodEvidence;
  subjects: MethodSubject[];
  comparable: MethodSubject[];
}

export interface MethodEffect {
  pattern: MethodPattern;
  method: TeachingMethod;
  accepted: number;
  declined: number;
  /** Accepted ones that were measured again. */
  measured: number;
  /** How many learners each mean rests on. */
  subjects: number;
  comparable: number;
  change: number | null;
  comparableChange: number | null;
}
