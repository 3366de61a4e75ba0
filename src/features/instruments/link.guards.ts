import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Caller, Guard } from '../../infra/http.ts';
import { takeRequest, type Allowance } from '../../infra/rate-limit.ts';
import { sha256 } from '../../infra/vault.ts';
import { anyone } from '../roster/index.ts';
import { LINK_REQUESTS_PER_MINUTE, UNKNOWN_LINKS_PER_MINUTE } from './link.rules.ts';
import { findLink, type LinkRow } from './link.queries.ts';

export interface LinkHolder extends Caller {
  /** null: there is no such link. */
  link: LinkRow | null;
}

const MOST_KNOWN = 10_000;

/**
 * Whoever has a link, which nobody may frame. A link is let ask as often as somebody can fill in a form; an address
 * that tries links that don't exist much less, so that a class behind one address isn't kept out.
 */
export function holdsLink(): Guard<LinkHolder> {
  const allowances = new Map<string, Allowance>();
  const take = (key: string, perMinute: number, now: number): number => {
    const { allowance, waitSeconds } = takeRequest(allowances.get(key) ?? null, perMinute, now);
    // Forgotten oldest first; whoever is forgotten starts with a full minute.
    allowances.delete(key);
    allowances.set(key, allowance);
    const [oldest] = allowances.size > MOST_KNOWN ? allowances.keys() : [];
    if (oldest !== undefined) allowances.delete(oldest);
    return waitSeconds;
  };
  return async (req, deps: Deps) => {
    const caller = await anyone(req, deps);
    const link = await findLink(deps.db, sha256(String(req.params['token'])));
    const waitSeconds = link
      ? take(`link ${link.id}`, LINK_REQUESTS_PER_MINUTE, deps.now().getTime())
      : take(`address ${req.ip}`, UNKNOWN_LINKS_PER_MINUTE, deps.now().getTime());
    if (waitSeconds > 0) {
      req.res?.set('retry-after', String(waitSeconds));
      throw new WaymarkError('instruments.tooManyRequests', 429, { seconds: waitSeconds });
    }
    return { ...caller, embedOrigins: [], timeZone: link?.timeZone ?? caller.timeZone, link };
  };
}
