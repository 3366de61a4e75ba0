import type { Standing } from '../instruments/index.ts';

/** §5.4.1.1: four dimensions, and situational tasks. */
export const ASSESSMENT_DIMENSIONS = ['interest', 'ability', 'personality', 'values', 'situation'] as const;
export type AssessmentDimension = (typeof ASSESSMENT_DIMENSIONS)[number];

/** After so many days from enrolment the assessments are due, unless the school says otherwise (§5.4.1.2). */
export const DEFAULT_DUE_DAYS = 30;
/** So long before that people are reminded. */
export const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

export const INTEREST_INSTRUMENT = 'riasec-activities-60';
export const VALUES_INSTRUMENT = 'work-values-21';
/** The score of the values that the others are distances from. */
export const OWN_MEAN = 'all';
export const SKILLS_INSTRUMENT = 'skills-35';

/** What a dimension wants: of each group any one instrument. `prefix` names a family, e.g. one task per talent type. */
const WANTED: Record<AssessmentDimension, readonly (readonly string[])[]> = {
  interest: [[INTEREST_INSTRUMENT]],
  ability: [[SKILLS_INSTRUMENT], ['reasoning']],
  personality: [['ipip-50', 'ipip-20']],
  values: [[VALUES_INSTRUMENT]],
  situation: [['situational']],
};

const belongs = (instrumentId: string, wanted: string): boolean =>
  instrumentId === wanted || instrumentId.startsWith(`${wanted}-`);

/** The dimension an instrument assesses; null: it is about something else. */
export const dimensionOf = (instrumentId: string): AssessmentDimension | null =>
  ASSESSMENT_DIMENSIONS.find((dimension) =>
    WANTED[dimension].flat().some((wanted) => belongs(instrumentId, wanted)),
  ) ?? null;

/** Whether a dimension is assessed, given what the school offers and what somebody handed in. `none`: nothing is offered. */
export type DimensionState = 'done' | 'begun' | 'open' | 'none';

export function assessDimension(
  dimension: AssessmentDimension,
  offered: readonly string[],
  handedIn: readonly string[],
): DimensionState {
  const groups = WANTED[dimension].filter((group) =>
    group.some((wanted) => offered.some((id) => belongs(id, wanted))),
  );
  if (groups.length === 0) return 'none';
  const done = groups.filter((group) => group.some((wanted) => handedIn.some((id) => belongs(id, wanted))));
  return done.length === groups.length ? 'done' : done.length > 0 ? 'begun' : 'open';
}

export const isOffered = ({ open, assignment, results, may }: Standing): boolean =>
  open || assignment !== null || results.length > 0 || may.kind === 'goOn';

export const dueAtOf = (enrolledAt: Date, dueDays: number): Date =>
  new Date(enrolledAt.getTime() + dueDays * DAY_MS);

export type DueState = 'done' | 'soon' | 'overdue' | 'later';

/** How pressing what is left is. */
export function judgeDue(states: readonly DimensionState[], dueAt: Date, now: Date): DueState {
  if (states.every((state) => state === 'done' || state === 'none')) return 'done';
  if (now > dueAt) return 'overdue';
  return now.getTime() > dueAt.getTime() - SOON_DAYS * DAY_MS ? 'soon' : 'later';
}
