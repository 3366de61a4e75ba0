import type { Standing } from '../lti-services/index.ts';
import type { GradedKind } from './grade-items.schema.ts';

/** A linked item that a teacher came to look at, and where the learner stands in it. */
export interface ReviewedItem {
  title: string;
  state: 'done' | 'begun' | 'open';
  /** 0..1; null: nothing to count yet. */
  share: number | null;
  /** The whole class in it, below the session's base. */
  resultsPath: string;
}

export function presentReviewed(
  item: { title: string; kind: GradedKind; ref: string },
  standing: Standing | null,
): ReviewedItem {
  const share = standing?.share ?? null;
  const about = item.kind === 'package' ? '' : `/${encodeURIComponent(item.ref)}`;
  return {
    title: item.title,
    state: share !== null ? 'done' : standing?.begun ? 'begun' : 'open',
    share,
    resultsPath: `/results/${item.kind}${about}`,
  };
}
