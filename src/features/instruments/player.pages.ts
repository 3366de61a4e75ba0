import type { Answers } from './answer.schema.ts';
import type { BothLanguages } from './definition.schema.ts';
import { measureProgress, type FormPart, type Progress } from './form.rules.ts';
import { presentItem, type ItemView, type Problem } from './item.pages.ts';

export interface PlayerPage {
  /** Address of the attempt: answers go to it. */
  action: string;
  title: BothLanguages;
  about: BothLanguages | null;
  part: {
    id: string;
    title: BothLanguages;
    intro: BothLanguages | null;
    place: number;
    total: number;
    over: boolean;
  };
  previous: string | null;
  last: boolean;
  items: ItemView[];
  problems: number;
  progress: Progress;
  clock: Clock | null;
  savedAt: Date;
  /** A preview saves nothing. */
  preview: boolean;
}

/** Of the attempt or the part, whichever ends sooner. */
export interface Clock {
  endsAt: Date;
  minutesLeft: number;
}

export const presentClock = (ends: readonly (Date | null)[], now: Date): Clock | null => {
  const [endsAt] = ends
    .filter((end): end is Date => end !== null)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return endsAt
    ? { endsAt, minutesLeft: Math.max(0, Math.ceil((endsAt.getTime() - now.getTime()) / 60_000)) }
    : null;
};

export interface PlayerRows {
  title: BothLanguages;
  about: BothLanguages;
  shown: readonly FormPart[];
  answers: Answers;
  savedAt: Date;
}

export function presentPlayer(
  rows: PlayerRows,
  at: {
    action: string;
    /** Index of the part shown. */
    part: number;
    over: boolean;
    clock: Clock | null;
    problems: ReadonlyMap<string, Problem>;
    preview: boolean;
  },
): PlayerPage {
  const part = rows.shown[at.part];
  if (!part) throw new Error(`There is no part ${at.part}.`);
  const before = rows.shown.slice(0, at.part).reduce((sum, { items }) => sum + items.length, 0);
  const items = part.items.map((item, index) =>
    presentItem(item, rows.answers[item.id], {
      place: before + index + 1,
      problem: at.problems.get(item.id) ?? null,
    }),
  );
  return {
    action: at.action,
    title: rows.title,
    about: at.part === 0 ? rows.about : null,
    part: {
      id: part.id,
      title: part.title,
      intro: part.intro ?? null,
      place: at.part + 1,
      total: rows.shown.length,
      over: at.over,
    },
    previous: rows.shown[at.part - 1]?.id ?? null,
    last: at.part === rows.shown.length - 1,
    items,
    problems: items.filter(({ problem }) => problem !== null).length,
    progress: measureProgress(rows.shown, rows.answers),
    clock: at.clock,
    savedAt: rows.savedAt,
    preview: at.preview,
  };
}
