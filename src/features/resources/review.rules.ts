import { isAny, type Reader, type ReviewRow, type Seat } from './resources.schema.ts';

export interface SeatStanding {
  seat: Seat;
  /** The newest word on it; null: nobody has looked. */
  review: ReviewRow | null;
  /** Stands: approved by somebody who approved no other seat. */
  approved: boolean;
}

/** What a double review has come to (R029, R103): the newest verdict of each seat, and two different people. */
export function judgeReviews(rows: readonly ReviewRow[], seats: readonly Seat[]): SeatStanding[] {
  const newest = seats.map((seat) => ({ seat, review: newestOf(rows.filter((row) => row.seat === seat)) }));
  return newest.map(({ seat, review }, place) => ({
    seat,
    review,
    approved:
      review?.verdict === 'approved' &&
      !newest.slice(0, place).some((other) => other.review?.personId === review.personId),
  }));
}

const newestOf = (rows: readonly ReviewRow[]): ReviewRow | null =>
  rows.reduce<ReviewRow | null>(
    (newest, row) => (newest === null || row.at >= newest.at ? row : newest),
    null,
  );

export const isApproved = (standing: readonly SeatStanding[]): boolean =>
  standing.length > 0 && standing.every(({ approved }) => approved);

export const isReturned = (standing: readonly SeatStanding[]): boolean =>
  standing.some(({ review }) => review?.verdict === 'returned');

const mayTake = (seat: Seat, reader: Reader): boolean => {
  if (seat === 'expert') return isAny(reader, 'expert');
  if (seat === 'enterprise') return isAny(reader, 'enterprise_mentor');
  return isAny(reader, 'expert', 'enterprise_mentor');
};

export interface ReviewAsked {
  standing: readonly SeatStanding[];
  reader: Reader;
  /** Whose work it is: nobody reviews their own. */
  authors: readonly (string | null)[];
}

const isTaken = (standing: readonly SeatStanding[], seat: Seat, { personId }: Reader): boolean =>
  standing.some((one) => one.seat === seat && one.review !== null && one.review.personId !== personId);

/** The seats that somebody may still take, or take again to change their mind; nobody overrules another. */
export function openSeats({ standing, reader, authors }: ReviewAsked): Seat[] {
  if (authors.includes(reader.personId)) return [];
  const elsewhere = (seat: Seat) =>
    standing.some((other) => other.seat !== seat && other.review?.personId === reader.personId);
  return standing
    .map(({ seat }) => seat)
    .filter((seat) => mayTake(seat, reader) && !elsewhere(seat) && !isTaken(standing, seat, reader));
}

/** Why a verdict can't be taken; null: it can. */
export function refuseReview(
  asked: ReviewAsked,
  given: { seat: Seat; verdict: ReviewRow['verdict']; comment: string },
):
  | 'roleMissing'
  | 'resources.ownWork'
  | 'resources.otherSeat'
  | 'resources.seatTaken'
  | 'resources.commentMissing'
  | null {
  if (!mayTake(given.seat, asked.reader)) return 'roleMissing';
  if (asked.authors.includes(asked.reader.personId)) return 'resources.ownWork';
  if (isTaken(asked.standing, given.seat, asked.reader)) return 'resources.seatTaken';
  if (!openSeats(asked).includes(given.seat)) return 'resources.otherSeat';
  if (given.verdict === 'returned' && given.comment.length < 2) return 'resources.commentMissing';
  return null;
}
