import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { sha256 } from '../../infra/vault.ts';
import { openForPerson, type InCourse, type SignedIn } from '../roster/index.ts';
import type { PersonOfSchool } from './employment.schema.ts';
import { presentEditor, presentResume, type EditorPage, type ResumeView } from './resume.pages.ts';
import {
  findShared,
  selectComments,
  selectForReview,
  selectResumes,
  selectShares,
  selectVerifiedProjects,
  selectVerifiedSkills,
  type ResumeRow,
} from './resume.queries.ts';
import { SKILL_LEAST, SKILL_SHARE, pickVerified, toJsonResume, type Verified } from './resume.rules.ts';
import { MOST_RESUMES, openContent, requireLearners, requireOwn } from './save-resume.ts';
import { presentTabs } from './tabs.pages.ts';

export const loadVerified = async ({ db }: Pick<Deps, 'db'>, key: PersonOfSchool): Promise<Verified> => ({
  projects: await selectVerifiedProjects(db, key),
  skills: await selectVerifiedSkills(db, { ...key, least: SKILL_LEAST, share: SKILL_SHARE }),
});

export const openComments = async (deps: Deps, row: ResumeRow): Promise<EditorPage['comments']> => {
  const rows = await selectComments(deps.db, { schoolId: row.schoolId, resumeId: row.id });
  const words = await openForPerson(
    deps.db,
    deps,
    row,
    rows.map(({ wordsSealed }) => wordsSealed),
  );
  return rows.map(({ at, byName }, index) => ({ at, byName, words: words[index] ?? '' }));
};

/** Somebody's versions. */
export async function loadResumes(deps: Deps, who: SignedIn, saved: boolean) {
  const rows = await selectResumes(deps.db, who);
  const texts = await openForPerson(
    deps.db,
    deps,
    who,
    rows.map(({ contentSealed }) => contentSealed),
  );
  return {
    tabs: presentTabs(who, 'resumes'),
    saved,
    resumes: rows.map(({ id, updatedAt }, index) => ({
      id,
      updatedAt,
      title: (JSON.parse(texts[index] ?? '{"title":""}') as { title: string }).title,
    })),
    full: rows.length >= MOST_RESUMES,
  };
}

export async function loadEditor(
  deps: Deps,
  who: SignedIn,
  resumeId: string,
  saved: boolean,
): Promise<EditorPage> {
  const row = await requireOwn(deps, who, resumeId);
  return presentEditor({ id: row.id, content: await openContent(deps, row) }, await loadVerified(deps, row), {
    saved,
    reader: who,
    forReview: row.forReview,
    shares: await selectShares(deps.db, { schoolId: who.schoolId, resumeId }, deps.now()),
    comments: await openComments(deps, row),
  });
}

const present = async (deps: Deps, row: ResumeRow): Promise<ResumeView> =>
  presentResume(await openContent(deps, row), await loadVerified(deps, row));

export const loadOwnSheet = async (deps: Deps, who: SignedIn, resumeId: string) =>
  present(deps, await requireOwn(deps, who, resumeId));

/** What the course's learners want their teachers to read. */
export async function loadReviews(deps: Deps, who: InCourse) {
  return {
    tabs: presentTabs(who, 'reviews'),
    saved: false,
    resumes: await selectForReview(deps.db, who),
  };
}

/** A learner's résumé for their teacher, with the comments; reading it is audited. */
export async function loadReview(deps: Deps, who: InCourse, resumeId: string, saved: boolean) {
  const row = await requireLearners(deps, who, resumeId);
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'employment.readResume',
    subjectType: 'person',
    subjectId: row.personId,
  });
  return {
    saved,
    id: row.id,
    personName: row.personName,
    resume: await present(deps, row),
    comments: await openComments(deps, row),
  };
}

/** What whoever has its address reads. */
export async function loadShared(deps: Deps, token: string): Promise<ResumeView> {
  const shared = await findShared(deps.db, sha256(token), deps.now());
  if (!shared) throw notFound('employment.shareEnded');
  return present(deps, shared.resume);
}

export async function exportResume(deps: Deps, who: SignedIn, resumeId: string): Promise<string> {
  const row = await requireOwn(deps, who, resumeId);
  const content = await openContent(deps, row);
  const verified = pickVerified(await loadVerified(deps, row), content.picked);
  return JSON.stringify(toJsonResume(content, verified, who.locale), null, 2);
}
