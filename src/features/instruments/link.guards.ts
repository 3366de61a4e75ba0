import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Caller, Guard } from '../../infra/http.ts';
import { createAllowances } from '../../infra/rate-limit.ts';
import { sha256 } from '../../infra/vault.ts';
import { anyone } from '../roster/index.ts';
import { LINK_REQUESTS_PER_MINUTE, UNKNOWN_LINKS_PER_MINUTE } from './link.rules.ts';
import { findLink, type LinkRow } from './link.queries.ts';

export interface LinkHolder extends Caller {
  /** null: there is no such link. */
  link: LinkRow | null;
}

/**
 * Whoever has a link, which nobody may frame. A link is let ask as often as somebody can fill in a form; an address
 * that tries links that don't exist much less, so that a class behind one address isn't kept out.
 */
export function holdsLink(): Guard<LinkHolder> {
  const take = createAllowances();
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
