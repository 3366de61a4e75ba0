import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import { judgeConstraints } from './constraint.rules.ts';
import { loadSeekers } from './load-student.ts';
import { MATCH_RULE, describeSkills, type SkillWeights } from './match.rules.ts';
import type { CandidateReasons, OpenPosting } from './matching.schema.ts';
import { findShortlist } from './matching.queries.ts';
import { shortlistEntries } from './matching.tables.ts';
import type { PostingBook } from './open-postings.ts';
import { selectOpenPostings } from './postings.queries.ts';
import { shortlists } from './postings.tables.ts';
import { rankCandidates } from './rank.rules.ts';

/** So many candidates at most stand on one list. */
export const SHORTLIST_MAX = 50;

export interface Candidate {
  personId: string;
  score: number;
  reasons: CandidateReasons;
}

/** Those who agreed and whose skills suit an opening best, with what it rests on. */
export async function findCandidates(
  deps: Pick<Deps, 'db'>,
  schoolId: string,
  posting: OpenPosting,
  weigh: SkillWeights,
): Promise<Candidate[]> {
  const skillIds = posting.skills.map(({ skillId }) => skillId);
  const seekers = await loadSeekers(deps, { schoolId, skillIds });
  return rankCandidates(posting, seekers, weigh, SHORTLIST_MAX).map(({ seeker, score }) => ({
    personId: seeker.personId,
    score,
    reasons: {
      skills: describeSkills(posting.skills, seeker.skills),
      unknown: judgeConstraints(posting, seeker).unknown,
    },
  }));
}

/** Puts a list of candidates together for an opening that is shown; nobody outside sees it before it is released. */
export async function makeShortlist(
  deps: Deps,
  book: PostingBook,
  who: SignedIn,
  postingId: string,
): Promise<void> {
  const { schoolId, personId } = who;
  const today = dayIn(who.timeZone, deps.now());
  const [posting] = await selectOpenPostings(deps.db, { schoolId, today, postingId });
  if (!posting) throw notFound('employers.jobGone');
  const { weigh } = await book.read(who);
  const candidates = await findCandidates(deps, schoolId, posting, weigh);
  if (candidates.length === 0) throw conflict('employers.noCandidates');
  const shortlistId = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(shortlists).values({
      schoolId,
      id: shortlistId,
      postingId,
      ruleVersion: MATCH_RULE,
      madeBy: personId,
      madeAt: deps.now(),
    });
    await tx
      .insert(shortlistEntries)
      .values(
        candidates.map((candidate, index) => ({ schoolId, shortlistId, rank: index + 1, ...candidate })),
      );
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'employers.shortlist.make',
      subjectType: 'posting',
      subjectId: postingId,
      detail: { candidates: candidates.length, ruleVersion: MATCH_RULE },
    });
  });
}

/** A person lets the employer see the candidates they kept (R088); a list is released once. */
export async function releaseShortlist(
  deps: Deps,
  who: SignedIn,
  { postingId, shortlistId }: { postingId: string; shortlistId: string },
  keptIds: readonly string[],
): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const newest = await findShortlist(tx, { schoolId, postingId });
    if (newest?.id !== shortlistId) throw notFound();
    const isList = and(eq(shortlists.schoolId, schoolId), eq(shortlists.id, shortlistId));
    const released = await tx
      .update(shortlists)
      .set({ releasedBy: personId, releasedAt: deps.now() })
      .where(and(isList, isNull(shortlists.releasedAt)))
      .returning({ id: shortlists.id });
    if (released.length === 0) throw conflict('employers.releasedAlready');
    const isEntry = and(
      eq(shortlistEntries.schoolId, schoolId),
      eq(shortlistEntries.shortlistId, shortlistId),
    );
    const kept = new Set(keptIds);
    const entries = await tx
      .select({ personId: shortlistEntries.personId })
      .from(shortlistEntries)
      .where(isEntry);
    for (const entry of entries.filter((one) => !kept.has(one.personId)))
      await tx
        .update(shortlistEntries)
        .set({ kept: false })
        .where(and(isEntry, eq(shortlistEntries.personId, entry.personId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'employers.shortlist.release',
      subjectType: 'posting',
      subjectId: postingId,
      detail: { shortlistId, kept: entries.filter((one) => kept.has(one.personId)).length },
    });
  });
}
