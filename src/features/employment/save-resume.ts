import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import { openForPerson, sealForPerson, type InCourse, type SignedIn } from '../roster/index.ts';
import { findResume, selectResumes, sharesCourse, type ResumeRow } from './resume.queries.ts';
import { readJsonResume } from './resume.rules.ts';
import { ResumeContent } from './resume.schema.ts';
import { resumeComments, resumeShares, resumes } from './resume.tables.ts';

export const MOST_RESUMES = 10;
const DAY_MS = 86_400_000;

export async function openContent(deps: Deps, row: ResumeRow): Promise<ResumeContent> {
  const [text = null] = await openForPerson(deps.db, deps, row, [row.contentSealed]);
  if (text === null) throw notFound();
  return ResumeContent.parse(JSON.parse(text));
}

/** Somebody's own résumé; not found when it is another's. */
export async function requireOwn(deps: Deps, who: SignedIn, resumeId: string) {
  const row = await findResume(deps.db, { schoolId: who.schoolId, resumeId });
  if (row?.personId !== who.personId) throw notFound();
  return row;
}

/** A résumé that a learner of the visit's course wants to be read. */
export async function requireLearners(deps: Deps, who: InCourse, resumeId: string) {
  const row = await findResume(deps.db, { schoolId: who.schoolId, resumeId });
  if (!row?.forReview || !(await sharesCourse(deps.db, { ...who, personId: row.personId }))) throw notFound();
  return row;
}

/** A new version; returns its id. */
export async function addResume(deps: Deps, who: SignedIn, content: ResumeContent): Promise<string> {
  const { schoolId, personId } = who;
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    if ((await selectResumes(tx, who)).length >= MOST_RESUMES)
      throw conflict('employment.tooManyResumes', { most: MOST_RESUMES });
    const contentSealed = await sealForPerson(tx, deps, who, JSON.stringify(content));
    const at = deps.now();
    await tx.insert(resumes).values({ schoolId, id, personId, contentSealed, createdAt: at, updatedAt: at });
  });
  return id;
}

export async function changeResume(
  deps: Deps,
  who: SignedIn,
  resumeId: string,
  content: ResumeContent,
  forReview: boolean,
): Promise<void> {
  await requireOwn(deps, who, resumeId);
  const contentSealed = await sealForPerson(deps.db, deps, who, JSON.stringify(content));
  await deps.db
    .update(resumes)
    .set({ contentSealed, forReview, updatedAt: deps.now() })
    .where(and(eq(resumes.schoolId, who.schoolId), eq(resumes.id, resumeId)));
}

/** A JSON Resume file becomes a version of its own. */
export async function importResume(
  deps: Deps,
  who: SignedIn,
  given: { title: string; text: string },
): Promise<string> {
  const document = readJsonResume(given.text);
  if (!document) throw badRequest('employment.notJsonResume');
  return addResume(deps, who, { title: given.title, document, picked: [] });
}

export async function deleteResume(deps: Deps, who: SignedIn, resumeId: string): Promise<void> {
  await requireOwn(deps, who, resumeId);
  await deps.db.delete(resumes).where(and(eq(resumes.schoolId, who.schoolId), eq(resumes.id, resumeId)));
}

/** An address under which anybody can read it for some days; told once. */
export async function shareResume(
  deps: Deps,
  who: SignedIn,
  resumeId: string,
  days: number,
): Promise<string> {
  await requireOwn(deps, who, resumeId);
  const token = newToken();
  const createdAt = deps.now();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(resumeShares).values({
      schoolId: who.schoolId,
      id: deps.newId(),
      resumeId,
      tokenHash: sha256(token),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + days * DAY_MS),
    });
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'employment.shareResume',
      subjectType: 'person',
      subjectId: who.personId,
      detail: { days },
    });
  });
  return `${deps.config.publicUrl}/resumes/${token}`;
}

export async function withdrawShare(
  deps: Deps,
  who: SignedIn,
  { resumeId, shareId }: { resumeId: string; shareId: string },
): Promise<void> {
  await requireOwn(deps, who, resumeId);
  const gone = await deps.db
    .delete(resumeShares)
    .where(
      and(
        eq(resumeShares.schoolId, who.schoolId),
        eq(resumeShares.resumeId, resumeId),
        eq(resumeShares.id, shareId),
      ),
    )
    .returning({ id: resumeShares.id });
  if (gone.length === 0) throw notFound();
}

/** What a teacher says about a learner's résumé; the learner reads it beside the form. */
export async function commentOnResume(
  deps: Deps,
  who: InCourse,
  resumeId: string,
  words: string,
): Promise<void> {
  const row = await requireLearners(deps, who, resumeId);
  await deps.db.insert(resumeComments).values({
    schoolId: who.schoolId,
    id: deps.newId(),
    resumeId,
    byPersonId: who.personId,
    wordsSealed: await sealForPerson(deps.db, deps, row, words),
    at: deps.now(),
  });
}
