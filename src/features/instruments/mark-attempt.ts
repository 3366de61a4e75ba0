import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { holdPerson, openForPerson, sealForPerson, type SignedIn } from '../roster/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import type { Fields } from './answer.rules.ts';
import { openContent, sealFor } from './attempt-seal.ts';
import { isAttempt, presentAttempt, type OpenAttempt } from './attempt-state.ts';
import { prepareVerdict } from './attempt-statement.rules.ts';
import { findAttempt } from './instruments.queries.ts';
import { instrumentAttempts, instrumentMarks } from './instruments.tables.ts';
import { isSchoolWide } from './manage.rules.ts';
import { isLearnerIn, selectMarks } from './marking.queries.ts';
import { judgeMarking, listOpenItems, mayMark, readMarks, withMarks } from './marking.rules.ts';
import { Marks } from './marking.schema.ts';
import { scoreAttempt } from './score.rules.ts';

const NO_MARKS: Marks = { levels: {}, words: {} };

/** What raters made of an attempt, opened with its person's key; empty when nobody has marked it. */
export async function openMarks(
  db: Database,
  deps: Deps,
  { schoolId, id, personId }: { schoolId: string; id: string; personId: string | null },
): Promise<{ raterPersonId: string; marks: Marks }[]> {
  if (personId === null) return [];
  const rows = await selectMarks(db, { schoolId, attemptId: id });
  const texts = await openForPerson(
    db,
    deps,
    { schoolId, personId },
    rows.map(({ marksSealed }) => marksSealed),
  );
  return rows.map(({ raterPersonId }, index) => ({
    raterPersonId,
    marks: texts[index] ? Marks.parse(JSON.parse(texts[index])) : NO_MARKS,
  }));
}

/** An attempt that somebody may mark, with its answers open; not found for whoever may not. */
export async function loadMarkable(
  db: Database,
  deps: Deps,
  who: SignedIn,
  attemptId: string,
  lock: 'lock' | 'read',
): Promise<OpenAttempt & { personId: string }> {
  const { schoolId, courseId } = who;
  const attempt = await findAttempt(db, { schoolId, attemptId }, lock);
  if (!attempt?.submittedAt || !attempt.personId || !mayMark(who, attempt.definition, attempt))
    throw notFound();
  const { personId } = attempt;
  const sees =
    isSchoolWide(who) || (courseId !== null && (await isLearnerIn(db, { schoolId, personId, courseId })));
  if (!sees) throw notFound();
  return { ...presentAttempt(attempt, await openContent(db, deps, attempt)), personId };
}

/**
 * Takes somebody's marks, once. With the last that is needed the attempt has its scores: sealed again with them and
 * told, in the same transaction. `missing`: criteria without a level, and nothing was saved.
 */
export async function markAttempt(
  deps: Deps,
  who: SignedIn,
  attemptId: string,
  fields: Fields,
): Promise<{ missing: string[]; marks: Marks }> {
  return inTransaction(deps.db, async (tx) => {
    const open = await loadMarkable(tx, deps, who, attemptId, 'lock');
    const { attempt, personId, shown, answers } = open;
    const { schoolId, definition, submittedAt } = attempt;
    await holdPerson(tx, { schoolId, personId });
    const before = await openMarks(tx, deps, attempt);
    const raters = before.map(({ raterPersonId }) => raterPersonId);
    if (judgeMarking(definition, raters, who.personId) !== 'open')
      throw conflict('instruments.markedAlready');
    const { marks, missing } = readMarks(listOpenItems(shown, answers), fields);
    if (missing.length > 0) return { missing, marks };
    await tx.insert(instrumentMarks).values({
      schoolId,
      attemptId,
      raterPersonId: who.personId,
      marksSealed: await sealForPerson(tx, deps, { schoolId, personId }, JSON.stringify(marks)),
      markedAt: deps.now(),
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'instruments.mark',
      subjectType: 'person',
      subjectId: personId,
      detail: { attemptId, instrumentId: attempt.instrumentId },
    });
    if (
      judgeMarking(definition, [...raters, who.personId], who.personId) !== 'scored' ||
      submittedAt === null
    )
      return { missing, marks };
    const all = [...before.map((one) => one.marks), marks];
    const scores = scoreAttempt(definition, shown, withMarks(answers, all));
    await tx
      .update(instrumentAttempts)
      .set({ scoresSealed: await sealFor(tx, deps, attempt, scores) })
      .where(isAttempt(attempt));
    const { publicUrl } = deps.config;
    await storeOwnStatements(
      { ...deps, db: tx },
      schoolId,
      prepareVerdict({ ...attempt, publicUrl, attemptId, personId, scores, submittedAt: deps.now() }),
    );
    return { missing, marks };
  });
}
