import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { valuesOf, type AttemptContent } from './answer.schema.ts';
import { readAnswer, type Fields } from './answer.rules.ts';
import { endOfPart, isOver } from './attempt.rules.ts';
import { loadAttempt, presentAttempt, writeContent, type Holder, type OpenAttempt } from './attempt-state.ts';
import { buildForm, walkForm } from './form.rules.ts';
import { handIn } from './hand-in.ts';

export type Taken =
  | { kind: 'saved'; open: OpenAttempt; refused: string[] }
  /** Handed in before, or by the clock just now: nothing was saved. */
  | { kind: 'ended' };

/**
 * Saves what a form sent of the items that are shown, each with its time. Answers the item doesn't allow are named,
 * those of a part whose time is over are left. Saves wait for each other, so that none undoes another's.
 */
export async function saveAnswers(
  deps: Deps,
  holder: Holder,
  attemptId: string,
  fields: Fields,
): Promise<Taken> {
  return inTransaction(deps.db, async (tx): Promise<Taken> => {
    const open = await loadAttempt(tx, deps, holder, attemptId, 'lock');
    const now = deps.now();
    if (open.attempt.submittedAt !== null) return { kind: 'ended' };
    if (isOver(open.attempt.endsAt, now)) {
      await handIn(tx, deps, open, true);
      return { kind: 'ended' };
    }
    const { answers, refused } = readFields(open, fields, now);
    const content = { ...open.content, answers };
    await writeContent(tx, deps, open.attempt, content, now);
    return { kind: 'saved', open: presentAttempt(open.attempt, content), refused };
  });
}

/** What one answer brings to light may have been sent along: it is read, too. */
function readFields(
  { attempt, content }: OpenAttempt,
  fields: Fields,
  now: Date,
): { answers: AttemptContent['answers']; refused: string[] } {
  const answers = { ...content.answers };
  const refused: string[] = [];
  const form = buildForm(attempt.definition, attempt.seed);
  const seen = new Set<string>();
  for (;;) {
    const shown = walkForm(form, valuesOf({ ...content, answers }));
    const fresh = shown
      .filter((part) => !isOver(endOfPart(part, content), now))
      .flatMap(({ items }) => items)
      .filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) return { answers, refused };
    for (const item of fresh) {
      seen.add(item.id);
      const read = readAnswer(item, fields);
      if (read.kind === 'refused') refused.push(item.id);
      if (read.kind === 'empty') delete answers[item.id];
      if (read.kind === 'given') {
        const known = answers[item.id];
        const value = mergeRows(known?.value, read.value);
        // A part that is sent whole names answers that were there: their time is when they were given.
        if (JSON.stringify(known?.value) !== JSON.stringify(value))
          answers[item.id] = { value, at: now.toISOString() };
      }
    }
  }
}

/** Autosave sends one row of a matrix at a time. */
const mergeRows = <V>(known: V | undefined, value: V): V =>
  isRows(known) && isRows(value) ? { ...known, ...value } : value;
const isRows = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
