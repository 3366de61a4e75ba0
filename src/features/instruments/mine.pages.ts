import { judgeBegin, type PastAttempt } from './attempt.rules.ts';
import type { BothLanguages, Definition } from './definition.schema.ts';

export interface MineRows {
  assignments: {
    id: string;
    instrumentId: string;
    dueAt: Date | null;
    definition: Definition;
  }[];
  newest: { definition: Definition }[];
  attempts: (PastAttempt & {
    instrumentId: string;
    assignmentId: string | null;
    answered: number;
    asked: number;
    endsAt: Date | null;
  })[];
}

interface Line {
  instrumentId: string;
  title: BothLanguages;
  about: BothLanguages;
  items: number;
  minutes: number | null;
}

export interface MinePage {
  toDo: (Line & {
    assignmentId: string;
    dueAt: Date | null;
    overdue: boolean;
    begun: { attemptId: string; answered: number; asked: number } | null;
  })[];
  open: (Line & {
    begun: { attemptId: string; answered: number; asked: number } | null;
    /** Why not now. */
    usedUp: boolean;
    from: Date | null;
    taken: number;
  })[];
  done: { attemptId: string; title: BothLanguages; submittedAt: Date }[];
  /** May give instruments to others. */
  manages: boolean;
  /** May have open answers to mark. */
  marks: boolean;
}

export function presentMine(rows: MineRows, now: Date, may: { manages: boolean; marks: boolean }): MinePage {
  const titles = new Map<string, BothLanguages>(
    [...rows.assignments, ...rows.newest].map(({ definition }) => [definition.id, definition.title]),
  );
  const isDone = (assignmentId: string) =>
    rows.attempts.some((attempt) => attempt.assignmentId === assignmentId && attempt.submittedAt !== null);
  const begun = (instrumentId: string) => {
    const attempt = rows.attempts.find(
      (one) => one.instrumentId === instrumentId && one.submittedAt === null,
    );
    return attempt ? { attemptId: attempt.id, answered: attempt.answered, asked: attempt.asked } : null;
  };
  return {
    toDo: rows.assignments
      .filter(({ id }) => !isDone(id))
      .map(({ id, dueAt, definition }) => ({
        ...asLine(definition),
        assignmentId: id,
        dueAt,
        overdue: dueAt !== null && dueAt < now,
        begun: begun(definition.id),
      })),
    open: rows.newest
      .filter(({ definition }) => definition.open)
      .filter(({ definition }) =>
        rows.assignments.every(({ id, instrumentId }) => instrumentId !== definition.id || isDone(id)),
      )
      .map(({ definition }) => {
        const own = rows.attempts.filter(({ instrumentId }) => instrumentId === definition.id);
        const verdict = judgeBegin(definition, own, now);
        return {
          ...asLine(definition),
          begun: begun(definition.id),
          usedUp: verdict.kind === 'usedUp',
          from: verdict.kind === 'tooSoon' ? verdict.from : null,
          taken: own.filter(({ submittedAt }) => submittedAt !== null).length,
        };
      }),
    done: rows.attempts.flatMap(({ id, instrumentId, submittedAt }) => {
      const title = titles.get(instrumentId);
      return submittedAt && title ? [{ attemptId: id, title, submittedAt }] : [];
    }),
    ...may,
  };
}

const asLine = (definition: Definition): Line => ({
  instrumentId: definition.id,
  title: definition.title,
  about: definition.about,
  items: definition.parts.reduce((sum, { items }) => sum + items.length, 0),
  minutes: definition.minutes ?? null,
});
