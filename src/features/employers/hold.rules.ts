import { findTerms, type Cues, type Dictionary } from './find-terms.rules.ts';
import type { Verification } from './employers.schema.ts';
import type { HoldReason, PostingContent } from './postings.schema.ts';

export const HOLD_RULE = 'hold-1';

/** Yuan a month: above the first, or below the second full time, somebody looks. */
const PAY_ABSURD_FROM = 50_000;
const PAY_FLOOR = 1_500;
/** A range this many times as high as low promises nothing. */
const PAY_SPREAD = 4;
/** §3.2 of the notes: a posting is shown no longer, then hidden. */
export const MOST_DAYS_OPEN = 60;

/**
 * Why a posting isn't shown before a person has looked at it: who offers it isn't verified, it asks for money or papers,
 * its pay can't be true, or it asks for what the law forbids. Nothing here says that a posting is a fraud.
 */
export function findHoldReasons(
  posting: Pick<PostingContent, 'title' | 'text' | 'special' | 'kind' | 'payMin' | 'payMax'>,
  verification: Verification,
  words: { holds: Dictionary; cues: Cues },
): HoldReason[] {
  const reasons: HoldReason[] = [];
  if (verification !== 'verified') reasons.push({ rule: 'employer', found: '' });
  const text = [posting.title, posting.text, posting.special].join('\n');
  const seen = new Set<string>();
  for (const { id, start, end, negated } of findTerms(text, words.holds, words.cues)) {
    if (negated || seen.has(id)) continue;
    seen.add(id);
    reasons.push({ rule: id, found: text.slice(start, end) });
  }
  const pay = judgePay(posting);
  return pay === null ? reasons : [...reasons, { rule: pay, found: '' }];
}

function judgePay({
  kind,
  payMin,
  payMax,
}: Pick<PostingContent, 'kind' | 'payMin' | 'payMax'>): string | null {
  const most = payMax ?? payMin;
  if (most === null) return null;
  if (most > PAY_ABSURD_FROM) return 'payHigh';
  if (kind === 'full_time' && most < PAY_FLOOR) return 'payLow';
  return payMin !== null && payMax !== null && payMax > payMin * PAY_SPREAD ? 'payWide' : null;
}
