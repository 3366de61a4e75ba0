import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { presentTabs } from '../career/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { InCourse } from '../roster/index.ts';
import { presentOffers, type OffersPage } from './offers.pages.ts';
import { selectListedOffers, selectNamedSkills } from './offers.queries.ts';
import type { ListedKind } from './path.schema.ts';
import { careerOfferSkills, careerOffers } from './paths.tables.ts';

export interface OfferInput {
  kind: ListedKind;
  title: string;
  organiser: string | null;
  url: string | null;
  hours: number;
  applyBy: string | null;
  heldOn: string | null;
  skillIds: string[];
  from: number;
  to: number;
}

/** Puts a certificate or a contest on the school's list, with the skills it leads to. */
export async function addOffer(deps: Deps, who: InCourse, input: OfferInput): Promise<void> {
  const { skillIds, from, to, hours, ...content } = input;
  if (to <= from) throw badRequest('careerPaths.levels');
  if (content.applyBy !== null && content.heldOn !== null && content.applyBy > content.heldOn)
    throw badRequest('careerPaths.applyLate');
  await inTransaction(deps.db, async (tx) => {
    const { schoolId } = who;
    const known = await selectNamedSkills(tx, { schoolId, ids: skillIds });
    if (known.length === 0) throw badRequest('careerPaths.skillMissing');
    const id = deps.newId();
    await tx.insert(careerOffers).values({
      ...content,
      schoolId,
      id,
      minutes: Math.round(hours * 60),
      createdBy: who.personId,
      createdAt: deps.now(),
    });
    await tx
      .insert(careerOfferSkills)
      .values(
        known.map(({ id: skillId }) => ({ schoolId, offerId: id, skillId, fromLevel: from, toLevel: to })),
      );
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'career.offer.add',
      subjectType: 'career_offer',
      subjectId: id,
    });
  });
}

/** Takes one off the list; paths that hold it keep it. */
export async function retireOffer(deps: Deps, who: InCourse, offerId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { schoolId } = who;
    const gone = await tx
      .update(careerOffers)
      .set({ retiredAt: deps.now() })
      .where(and(eq(careerOffers.schoolId, schoolId), eq(careerOffers.id, offerId)))
      .returning({ id: careerOffers.id });
    if (gone.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'career.offer.retire',
      subjectType: 'career_offer',
      subjectId: offerId,
    });
  });
}

export async function loadOffers(deps: Deps, who: InCourse, saved: boolean): Promise<OffersPage> {
  const { schoolId } = who;
  const today = dayIn(who.timeZone, deps.now());
  return presentOffers(
    await selectListedOffers(deps.db, { schoolId, today }),
    await selectNamedSkills(deps.db, { schoolId }),
    { tabs: presentTabs(who, 'offers'), saved },
  );
}
