import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { selectOccupationNames } from '../occupations/index.ts';
import { selectSkills } from '../programme/index.ts';
import { findEmployer } from './employers.queries.ts';
import { decide, decideState, findFault, receiptOf, type Decision } from './posting.rules.ts';
import { findPosting, type PostingRow } from './postings.queries.ts';
import type { PostingContent, WantedSkill } from './postings.schema.ts';
import { postingReports, postings } from './postings.tables.ts';
import { readPostingWords } from './read-words.ts';

/** Who files: staff for any employer, or whoever holds an employer's link for that one. */
export interface Filer {
  schoolId: string;
  timeZone: string;
  personId: string | null;
  linkId: string | null;
  /** null: they may file for each of the school's. */
  employerId: string | null;
}

const isPosting = (schoolId: string, id: string) => and(eq(postings.schoolId, schoolId), eq(postings.id, id));

/** A posting that this filer may change. */
export async function findOwnPosting(db: Database, filer: Filer, postingId: string): Promise<PostingRow> {
  const { schoolId, employerId } = filer;
  const posting = await findPosting(db, {
    schoolId,
    postingId,
    ...(employerId === null ? {} : { employerId }),
  });
  if (!posting) throw notFound();
  return posting;
}

/** Writes what is looked for as a draft (`id` null: a new one), whose skills are confirmed next; returns its id. */
export async function savePosting(
  deps: Deps,
  filer: Filer,
  employerId: string,
  id: string | null,
  content: PostingContent,
): Promise<string> {
  const today = dayIn(filer.timeZone, deps.now());
  const fault = findFault(content, today);
  if (fault) throw badRequest(fault);
  const { schoolId } = filer;
  const now = deps.now();
  const postingId = id ?? deps.newId();
  const written = {
    ...content,
    expiresOn: content.purpose === 'need' ? null : content.expiresOn,
    state: 'draft' as const,
    changedAt: now,
  };
  await inTransaction(deps.db, async (tx) => {
    await requireOccupation(tx, schoolId, content.occupationId);
    if (id === null) {
      if (!(await findEmployer(tx, { schoolId, employerId }))) throw notFound();
      await tx.insert(postings).values({
        ...written,
        schoolId,
        id: postingId,
        employerId,
        receipt: receiptOf(today, postingId),
        skills: [],
        holdReasons: [],
        createdBy: filer.personId,
        linkId: filer.linkId,
        createdAt: now,
      });
    } else {
      const before = await findOwnPosting(tx, filer, id);
      if (before.purpose !== content.purpose || before.state === 'refused')
        throw conflict('employers.notEditable');
      await tx.update(postings).set(written).where(isPosting(schoolId, id));
    }
    await audit(tx, deps, filer, 'save', postingId);
  });
  return postingId;
}

async function requireOccupation(tx: Database, schoolId: string, occupationId: string | null): Promise<void> {
  if (occupationId === null) return;
  const known = await selectOccupationNames(tx, { schoolId, occupationIds: [occupationId] });
  if (known.length === 0) throw badRequest('employers.unknownOccupation');
}

/** Confirms which skills are asked, at which level; then the posting is shown, filed, or held for a person. */
export async function confirmSkills(
  deps: Deps,
  filer: Filer,
  postingId: string,
  skills: readonly WantedSkill[],
): Promise<void> {
  const words = await readPostingWords();
  await inTransaction(deps.db, async (tx) => {
    const posting = await findOwnPosting(tx, filer, postingId);
    if (posting.state !== 'draft') throw conflict('employers.notEditable');
    const known = new Set((await selectSkills(tx, filer)).map(({ id }) => id));
    const wanted = [...new Map(skills.map((skill) => [skill.skillId, skill])).values()];
    if (wanted.length === 0) throw badRequest('employers.noSkill');
    if (wanted.some(({ skillId }) => !known.has(skillId))) throw badRequest('employers.unknownSkill');
    await tx
      .update(postings)
      .set({ skills: wanted, ...decideState(posting, posting.verification, words), changedAt: deps.now() })
      .where(isPosting(filer.schoolId, postingId));
    await audit(tx, deps, filer, 'skills', postingId);
  });
}

/** Releases, refuses, holds or closes a posting; reports about it are settled by any of them. */
export async function decidePosting(
  deps: Deps,
  filer: Filer,
  postingId: string,
  decision: Decision,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const posting = await findOwnPosting(tx, filer, postingId);
    const state = decide(posting.state, decision);
    if (state === null) throw conflict('employers.decisionStep');
    if (decision === 'release' && posting.verification === 'suspended')
      throw conflict('employers.suspendedEmployer');
    const now = deps.now();
    await tx
      .update(postings)
      .set({ state, decidedBy: filer.personId, decidedAt: now, changedAt: now })
      .where(isPosting(filer.schoolId, postingId));
    await tx
      .update(postingReports)
      .set({ settledAt: now })
      .where(and(eq(postingReports.schoolId, filer.schoolId), eq(postingReports.postingId, postingId)));
    await audit(tx, deps, filer, decision, postingId);
  });
}

const audit = (tx: Database, deps: Deps, filer: Filer, action: string, subjectId: string) =>
  recordAudit(tx, deps, {
    schoolId: filer.schoolId,
    actorPersonId: filer.personId,
    action: `employers.posting.${action}`,
    subjectType: 'posting',
    subjectId,
    detail: filer.linkId === null ? {} : { linkId: filer.linkId },
  });
