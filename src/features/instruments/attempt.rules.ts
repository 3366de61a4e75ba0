import type { AttemptContent } from './answer.schema.ts';
import type { FormPart } from './form.rules.ts';

/** What was on its way when time ran out is still taken. */
export const GRACE_SECONDS = 20;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** When an attempt begun now ends; null: there is no limit. */
export const endOf = (startedAt: Date, minutes: number | undefined): Date | null =>
  minutes === undefined ? null : new Date(startedAt.getTime() + minutes * MINUTE_MS);

/** `over`: the clock hands in what is there. */
export const isOver = (endsAt: Date | null, now: Date): boolean =>
  endsAt !== null && now.getTime() > endsAt.getTime() + GRACE_SECONDS * 1000;

/** When a part's own time ends; null: it has none, or wasn't opened yet. */
export function endOfPart(part: Pick<FormPart, 'id' | 'minutes'>, content: AttemptContent): Date | null {
  const openedAt = content.opened[part.id];
  return openedAt === undefined ? null : endOf(new Date(openedAt), part.minutes);
}

export interface PastAttempt {
  id: string;
  startedAt: Date;
  submittedAt: Date | null;
}

export type MayBegin =
  | { kind: 'goOn'; attemptId: string }
  | { kind: 'begin' }
  | { kind: 'usedUp' }
  /** A scale taken again too soon measures memory. */
  | { kind: 'tooSoon'; from: Date };

/** Whether somebody may take an instrument (again), given their attempts at any version of it. */
export function judgeBegin(
  definition: { mostAttempts: number | null; retestDays: number },
  attempts: readonly PastAttempt[],
  now: Date,
): MayBegin {
  const open = attempts.find(({ submittedAt }) => submittedAt === null);
  if (open) return { kind: 'goOn', attemptId: open.id };
  if (definition.mostAttempts !== null && attempts.length >= definition.mostAttempts)
    return { kind: 'usedUp' };
  const latest = Math.max(...attempts.map(({ submittedAt }) => submittedAt?.getTime() ?? 0));
  const from = new Date(latest + definition.retestDays * DAY_MS);
  return attempts.length > 0 && now < from ? { kind: 'tooSoon', from } : { kind: 'begin' };
}

/** The part to show: the one asked for, else the first with something left or never opened, else the last. */
export function choosePart(
  shown: readonly FormPart[],
  missing: readonly string[],
  wanted: string | null,
  opened: AttemptContent['opened'],
): number {
  const asked = shown.findIndex(({ id }) => id === wanted);
  if (asked >= 0) return asked;
  const open = shown.findIndex(
    ({ id: partId, items }) => opened[partId] === undefined || items.some(({ id }) => missing.includes(id)),
  );
  return open >= 0 ? open : shown.length - 1;
}
