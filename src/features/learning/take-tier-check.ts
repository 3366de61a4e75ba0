import { and, eq, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { findNewestResult } from '../instruments/index.ts';
import {
  markAnswer,
  selectCourseSkills,
  selectQuestions,
  selectQuestionsByIds,
  type Question,
} from '../programme/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { readGiven } from './answer-question.ts';
import { selectTierStandings } from './decisions.queries.ts';
import type { LearnerKey } from './learner.schema.ts';
import { partOfTierCheck, prepareAnswerStatement } from './practice-statement.rules.ts';
import { findNewestCheck, selectCheckAnswers, takeRunningCheck } from './tier-check.queries.ts';
import {
  TIER_CHECK_RULE,
  chooseNext,
  estimateAbility,
  isCheckOver,
  judgeCheck,
  priorFrom,
} from './tier-check.rules.ts';
import { tierCheckAnswers, tierChecks } from './tier-checks.tables.ts';
import { TIER_CUT } from './tier.rules.ts';

/** The instrument that asks what somebody has done before, and its score that a check begins with. */
export const INTAKE = 'intake';
const EXPERIENCE = 'experience';
/** Longer pauses between two answers are no learning time. */
const LONGEST_ANSWER_SECONDS = 600;

/** What somebody said of their own experience, 0..100; null: nothing yet. */
export async function readSelfReport(deps: Deps, { schoolId, personId }: LearnerKey): Promise<number | null> {
  const result = await findNewestResult(deps, { schoolId, personId, instrumentId: INTAKE });
  return result?.scores.find(({ id }) => id === EXPERIENCE)?.value ?? null;
}

/** The questions on the course's skills. */
export async function selectCheckQuestions(
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<Question[]> {
  const skills = new Set((await selectCourseSkills(db, key)).map(({ id }) => id));
  return (await selectQuestions(db, key)).filter(({ skillId }) => skills.has(skillId));
}

/** Id of the running check, or of a new one as far as there may be one. */
export async function startTierCheck(deps: Deps, key: LearnerKey): Promise<string> {
  const { schoolId, courseId, personId } = key;
  const prior = priorFrom(await readSelfReport(deps, key));
  return inTransaction(deps.db, async (tx) => {
    const name = `tier-check:${schoolId}:${courseId}:${personId}`;
    // Two clicks queue here; the second finds what the first began.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    const newest = await findNewestCheck(tx, key);
    const [standing] = await selectTierStandings(tx, schoolId, [{ courseId, personId }]);
    const running = newest !== null && newest.finishedAt === null;
    const state = {
      overridden: standing?.overridden ?? false,
      running,
      lastFinishedAt: newest?.finishedAt ?? null,
    };
    const verdict = judgeCheck(state, deps.now());
    if (newest && verdict.kind === 'goOn') return newest.id;
    if (verdict.kind === 'teachers') throw conflict('learning.checkTeachers');
    if (verdict.kind === 'later') throw conflict('learning.checkLater');
    const id = deps.newId();
    const ability = estimateAbility(prior, []);
    const questionId = chooseNext(id, await selectCheckQuestions(tx, key), [], ability.theta);
    if (questionId === null) throw conflict('noAssessment');
    await tx.insert(tierChecks).values({
      schoolId,
      courseId,
      personId,
      id,
      prior,
      questionId,
      ...ability,
      ruleVersion: TIER_CHECK_RULE,
      startedAt: deps.now(),
    });
    return id;
  });
}

/**
 * Takes the answer to the question that is up, once: answer, statement, what it says of the ability and the next
 * question are written together. `empty`: there was nothing to mark. `over`: it was the last.
 */
export async function answerTierCheck(
  deps: Deps,
  key: LearnerKey & { checkId: string },
  answer: { questionId: string; given: readonly string[] },
): Promise<'taken' | 'empty' | 'over'> {
  const { schoolId, courseId, personId, checkId } = key;
  return inTransaction(deps.db, async (tx) => {
    const check = await takeRunningCheck(tx, { schoolId, courseId, personId, checkId });
    const before = await selectCheckAnswers(tx, key);
    // A second click on what was just answered changes nothing.
    if (before.some(({ questionId }) => questionId === answer.questionId)) return 'taken';
    if (check?.questionId !== answer.questionId) throw notFound();
    const [question] = await selectQuestionsByIds(tx, { ...key, questionIds: [answer.questionId] });
    if (!question) throw notFound();
    const given = readGiven(question, answer.given);
    if (given.length === 0) return 'empty';
    const now = deps.now();
    const correct = markAnswer(question, given);
    const statementId = deps.newId();
    const { skillId, difficulty } = question;
    const answered = { questionId: question.id, skillId, difficulty, correct, answeredAt: now };
    await tx.insert(tierCheckAnswers).values({ schoolId, checkId, ...answered, given, statementId });
    const since = before.at(-1)?.answeredAt ?? check.startedAt;
    const seconds = Math.round((now.getTime() - since.getTime()) / 1000);
    const { publicUrl } = deps.config;
    const occasion = {
      ...key,
      statementId,
      registration: checkId,
      publicUrl,
      at: now,
      partOf: partOfTierCheck,
    };
    const durationSeconds = Math.min(LONGEST_ANSWER_SECONDS, Math.max(0, seconds));
    await storeOwnStatements({ ...deps, db: tx }, schoolId, [
      prepareAnswerStatement(occasion, question, { given, correct, durationSeconds }),
    ]);
    const answers = [...before, answered];
    const ability = estimateAbility(check.prior, answers);
    const next = isCheckOver(ability, answers.length, TIER_CUT)
      ? null
      : chooseNext(checkId, await selectCheckQuestions(tx, key), answers, ability.theta);
    await tx
      .update(tierChecks)
      .set({
        ...ability,
        answers: answers.length,
        correct: answers.filter((one) => one.correct).length,
        ...(next === null ? { finishedAt: now } : { questionId: next }),
      })
      .where(and(eq(tierChecks.schoolId, schoolId), eq(tierChecks.id, checkId)));
    return next === null ? 'over' : 'taken';
  });
}
