import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { sealForPerson, type InCourse } from '../roster/index.ts';
import type { CalibrationKind, ConversationTopic, Verdict } from './calibration.schema.ts';
import { findGoalVersion, selectActiveGoals } from './goals.queries.ts';
import { careerCalibrations, careerComments, careerConversations } from './goals.tables.ts';
import type { Learner } from './learner.schema.ts';
import { selectLearners } from './learners.queries.ts';
import { openAdjustments } from './open-adjustments.ts';

/** A learner of the reader's course; nobody else's are theirs to see. */
export async function requireCourseLearner(
  db: Database,
  who: Pick<InCourse, 'schoolId' | 'courseId'>,
  personId: string,
): Promise<Learner> {
  const [learner] = await selectLearners(db, { schoolId: who.schoolId, courseId: who.courseId, personId });
  if (!learner) throw notFound();
  return learner;
}

/** Says something to a goal of a learner, to the wording it has now. */
export async function commentGoal(
  deps: Deps,
  who: InCourse,
  personId: string,
  given: { goalId: string; words: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireCourseLearner(tx, who, personId);
    const goal = await findGoalVersion(tx, { schoolId: who.schoolId, goalId: given.goalId });
    if (goal?.personId !== personId) throw notFound();
    const { schoolId } = who;
    await tx.insert(careerComments).values({
      schoolId,
      id: deps.newId(),
      goalId: given.goalId,
      version: goal.version,
      personId,
      byPersonId: who.personId,
      wordsSealed: await sealForPerson(tx, deps, { schoolId, personId }, given.words),
      createdAt: deps.now(),
    });
    await audit(tx, deps, who, 'career.goal.comment', personId);
  });
}

export interface CalibrationInput {
  heldOn: string;
  /** Of an experience: where. */
  place: string | null;
  verdict: Verdict;
  words: string;
}

/**
 * Notes a mentor's interview or the learner's own report of a job (R070). Where it finds that the goals need a change,
 * the learner is asked about the nearest of them.
 */
export async function recordCalibration(
  deps: Deps,
  who: InCourse,
  about: { personId: string; kind: CalibrationKind },
  input: CalibrationInput,
): Promise<void> {
  const today = dayIn(who.timeZone, deps.now());
  if (input.heldOn > today) throw badRequest('careerGoals.inFuture');
  await inTransaction(deps.db, async (tx) => {
    const { personId, kind } = about;
    if (personId !== who.personId) await requireCourseLearner(tx, who, personId);
    const { schoolId } = who;
    const { words, ...content } = input;
    const id = deps.newId();
    await tx.insert(careerCalibrations).values({
      ...content,
      schoolId,
      id,
      personId,
      kind,
      byPersonId: who.personId,
      wordsSealed: await sealForPerson(tx, deps, { schoolId, personId }, words),
      createdAt: deps.now(),
    });
    await audit(tx, deps, who, `career.calibration.${kind}`, personId);
    if (input.verdict !== 'adjust') return;
    const [nearest] = (await selectActiveGoals(tx, { schoolId, personId })).toSorted(
      (a, b) => HORIZON_ORDER.indexOf(a.horizon) - HORIZON_ORDER.indexOf(b.horizon),
    );
    if (!nearest) return;
    await openAdjustments(tx, deps, {
      schoolId,
      today,
      courseId: who.courseId,
      goals: [nearest],
      source: 'calibration',
      occasion: id,
      evidence: [{ id: `careerGoals.evidence.${kind}`, values: { day: input.heldOn } }],
    });
  });
}

const HORIZON_ORDER = ['short', 'mid', 'long'];

/** Notes a conversation with a learner; only career teachers of the course read it again. */
export async function recordConversation(
  deps: Deps,
  who: InCourse,
  personId: string,
  input: { heldOn: string; topic: ConversationTopic; nextOn: string | null; words: string },
): Promise<void> {
  if (input.heldOn > dayIn(who.timeZone, deps.now())) throw badRequest('careerGoals.inFuture');
  if (input.nextOn !== null && input.nextOn < input.heldOn) throw badRequest('careerGoals.nextEarlier');
  await inTransaction(deps.db, async (tx) => {
    await requireCourseLearner(tx, who, personId);
    const { schoolId } = who;
    const { words, ...content } = input;
    await tx.insert(careerConversations).values({
      ...content,
      schoolId,
      id: deps.newId(),
      personId,
      byPersonId: who.personId,
      wordsSealed: await sealForPerson(tx, deps, { schoolId, personId }, words),
      createdAt: deps.now(),
    });
    await audit(tx, deps, who, 'career.conversation.note', personId);
  });
}

const audit = (tx: Database, deps: Deps, who: InCourse, action: string, personId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'person',
    subjectId: personId,
  });
