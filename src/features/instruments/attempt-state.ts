import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { valuesOf, type Answers, type AttemptContent } from './answer.schema.ts';
import { endOfPart, isOver } from './attempt.rules.ts';
import { openContent, sealFor } from './attempt-seal.ts';
import {
  buildForm,
  measureProgress,
  missingIn,
  shownAnswers,
  walkForm,
  type FormPart,
} from './form.rules.ts';
import { findAttempt, type AttemptRow } from './instruments.queries.ts';
import { instrumentAttempts } from './instruments.tables.ts';

/** Who holds an attempt: the person it is of, or whoever has the link. */
export interface Holder {
  schoolId: string;
  personId: string | null;
  linkId: string | null;
}

/** An attempt with its content open: what pages show and rules judge. */
export interface OpenAttempt {
  attempt: AttemptRow;
  content: AttemptContent;
  /** Parts and items as shown now. */
  shown: FormPart[];
  answers: Answers;
  /** Required and not answered. */
  missing: string[];
}

export async function loadAttempt(
  db: Database,
  deps: Deps,
  holder: Holder,
  attemptId: string,
  lock: 'lock' | 'read',
): Promise<OpenAttempt> {
  const attempt = await findAttempt(db, { schoolId: holder.schoolId, attemptId }, lock);
  if (!attempt || attempt.personId !== holder.personId || attempt.linkId !== holder.linkId) throw notFound();
  return presentAttempt(attempt, await openContent(db, deps, attempt));
}

export function presentAttempt(attempt: AttemptRow, content: AttemptContent): OpenAttempt {
  const values = valuesOf(content);
  const shown = walkForm(buildForm(attempt.definition, attempt.seed), values);
  const answers = shownAnswers(shown, values);
  return { attempt, content, shown, answers, missing: missingIn(shown, answers) };
}

export async function writeContent(
  tx: Database,
  deps: Deps,
  attempt: AttemptRow,
  content: AttemptContent,
  savedAt: Date,
): Promise<void> {
  const { shown, answers } = presentAttempt(attempt, content);
  await tx
    .update(instrumentAttempts)
    .set({
      contentSealed: await sealFor(tx, deps, attempt, content),
      savedAt,
      ...measureProgress(shown, answers),
    })
    .where(isAttempt(attempt));
}

export const isAttempt = ({ schoolId, id }: AttemptRow) =>
  and(eq(instrumentAttempts.schoolId, schoolId), eq(instrumentAttempts.id, id));

/** Nobody can answer any more in a part whose own time is over. */
export const isPartOver = ({ shown, content }: OpenAttempt, itemId: string, now: Date): boolean => {
  const part = shown.find(({ items }) => items.some(({ id }) => id === itemId));
  return part !== undefined && isOver(endOfPart(part, content), now);
};
