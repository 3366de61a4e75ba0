import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { v5 } from 'uuid';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import { valuesOf, type Answers } from './answer.schema.ts';
import { findContent } from './attempt-seal.ts';
import { selectNewestVersions } from './instruments.queries.ts';
import { instrumentAssignments, instrumentAttempts, instrumentLinks } from './instruments.tables.ts';

/** Names the one assignment per version below which links stand that other rooms give out one by one. */
const ISSUED = '6f2d6f0e-3c0f-5b53-9a53-2f1f2f0b8a11';

/** A link of its own for somebody another room asks; the token is told once. */
export async function issueLink(
  tx: Database,
  deps: Deps,
  wish: { schoolId: string; instrumentId: string; issuedBy: string; expiresAt: Date },
): Promise<{ linkId: string; token: string }> {
  const { schoolId, instrumentId, expiresAt } = wish;
  const newest = await selectNewestVersions(tx, schoolId);
  const definition = newest.find((row) => row.definition.id === instrumentId)?.definition;
  if (!definition) throw notFound();
  const { version } = definition;
  const assignmentId = v5(`${schoolId} ${instrumentId} ${version}`, ISSUED);
  await tx
    .insert(instrumentAssignments)
    .values({
      schoolId,
      id: assignmentId,
      instrumentId,
      version,
      audience: 'links',
      assignedBy: wish.issuedBy,
      createdAt: deps.now(),
    })
    // Whoever closed it meant the links there were then.
    .onConflictDoUpdate({
      target: [instrumentAssignments.schoolId, instrumentAssignments.id],
      set: { closedAt: null },
    });
  const linkId = deps.newId();
  const token = newToken();
  await tx.insert(instrumentLinks).values({
    schoolId,
    id: linkId,
    assignmentId,
    number: sql`(select coalesce(max(l.number), 0) + 1 from instrument_links l
      where l.school_id = ${schoolId}::uuid and l.assignment_id = ${assignmentId}::uuid)`,
    tokenHash: sha256(token),
    expiresAt,
  });
  return { linkId, token };
}

export interface LinkAnswer {
  linkId: string;
  submittedAt: Date;
  answers: Answers;
}

/** What was handed in by some of the links. */
export async function selectLinkAnswers(
  db: Database,
  deps: Deps,
  { schoolId, linkIds }: { schoolId: string; linkIds: readonly string[] },
): Promise<LinkAnswer[]> {
  if (linkIds.length === 0) return [];
  const attempts = await db
    .select({
      linkId: instrumentAttempts.linkId,
      submittedAt: instrumentAttempts.submittedAt,
      contentSealed: instrumentAttempts.contentSealed,
    })
    .from(instrumentAttempts)
    .where(
      and(
        eq(instrumentAttempts.schoolId, schoolId),
        inArray(instrumentAttempts.linkId, [...linkIds]),
        isNotNull(instrumentAttempts.submittedAt),
      ),
    );
  const answered: LinkAnswer[] = [];
  for (const { linkId, submittedAt, contentSealed } of attempts) {
    const content = await findContent(db, deps, { schoolId, personId: null, contentSealed });
    if (linkId !== null && submittedAt !== null && content !== null)
      answered.push({ linkId, submittedAt, answers: valuesOf(content) });
  }
  return answered;
}

/** Takes links back, with what was begun or handed in by them. */
export async function withdrawLinks(
  tx: Database,
  { schoolId, linkIds }: { schoolId: string; linkIds: readonly string[] },
): Promise<void> {
  if (linkIds.length === 0) return;
  await tx
    .delete(instrumentAttempts)
    .where(and(eq(instrumentAttempts.schoolId, schoolId), inArray(instrumentAttempts.linkId, [...linkIds])));
  await tx
    .delete(instrumentLinks)
    .where(and(eq(instrumentLinks.schoolId, schoolId), inArray(instrumentLinks.id, [...linkIds])));
}
