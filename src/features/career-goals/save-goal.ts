import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { findOccupation } from '../occupations/index.ts';
import { openForPerson, sealForPerson, type InCourse } from '../roster/index.ts';
import type { GoalContent, GoalState, GoalWithPost, Horizon } from './goal.schema.ts';
import { careerGoalVersions, careerGoals } from './goals.tables.ts';
import { selectActiveGoals, takeActiveGoal } from './goals.queries.ts';
import { tellGoals } from './tell-goals.ts';

export interface GoalInput extends GoalContent {
  /** '' where the learner says nothing more. */
  words: string;
}

/** Sets the learner's goal of a horizon, or words the one there is anew; the same words again change nothing. */
export async function saveGoal(deps: Deps, who: InCourse, horizon: Horizon, input: GoalInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { words, ...content } = input;
    const post = await requirePost(tx, who.schoolId, content.occupationId);
    const standing = await findStanding(tx, who, horizon);
    if (standing && (await isSame(tx, deps, who, standing, input))) return;
    const goalId = standing?.id ?? deps.newId();
    const version = (standing?.version ?? 0) + 1;
    const now = deps.now();
    const { schoolId, personId } = who;
    if (standing)
      await tx
        .update(careerGoals)
        .set({ version })
        .where(and(eq(careerGoals.schoolId, schoolId), eq(careerGoals.id, goalId)));
    else
      await tx
        .insert(careerGoals)
        .values({ schoolId, id: goalId, personId, horizon, version, state: 'active', createdAt: now });
    await tx.insert(careerGoalVersions).values({
      ...content,
      schoolId,
      goalId,
      version,
      wordsSealed: words === '' ? null : await sealForPerson(tx, deps, who, words),
      setOn: dayIn(who.timeZone, now),
      setAt: now,
    });
    await tellGoals(tx, deps, who, [
      ...(standing ? [{ ...wordingOf(standing), event: 'dropped' as const }] : []),
      { goalId, version, post, dueOn: content.dueOn, event: 'set' },
    ]);
    await audit(tx, deps, who, standing ? 'career.goal.change' : 'career.goal.set', goalId);
  });
}

/** The learner says that a goal is reached, or lets go of it. */
export async function endGoal(
  deps: Deps,
  who: InCourse,
  horizon: Horizon,
  state: Exclude<GoalState, 'active'>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const standing = await findStanding(tx, who, horizon);
    if (!standing) throw notFound();
    await tx
      .update(careerGoals)
      .set({ state, endedAt: deps.now() })
      .where(and(eq(careerGoals.schoolId, who.schoolId), eq(careerGoals.id, standing.id)));
    await tellGoals(tx, deps, who, [{ ...wordingOf(standing), event: state }]);
    await audit(tx, deps, who, `career.goal.${state}`, standing.id);
  });
}

/** The learner's goal of a horizon, its row locked. */
async function findStanding(
  tx: Database,
  who: InCourse,
  horizon: Horizon,
): Promise<GoalWithPost | undefined> {
  if (!(await takeActiveGoal(tx, { ...who, horizon }))) return undefined;
  return (await selectActiveGoals(tx, who)).find((goal) => goal.horizon === horizon);
}

async function isSame(
  tx: Database,
  deps: Deps,
  who: InCourse,
  standing: GoalWithPost,
  input: GoalInput,
): Promise<boolean> {
  const [words] = await openForPerson(tx, deps, who, [standing.wordsSealed]);
  return (
    standing.occupationId === input.occupationId &&
    standing.measure === input.measure &&
    standing.target === input.target &&
    standing.dueOn === input.dueOn &&
    (words ?? '') === input.words
  );
}

const wordingOf = (goal: GoalWithPost) => ({
  goalId: goal.id,
  version: goal.version,
  post: goal.occupationId !== null && goal.title ? { id: goal.occupationId, title: goal.title } : null,
  dueOn: goal.dueOn,
});

async function requirePost(tx: Database, schoolId: string, occupationId: string | null) {
  if (occupationId === null) return null;
  const post = await findOccupation(tx, { schoolId, occupationId });
  if (!post || post.retiredAt !== null) throw badRequest('careerGoals.noPost');
  return { id: post.id, title: post.title };
}

const audit = (tx: Database, deps: Deps, who: InCourse, action: string, subjectId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action,
    subjectType: 'career_goal',
    subjectId,
  });
