import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Caller, Guard } from '../../infra/http.ts';
import { createAllowances } from '../../infra/rate-limit.ts';
import { sha256 } from '../../infra/vault.ts';
import { anyone } from '../roster/index.ts';
import {
  LINK_REQUESTS_PER_MINUTE,
  UNKNOWN_LINKS_PER_MINUTE,
  judgeLink,
  type LinkVerdict,
} from './employer.rules.ts';
import { findLink, type LinkRow } from './link.queries.ts';

export interface LinkHolder extends Caller {
  verdict: LinkVerdict;
  /** null: there is no such link. */
  link: LinkRow | null;
}

/** Whoever has an employer's link, which nobody may frame; an address that tries links that don't exist soon waits. */
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
      throw new WaymarkError('employers.tooManyRequests', 429, { seconds: waitSeconds });
    }
    return {
      ...caller,
      embedOrigins: [],
      timeZone: link?.timeZone ?? caller.timeZone,
      verdict: judgeLink(link, deps.now()),
      link,
    };
  };
}

/** As holdsLink, for what only a link in force may do. */
export function holdsOpenLink(): Guard<LinkHolder & { link: LinkRow }> {
  const guard = holdsLink();
  return async (req, deps) => {
    const { link, ...who } = await guard(req, deps);
    if (!link || who.verdict !== 'open') throw new WaymarkError('employers.linkClosed', link ? 410 : 404);
    return { ...who, link };
  };
}
