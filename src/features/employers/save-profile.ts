import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, sealForPerson, type PersonKey, type TalentType } from '../roster/index.ts';
import { findProfile } from './matching.queries.ts';
import { jobProfiles, shortlistEntries } from './matching.tables.ts';
import type { Education, PostingKind } from './postings.schema.ts';

export interface Wishes {
  consent: boolean;
  talentType: TalentType | null;
  posts: string[];
  kinds: PostingKind[];
  regions: string[];
  regionsOnly: boolean;
  education: Education | null;
  availableFrom: string | null;
  certificates: string[];
  minPay: number | null;
}

/** What a student looks for, and whether employers may be told of them. Taking consent back takes them off every list. */
export async function saveWishes(
  deps: Deps,
  who: PersonKey,
  { consent, minPay, ...wishes }: Wishes,
): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const before = await findProfile(tx, who);
    const now = deps.now();
    const content = {
      ...wishes,
      consentedAt: consent ? (before?.consentedAt ?? now) : null,
      minPaySealed: minPay === null ? null : await sealForPerson(tx, deps, who, String(minPay)),
      changedAt: now,
    };
    await tx
      .insert(jobProfiles)
      .values({ schoolId, personId, ...content })
      .onConflictDoUpdate({ target: [jobProfiles.schoolId, jobProfiles.personId], set: content });
    if (!consent) await deleteEntriesOf(tx, who);
    if (consent !== Boolean(before?.consentedAt))
      await audit(tx, deps, who, consent ? 'consent.give' : 'consent.withdraw');
  });
}

/** One press: recommendations off (or on again). What was said stays until it is deleted. */
export async function switchRecommendations(deps: Deps, who: PersonKey, on: boolean): Promise<void> {
  const { schoolId, personId } = who;
  const content = { recommendations: on, changedAt: deps.now() };
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insert(jobProfiles)
      .values({ schoolId, personId, ...content })
      .onConflictDoUpdate({ target: [jobProfiles.schoolId, jobProfiles.personId], set: content });
    await audit(tx, deps, who, on ? 'recommendations.on' : 'recommendations.off');
  });
}

/** Deletes all that a student told for matching; the switch stays where they put it. */
export async function deleteWishes(deps: Deps, who: PersonKey): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const before = await findProfile(tx, who);
    await forgetProfile(tx, who);
    if (before && !before.recommendations)
      await tx
        .insert(jobProfiles)
        .values({ schoolId, personId, recommendations: false, changedAt: deps.now() });
    await audit(tx, deps, who, 'wishes.delete');
  });
}

const deleteEntriesOf = (tx: Database, { schoolId, personId }: PersonKey) =>
  tx
    .delete(shortlistEntries)
    .where(and(eq(shortlistEntries.schoolId, schoolId), eq(shortlistEntries.personId, personId)));

export async function forgetProfile(tx: Database, key: PersonKey): Promise<void> {
  await deleteEntriesOf(tx, key);
  await tx
    .delete(jobProfiles)
    .where(and(eq(jobProfiles.schoolId, key.schoolId), eq(jobProfiles.personId, key.personId)));
}

const audit = (tx: Database, deps: Deps, who: PersonKey, action: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: `jobs.${action}`,
    subjectType: 'person',
    subjectId: who.personId,
  });

/** The form as it was saved last. */
export async function loadWishes(deps: Deps, who: PersonKey) {
  const profile = await findProfile(deps.db, who);
  const [minPay = null] = await openForPerson(deps.db, deps, who, [profile?.minPaySealed ?? null]);
  return { profile, minPay: minPay === null ? null : Number(minPay) };
}
