/** How far a pull is, judged by what an LRS's pages tell of themselves; none of it is taken at its word. */
import type { StatementPage } from './lrs-answer.rules.ts';
import type { PullPass, PullProgress, PullSettings } from './lrs.schema.ts';

/**
 * Each pass reads this much again: `stored` may lag behind what can be read (several processes, transactions that
 * commit late). What came before is recognised by its id.
 */
export const OVERLAP_MS = 5 * 60_000;
/** A Consistent-Through that lags further than this behind what was answered is taken for a mistake. */
const LONGEST_LAG_MS = 3_600_000;
/** So many pages without anything new, and the answer has no end. */
const MOST_IDLE_PAGES = 2000;

/** What to ask for at the beginning of a pass. */
export function askSince({ readTo }: PullProgress, { since }: PullSettings): Date | null {
  const overlapped = readTo && new Date(readTo.getTime() - OVERLAP_MS);
  if (overlapped === null) return since;
  return since && since > overlapped ? since : overlapped;
}

export type NextPage =
  | { kind: 'end' }
  | { kind: 'next'; url: string }
  /** On another site: our credential doesn't go there. */
  | { kind: 'foreign' }
  | { kind: 'endless' };

/** `more` is relative to the LRS's site (Communication 2.1.3); some write it in full. */
export function decideNextPage(more: string | null, endpoint: string, pass: PullPass | null): NextPage {
  if (more === null) return { kind: 'end' };
  const url = URL.canParse(more, endpoint) ? new URL(more, endpoint) : null;
  if (url?.origin !== new URL(endpoint).origin) return { kind: 'foreign' };
  const isRepeated = url.href === pass?.more || (pass?.idlePages ?? 0) >= MOST_IDLE_PAGES;
  return isRepeated ? { kind: 'endless' } : { kind: 'next', url: url.href };
}

/**
 * Progress after a page that was stored. While `stored` is known to rise, each page moves `readTo`; where it falls (an
 * LRS that doesn't know `ascending`), or isn't known to rise, only the last page does.
 */
export function advance(
  progress: PullProgress,
  page: StatementPage & { next: string | null; storedCount: number },
  now: Date,
): PullProgress {
  const before = progress.pass;
  const storedAts = page.statements.flatMap((statement) => readStored(statement) ?? []);
  const newest = latest([before?.newestStoredAt, ...storedAts]);
  const first = before?.firstStoredAt ?? storedAts[0] ?? null;
  const rising = isRising(before, storedAts, first, newest);
  // What is committed while a long pass goes on may have its place on a page that is behind us.
  const begun = before?.consistentThrough ?? now;
  const through = page.consistentThrough && page.consistentThrough < begun ? page.consistentThrough : begun;
  const isDone = page.next === null;
  const reached = newest && (isDone || rising === true) ? bound(newest, through, now) : null;
  const moved = storedAts.length > 0 && newest?.getTime() !== before?.newestStoredAt?.getTime();
  return {
    readTo: latest([progress.readTo, reached]),
    pass:
      page.next === null
        ? null
        : {
            more: page.next,
            rising,
            firstStoredAt: first,
            newestStoredAt: newest,
            consistentThrough: through,
            idlePages: moved || page.storedCount > 0 ? 0 : (before?.idlePages ?? 0) + 1,
          },
  };
}

/** Small steps back are no fall: `stored` isn't strictly in the order in which some LRSs page. */
function isRising(
  before: PullPass | null,
  storedAts: readonly Date[],
  first: Date | null,
  newest: Date | null,
): boolean | null {
  if (before?.rising === false) return false;
  let highest = before?.newestStoredAt?.getTime() ?? -Infinity;
  for (const storedAt of storedAts) {
    if (storedAt.getTime() < highest - OVERLAP_MS) return false;
    highest = Math.max(highest, storedAt.getTime());
  }
  return first !== null && newest !== null && newest > first ? true : null;
}

/**
 * Up to where nothing can be missing: not beyond what the LRS calls consistent, unless it lags absurdly, and never in
 * the future, where a clock of the LRS that is ahead would lead past what is stored meanwhile.
 */
function bound(newest: Date, through: Date, now: Date): Date {
  const trusted = Math.max(through.getTime(), newest.getTime() - LONGEST_LAG_MS);
  return new Date(Math.min(newest.getTime(), trusted, now.getTime()));
}

const latest = (times: readonly (Date | null | undefined)[]): Date | null => {
  const known = times.flatMap((time) => time?.getTime() ?? []);
  return known.length === 0 ? null : new Date(Math.max(...known));
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readStored(statement: unknown): Date | null {
  const stored = isObject(statement) ? statement['stored'] : null;
  const at = typeof stored === 'string' ? new Date(stored) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}
