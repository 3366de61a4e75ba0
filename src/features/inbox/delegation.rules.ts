import { DELEGABLE_ROLES, type DelegableRole } from './inbox.schema.ts';

/** Longer than a term nobody is away: then the duty is somebody else's. */
export const DELEGATION_DAYS_MAX = 180;

const DAY_MS = 86_400_000;

export interface Span {
  startsAt: Date;
  endsAt: Date;
}

export interface WantedDelegation extends Span {
  personId: string;
  deputyPersonId: string;
  role: DelegableRole;
  courseId: string | null;
}

export type DelegationRefusal =
  'self' | 'endsEarly' | 'past' | 'tooLong' | 'overlaps' | 'notEntitled' | 'wouldCircle';

/**
 * Decides whether somebody may hand their duties over so; null: they may. `own` is what they handed over already,
 * `deputies` who could stand in, `takenOver` whose duties they themselves have in that time.
 */
export function refuseDelegation(
  wanted: WantedDelegation,
  given: {
    own: readonly (Span & { courseId: string | null })[];
    deputies: readonly string[];
    takenOver: readonly (Span & { personId: string })[];
  },
  now: Date,
): DelegationRefusal | null {
  if (wanted.deputyPersonId === wanted.personId) return 'self';
  if (wanted.endsAt <= wanted.startsAt) return 'endsEarly';
  if (wanted.endsAt <= now) return 'past';
  if (wanted.endsAt.getTime() - wanted.startsAt.getTime() > DELEGATION_DAYS_MAX * DAY_MS) return 'tooLong';
  if (!given.deputies.includes(wanted.deputyPersonId)) return 'notEntitled';
  if (given.own.some((other) => other.courseId === wanted.courseId && overlap(other, wanted)))
    return 'overlaps';
  const circles = given.takenOver.some(
    (other) => other.personId === wanted.deputyPersonId && overlap(other, wanted),
  );
  return circles ? 'wouldCircle' : null;
}

const overlap = (a: Span, b: Span): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/** The roles of a visit whose duties can be handed over. */
export const delegableRoles = (roles: readonly string[]): DelegableRole[] =>
  DELEGABLE_ROLES.filter((role) => roles.includes(role));
