import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import { assessSkills } from './ability.rules.ts';
import { findProfile, selectMeasured } from './career.queries.ts';
import { learnsIn } from './class.queries.ts';
import type { CareerContributions } from './contributions.ts';
import { loadAssessments, ownInterests } from './load-centre.ts';
import { ownPortraitSources } from './own-portrait-sources.ts';
import { EVENTS_SHOWN, presentPortrait, type PortraitPage } from './portrait.pages.ts';
import type { PortraitChain } from './portrait-source.schema.ts';
import { scopeOf } from './scope.rules.ts';

/** Somebody's own portrait, or a learner's for who looks after them: that look is told to the learner. */
export async function loadPortrait(
  deps: Deps,
  contributions: CareerContributions,
  who: SignedIn,
  asked: { personId: string; chain: PortraitChain | null },
): Promise<PortraitPage> {
  const { db } = deps;
  const { schoolId } = who;
  const key = { schoolId, personId: asked.personId };
  const own = asked.personId === who.personId;
  if (!own && !(await learnsIn(db, { ...key, scope: scopeOf(who) }))) throw notFound();
  const profile = await findProfile(db, key);
  if (!profile) throw notFound();
  if (!own)
    await recordAudit(db, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'career.portrait.read',
      subjectType: 'person',
      subjectId: asked.personId,
    });
  const standings = await loadAssessments(deps, key);
  const measured = await selectMeasured(db, key);
  const events = [];
  for (const source of [...ownPortraitSources(deps), ...contributions.portrait])
    events.push(...(await source.selectEvents(key, EVENTS_SHOWN + 1)));
  const reads = (instrumentId: string): boolean => {
    if (own) return true;
    const privacy = standings.find(({ definition }) => definition.id === instrumentId)?.definition.privacy;
    // The instrument says who may see what came of it.
    return (
      privacy !== undefined &&
      privacy.staff !== 'none' &&
      who.roles.some((role) => privacy.readers.includes(role))
    );
  };
  return presentPortrait(
    {
      profile,
      standings,
      interests: ownInterests(standings),
      levels: assessSkills(measured),
      measured,
      events,
    },
    {
      own,
      locale: who.locale,
      path: own ? '/career/portrait' : `/career/portrait/${asked.personId}`,
      reads,
    },
    asked.chain,
  );
}
