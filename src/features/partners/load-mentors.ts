import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { dayAt, openForPerson, type PersonKey, type SignedIn } from '../roster/index.ts';
import { RENEW_DAYS } from './mentor-file.rules.ts';
import { FileWords } from './mentor-file.schema.ts';
import {
  findMentorFile,
  findSealedWords,
  selectAppraisals,
  selectMentorFiles,
} from './mentor-files.queries.ts';
import { keepsFiles, mentorScope } from './mentor-scope.rules.ts';
import { presentMentorPage, presentMentors, type MentorPage, type MentorsPage } from './mentors.pages.ts';

const DAY_MS = 86_400_000;

const daysFor = (deps: Pick<Deps, 'now'>, who: SignedIn) => ({
  today: dayAt(deps.now(), who),
  soon: dayAt(new Date(deps.now().getTime() + RENEW_DAYS * DAY_MS), who),
});

/** Mentors see themselves only. */
export async function loadMentors(deps: Deps, who: SignedIn): Promise<MentorsPage> {
  const rows = await selectMentorFiles(deps.db, mentorScope(who));
  const isStaff = who.roles.some((role) => role === 'instructor') || keepsFiles(who);
  return presentMentors(
    rows.filter(({ personId }) => isStaff || personId === who.personId),
    { personId: who.personId, keeps: keepsFiles(who) },
    daysFor(deps, who),
  );
}

/** A mentor's file opened; that somebody else read it is recorded. */
export async function loadMentor(
  deps: Deps,
  who: SignedIn,
  personId: string,
  saved: boolean,
): Promise<MentorPage> {
  const isOwn = personId === who.personId;
  if (!isOwn && !keepsFiles(who)) throw notFound();
  return inTransaction(deps.db, async (tx) => {
    const row = await findMentorFile(tx, { ...mentorScope(who), personId });
    if (!row) throw notFound();
    if (!isOwn)
      await recordAudit(tx, deps, {
        schoolId: who.schoolId,
        actorPersonId: who.personId,
        action: 'mentor.file.read',
        subjectType: 'person',
        subjectId: personId,
      });
    return presentMentorPage(
      { row, ...(await openFile(tx, deps, { schoolId: who.schoolId, personId })) },
      {
        mayWrite: keepsFiles(who) && !isOwn,
        mayExcept: who.roles.includes('administrator') && !isOwn,
        saved,
        ...daysFor(deps, who),
      },
    );
  });
}

/** Everything about a mentor that is sealed, opened. */
export async function openFile(db: Database, deps: Deps, key: PersonKey) {
  const { wordsSealed, reasonSealed, updatedAt } = await findSealedWords(db, key);
  const appraisals = await selectAppraisals(db, key);
  const [words = null, exceptReason = null, ...remarks] = await openForPerson(db, deps, key, [
    wordsSealed,
    reasonSealed,
    ...appraisals.map((appraisal) => appraisal.wordsSealed),
  ]);
  return {
    words: words === null ? null : FileWords.parse(JSON.parse(words)),
    updatedAt,
    exceptReason,
    appraisals: appraisals.map(({ wordsSealed: _, ...appraisal }, index) => ({
      ...appraisal,
      words: remarks[index] ?? null,
    })),
  };
}
