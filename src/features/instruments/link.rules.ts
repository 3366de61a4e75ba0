export const LINK_DAYS = 30;
export const MOST_LINKS = 2000;
/** Of one link: each answer is saved as it is given. */
export const LINK_REQUESTS_PER_MINUTE = 120;
/** Of one address, with links that don't exist. */
export const UNKNOWN_LINKS_PER_MINUTE = 20;

export interface LinkState {
  expiresAt: Date;
  closedAt: Date | null;
  /** null: nobody has begun. */
  startedAt: Date | null;
  submittedAt: Date | null;
}

export type LinkVerdict = 'new' | 'begun' | 'done' | 'expired' | 'closed' | 'unknown';

/** What a link opens. One that was answered says so; one that was begun can be ended until it expires. */
export function judgeLink(link: LinkState | undefined, now: Date): LinkVerdict {
  if (!link) return 'unknown';
  if (link.submittedAt) return 'done';
  if (link.closedAt) return 'closed';
  if (now >= link.expiresAt) return 'expired';
  return link.startedAt ? 'begun' : 'new';
}
