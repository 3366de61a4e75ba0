import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { settleNotices } from '../inbox/index.ts';
import { dayAt, sealForPerson, type SignedIn } from '../roster/index.ts';
import { EXCEPTION_DAYS_MAX, scoreOf } from './mentor-file.rules.ts';
import { COMPETENCE_STANDARD, type Engagement, type FileWords, type Ratings } from './mentor-file.schema.ts';
import { findMentorFile } from './mentor-files.queries.ts';
import { mentorAppraisals, mentorExceptions, mentorFiles } from './mentor-files.tables.ts';
import { agreementSubject, appraisalSubject } from './mentor-reminders.ts';
import { mentorScope } from './mentor-scope.rules.ts';

export interface FileContent {
  words: FileWords;
  engagements: Engagement[];
  selectedOn: string | null;
  agreementFrom: string | null;
  agreementUntil: string | null;
}

const DAY_MS = 86_400_000;

/** Writes a mentor's file as its form sends it. */
export async function saveMentorFile(
  deps: Deps,
  who: SignedIn,
  personId: string,
  { words, ...outline }: FileContent,
): Promise<void> {
  const { agreementFrom, agreementUntil } = outline;
  if (agreementFrom !== null && agreementUntil !== null && agreementUntil < agreementFrom)
    throw badRequest('partners.agreementEndsEarly');
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    await requireMentor(tx, who, personId);
    const row = {
      ...outline,
      hasEmployer: words.employer !== '',
      hasPosition: words.position !== '',
      shown: Object.entries(words.evidence).flatMap(([competence, text]) =>
        text === '' ? [] : [competence],
      ),
      standard: COMPETENCE_STANDARD,
      wordsSealed: await sealForPerson(tx, deps, { schoolId, personId }, JSON.stringify(words)),
      updatedBy: who.personId,
      updatedAt: deps.now(),
    };
    await tx
      .insert(mentorFiles)
      .values({ schoolId, personId, ...row })
      .onConflictDoUpdate({ target: [mentorFiles.schoolId, mentorFiles.personId], set: row });
    await settleNotices(tx, deps, { schoolId, subject: agreementSubject(personId) });
    await audit(tx, deps, who, 'mentor.file.save', personId);
  });
}

/** Records a yearly appraisal; its score follows from the ratings. */
export async function appraiseMentor(
  deps: Deps,
  who: SignedIn,
  personId: string,
  { ratings, words, appraisedOn }: { ratings: Ratings; words: string; appraisedOn: string },
): Promise<void> {
  const { schoolId } = who;
  if (appraisedOn > dayAt(deps.now(), who)) throw badRequest('partners.inFuture');
  await inTransaction(deps.db, async (tx) => {
    await requireMentor(tx, who, personId);
    await tx.insert(mentorAppraisals).values({
      schoolId,
      id: deps.newId(),
      personId,
      appraisedOn,
      ratings,
      score: scoreOf(ratings),
      wordsSealed: words === '' ? null : await sealForPerson(tx, deps, { schoolId, personId }, words),
      appraisedBy: who.personId,
      createdAt: deps.now(),
    });
    await settleNotices(tx, deps, { schoolId, subject: appraisalSubject(personId) });
    await audit(tx, deps, who, 'mentor.appraise', personId);
  });
}

/** An administrator lets a mentor be assigned before the file is complete, for some days and for a reason. */
export async function exceptMentor(
  deps: Deps,
  who: SignedIn,
  personId: string,
  { until, reason }: { until: string; reason: string },
): Promise<void> {
  const { schoolId } = who;
  const now = deps.now();
  if (until < dayAt(now, who)) throw badRequest('partners.exceptionOver');
  if (until > dayAt(new Date(now.getTime() + EXCEPTION_DAYS_MAX * DAY_MS), who))
    throw badRequest('partners.exceptionTooLong', { days: EXCEPTION_DAYS_MAX });
  await inTransaction(deps.db, async (tx) => {
    await requireMentor(tx, who, personId);
    const row = {
      exceptUntil: until,
      reasonSealed: await sealForPerson(tx, deps, { schoolId, personId }, reason),
      givenBy: who.personId,
      givenAt: now,
    };
    await tx
      .insert(mentorExceptions)
      .values({ schoolId, personId, ...row })
      .onConflictDoUpdate({ target: [mentorExceptions.schoolId, mentorExceptions.personId], set: row });
    await audit(tx, deps, who, 'mentor.except', personId, { until });
  });
}

export async function endException(deps: Deps, who: SignedIn, personId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const gone = await tx
      .delete(mentorExceptions)
      .where(and(eq(mentorExceptions.schoolId, who.schoolId), eq(mentorExceptions.personId, personId)))
      .returning({ personId: mentorExceptions.personId });
    if (gone.length === 0) throw notFound();
    await audit(tx, deps, who, 'mentor.except.end', personId);
  });
}

async function requireMentor(tx: Database, who: SignedIn, personId: string): Promise<void> {
  if (!(await findMentorFile(tx, { ...mentorScope(who), personId }))) throw notFound();
}

const audit = (
  tx: Database,
  deps: Deps,
  who: SignedIn,
  action: string,
  personId: string,
  detail: Record<string, unknown> = {},
) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'person',
    subjectId: personId,
    detail,
  });
