import { addDays } from '../../infra/day.rules.ts';
import type { Verification } from './employers.schema.ts';
import { MOST_DAYS_OPEN, findHoldReasons } from './hold.rules.ts';
import type { Cues, Dictionary } from './find-terms.rules.ts';
import type { HoldReason, PostingContent, PostingState } from './postings.schema.ts';

/** What somebody who files is told: the day, and enough of the id to be the only one of that day. */
export const receiptOf = (day: string, id: string): string =>
  `${day.replaceAll('-', '')}-${id.replaceAll('-', '').slice(-8).toUpperCase()}`;

/** The error of what can't be filed; null: it can. */
export function findFault(
  content: Pick<PostingContent, 'purpose' | 'payMin' | 'payMax' | 'expiresOn'>,
  today: string,
): string | null {
  const { purpose, payMin, payMax, expiresOn } = content;
  if (payMin !== null && payMax !== null && payMin > payMax) return 'employers.payOrder';
  if (purpose === 'need') return null;
  if (expiresOn === null || expiresOn < today || expiresOn > addDays(today, MOST_DAYS_OPEN))
    return 'employers.expiry';
  return null;
}

/** Where a posting stands once its skills are confirmed: a need is filed; an opening is shown, or waits for a person. */
export function decideState(
  posting: PostingContent,
  verification: Verification,
  words: { holds: Dictionary; cues: Cues },
): { state: PostingState; holdReasons: HoldReason[] } {
  if (posting.purpose === 'need') return { state: 'filed', holdReasons: [] };
  const holdReasons = findHoldReasons(posting, verification, words);
  return { state: holdReasons.length === 0 ? 'open' : 'held', holdReasons };
}

export const DECISIONS = ['release', 'refuse', 'close', 'hold'] as const;
export type Decision = (typeof DECISIONS)[number];

const LEADS: Record<Decision, { from: readonly PostingState[]; to: PostingState }> = {
  release: { from: ['held'], to: 'open' },
  refuse: { from: ['held'], to: 'refused' },
  close: { from: ['open', 'filed', 'draft', 'held'], to: 'closed' },
  hold: { from: ['open'], to: 'held' },
};

/** null: that can't be decided of a posting that stands there. */
export const decide = (state: PostingState, decision: Decision): PostingState | null =>
  LEADS[decision].from.includes(state) ? LEADS[decision].to : null;

export const decisionsFrom = (state: PostingState): Decision[] =>
  DECISIONS.filter((decision) => LEADS[decision].from.includes(state));
