import { Rating, createEmptyCard, fsrs, type Grade } from 'ts-fsrs';
import type { Sitting } from './home.schema.ts';

/** Days, no minutes: who practises once a week has no use for steps within an hour. Nothing random: a plan explains itself. */
const SCHEDULER = fsrs({ request_retention: 0.9, enable_fuzz: false, enable_short_term: false });

/**
 * When a mastered skill is due to come back, by FSRS over the sittings so far, oldest first: each success puts it
 * further off, a failure brings it near. A skill that was never practised here counts as recalled when it was last met.
 */
export function decideReviewAt(sittings: readonly Pick<Sitting, 'at' | 'share'>[], lastMetAt: Date): Date {
  const history = sittings.length > 0 ? sittings : [{ at: lastMetAt, share: 1 }];
  const [first] = history;
  let card = createEmptyCard(first?.at ?? lastMetAt);
  for (const { at, share } of history) card = SCHEDULER.next(card, at, rate(share)).card;
  return card.due;
}

function rate(share: number): Grade {
  if (share < 0.5) return Rating.Again;
  if (share < 0.75) return Rating.Hard;
  return share < 1 ? Rating.Good : Rating.Easy;
}
