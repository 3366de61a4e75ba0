import type { LoggedAnswer } from '../knowledge/index.ts';
import type { LocatedEvent } from './facts.schema.ts';
import { readOutcome } from './task-facts.rules.ts';

/** Place of a statement in the order in which statements are folded. */
interface Place {
  id: string;
  transactionId: string;
  sequence: number;
}

/** The graded answers among events, as the model of learners reads them; in the events' order. */
export function listAnswers(events: readonly LocatedEvent[], rows: readonly Place[]): LoggedAnswer[] {
  const answered = events.flatMap((located) => {
    const correct = readOutcome(located);
    return correct === null ? [] : [{ located, correct }];
  });
  if (answered.length === 0) return [];
  const places = new Map(rows.map((row) => [row.id, row]));
  return answered.flatMap(({ located: { statementId, personId, skillIds, event }, correct }) => {
    const place = places.get(statementId);
    if (!place) return [];
    const { transactionId, sequence } = place;
    return [
      { transactionId, sequence, personId, itemId: event.itemId ?? event.activityId, skillIds, correct },
    ];
  });
}
