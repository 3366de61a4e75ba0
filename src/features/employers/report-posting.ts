import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { sealForPerson, type PersonKey, type SignedIn } from '../roster/index.ts';
import { selectOpenPostings } from './postings.queries.ts';
import { postingReports, postings } from './postings.tables.ts';

/** From so many unsettled reports an opening is hidden until a person has looked. */
const HIDDEN_FROM = 3;

/** A student says what is wrong with an opening they can see; a second time replaces their words. */
export async function reportPosting(
  deps: Deps,
  who: SignedIn,
  postingId: string,
  words: string,
): Promise<void> {
  const { schoolId, personId } = who;
  const today = dayIn(who.timeZone, deps.now());
  await inTransaction(deps.db, async (tx) => {
    const [posting] = await selectOpenPostings(tx, { schoolId, today, postingId });
    if (!posting) throw notFound('employers.jobGone');
    const wordsSealed = await sealForPerson(tx, deps, who, words);
    const report = { wordsSealed, createdAt: deps.now(), settledAt: null };
    await tx
      .insert(postingReports)
      .values({ schoolId, postingId, personId, ...report })
      .onConflictDoUpdate({
        target: [postingReports.schoolId, postingReports.postingId, postingReports.personId],
        set: report,
      });
    const unsettled = await tx.$count(
      postingReports,
      and(
        eq(postingReports.schoolId, schoolId),
        eq(postingReports.postingId, postingId),
        sql`${postingReports.settledAt} is null`,
      ),
    );
    if (unsettled >= HIDDEN_FROM)
      await tx
        .update(postings)
        .set({ state: 'held', holdReasons: [{ rule: 'reported', found: '' }], changedAt: deps.now() })
        .where(and(eq(postings.schoolId, schoolId), eq(postings.id, postingId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'employers.posting.report',
      subjectType: 'posting',
      subjectId: postingId,
    });
  });
}

/** Whether this person's report about a posting waits to be looked at. */
export const loadReported = async (
  db: Database,
  { schoolId, personId }: PersonKey,
  postingId: string,
): Promise<boolean> =>
  (await db.$count(
    postingReports,
    and(
      eq(postingReports.schoolId, schoolId),
      eq(postingReports.postingId, postingId),
      eq(postingReports.personId, personId),
      sql`${postingReports.settledAt} is null`,
    ),
  )) > 0;
