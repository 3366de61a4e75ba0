import { sql } from 'drizzle-orm';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { selectQuestions, selectSkills, type Question } from '../programme/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { predictAnswers } from '../knowledge/index.ts';
import {
  chooseQuestions,
  expectSuccess,
  type ChosenQuestions,
  type QuestionToChoose,
} from './choose-questions.rules.ts';
import { selectSkillFacts } from './learner.queries.ts';
import type { LearnerKey } from './learner.schema.ts';
import { practiceSets } from './learning.tables.ts';
import { assessMastery, assessOwnLevel } from './mastery.rules.ts';
import { prepareOfferStatement, questionActivityId } from './practice-statement.rules.ts';
import { findOpenSet, selectPastAnswers } from './practice.queries.ts';
import { isResting } from './weak-spot.rules.ts';

/** Id of a practice set for a skill: the one begun and not finished, else a new one. */
export async function startPractice(deps: Deps, key: LearnerKey & { skillId: string }): Promise<string> {
  const open = await findOpenSet(deps.db, key);
  if (open !== undefined) return open;
  const { questionIds, reason } = await choose(deps, key);
  if (questionIds.length === 0) throw conflict('noQuestions');
  return inTransaction(deps.db, async (tx) => {
    // Two clicks queue here; the second finds what the first began.
    const name = `practice:${key.schoolId}:${key.courseId}:${key.personId}:${key.skillId}`;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    const begun = await findOpenSet(tx, key);
    if (begun !== undefined) return begun;
    const id = deps.newId();
    const { schoolId, courseId, personId, skillId } = key;
    await tx
      .insert(practiceSets)
      .values({ schoolId, courseId, personId, skillId, id, questionIds, reason, startedAt: deps.now() });
    const occasion = {
      ...{ courseId, personId, publicUrl: deps.config.publicUrl, at: deps.now() },
      ...{ statementId: deps.newId(), registration: id },
    };
    await storeOwnStatements({ ...deps, db: tx }, schoolId, [
      prepareOfferStatement(occasion, { skillId, reason }),
    ]);
    return id;
  });
}

async function choose(deps: Deps, key: LearnerKey & { skillId: string }): Promise<ChosenQuestions> {
  const { db } = deps;
  const skills = await selectSkills(db, key);
  const target = skills.find((skill) => skill.id === key.skillId);
  if (!target) throw notFound('skillUnknown');
  const facts = await selectSkillFacts(db, key);
  const spot = facts.find((fact) => fact.skillId === key.skillId);
  // Who practised in vain needs a person first (weak-spot.rules.ts).
  if (spot?.spot === 'stuck' && isResting({ state: 'stuck', stuckAt: spot.stuckAt }, deps.now()))
    throw conflict('practiceRests');
  const ownLevel = assessOwnLevel(facts);
  const near = skills.filter((skill) => skill.id === target.id || target.requires.includes(skill.id));
  const questions = [];
  for (const skill of near) questions.push(...(await selectQuestions(db, { ...key, skillId: skill.id })));
  return chooseQuestions({
    skillId: key.skillId,
    skills: near.map(({ id, requires }) => {
      const tries = facts.find((fact) => fact.skillId === id) ?? { attempts: 0, correct: 0 };
      return { id, requires, attempts: tries.attempts, mastery: assessMastery(tries, ownLevel).mastery };
    }),
    questions: await expectEach(deps, key, questions),
    probe: spot?.spot === 'suspected',
    answers: await selectPastAnswers(db, key),
  });
}

/** The questions with this learner's chance at each. */
async function expectEach(
  deps: Deps,
  key: LearnerKey,
  questions: readonly Question[],
): Promise<QuestionToChoose[]> {
  const predicted = await predictAnswers(
    deps.db,
    key,
    questions.map(({ id, skillId }) => ({
      itemId: questionActivityId(deps.config.publicUrl, id),
      skillIds: [skillId],
    })),
  );
  return questions.flatMap(({ id, skillId, difficulty }, index) => {
    const one = predicted[index];
    return one ? [{ id, skillId, difficulty, success: expectSuccess(one, difficulty) }] : [];
  });
}
