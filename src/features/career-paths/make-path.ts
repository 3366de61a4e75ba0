import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict } from '../../infra/errors.ts';
import {
  selectActiveGoals,
  selectSchoolTerms,
  semesterOf,
  type GoalWithPost,
} from '../career-goals/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { selectOccupationSkills } from '../occupations/index.ts';
import { selectResources, selectSkills } from '../programme/index.ts';
import type { InCourse } from '../roster/index.ts';
import { comparePaths } from './compare-paths.rules.ts';
import { hasUnansweredBefore } from './executions.queries.ts';
import { followPath } from './follow-path.ts';
import { findGaps, measureSkills } from './gap.rules.ts';
import {
  offerOfListed,
  offerOfProject,
  offerOfResource,
  offerOfUnit,
  type NamedOffer,
} from './offer.rules.ts';
import { selectListedOffers, selectProjectOffers, selectUnitOffers } from './offers.queries.ts';
import type { Gap } from './path.schema.ts';
import { careerPathItems, careerPaths } from './paths.tables.ts';
import { selectTries } from './paths.queries.ts';
import type { PathItemRow } from './stored-path.schema.ts';
import { PATH_RULE, planPath } from './plan-path.rules.ts';

/** What a path starts from: the gaps to a goal's post, and what there is to close them. */
export interface Ground {
  gaps: Gap[];
  offers: NamedOffer[];
  requires: Map<string, string[]>;
}

export async function readGround(
  db: Database,
  who: Pick<InCourse, 'schoolId' | 'personId' | 'courseId' | 'timeZone'>,
  occupationId: string,
  today: string,
): Promise<Ground> {
  const { schoolId } = who;
  const requires = new Map(
    (await selectSkills(db, { schoolId })).map(({ id, requires: below }) => [id, below]),
  );
  const needs = await selectOccupationSkills(db, { schoolId, occupationId });
  const gaps = findGaps(needs, measureSkills(await selectTries(db, who)), requires);
  const skillIds = gaps.map(({ skillId }) => skillId);
  const offers = [
    ...(await selectUnitOffers(db, who)).map((unit) => offerOfUnit(unit, today)),
    ...(await selectProjectOffers(db, { ...who, today })).map(offerOfProject),
    ...(await selectListedOffers(db, { schoolId, today })).map(offerOfListed),
    ...(await selectResources(db, { schoolId, courseId: who.courseId, skillIds })).map(offerOfResource),
  ];
  return { gaps, offers, requires };
}

/** The goals a path can lead to: those with a post and a day to come. */
export const isPlannable = (
  goal: GoalWithPost,
  today: string,
): goal is GoalWithPost & { occupationId: string; dueOn: string } =>
  goal.occupationId !== null && goal.dueOn !== null && goal.dueOn > today;

/**
 * Plans a path to one of the learner's goals, or plans it anew from where the learner stands; what was done stays in it.
 * The execution report of the semester before has to be answered first (R073).
 */
export async function makePath(
  deps: Deps,
  who: InCourse,
  wanted: { goalId: string; weeklyMinutes: number },
): Promise<void> {
  const today = dayIn(who.timeZone, deps.now());
  await inTransaction(deps.db, async (tx) => {
    const goal = (await selectActiveGoals(tx, who)).find(({ id }) => id === wanted.goalId);
    if (!goal || !isPlannable(goal, today)) throw badRequest('careerPaths.goalIncomplete');
    const semester = semesterOf(today, await selectSchoolTerms(tx, who.schoolId));
    if (await hasUnansweredBefore(tx, who, semester.startsOn)) throw conflict('careerPaths.reportFirst');
    const before = await followPath(tx, who, today);
    const done = (before?.items ?? []).filter(({ progress }) => progress === 1);
    const ground = await readGround(tx, who, goal.occupationId, today);
    const offers = ground.offers.filter(({ key }) => !done.some((item) => item.key === key));
    const plan = planPath({
      ...ground,
      offers,
      from: today,
      until: goal.dueOn,
      weeklyMinutes: wanted.weeklyMinutes,
    });
    const unmet = new Set(plan.unmet.map(({ skillId }) => skillId));
    const own = ground.gaps.filter((gap) => gap.of === 'goal');
    const importance = (gaps: readonly Gap[]) => gaps.reduce((sum, gap) => sum + gap.importance, 0);
    const { schoolId, personId } = who;
    const id = deps.newId();
    if (before)
      await tx
        .update(careerPaths)
        .set({ current: false })
        .where(and(eq(careerPaths.schoolId, schoolId), eq(careerPaths.id, before.path.id)));
    await tx.insert(careerPaths).values({
      schoolId,
      id,
      personId,
      goalId: goal.id,
      occupationId: goal.occupationId,
      version: (before?.path.version ?? 0) + 1,
      current: true,
      ruleVersion: PATH_RULE,
      weeklyMinutes: wanted.weeklyMinutes,
      fromDay: today,
      untilDay: goal.dueOn,
      gaps: ground.gaps,
      unmet: plan.unmet,
      short: plan.short,
      gapImportance: importance(own),
      coveredImportance: importance(own.filter(({ skillId }) => !unmet.has(skillId))),
      diff: before ? comparePaths(open(before.items), plan.items) : null,
      madeAt: deps.now(),
    });
    const named = new Map(offers.map((offer) => [offer.key, offer]));
    const items = [
      ...done.map((item) => ({ ...item, pathId: id })),
      ...plan.items.flatMap((item) => {
        const offer = named.get(item.key);
        return offer ? [{ ...item, schoolId, pathId: id, title: offer.title, url: offer.url }] : [];
      }),
    ];
    if (items.length > 0) await tx.insert(careerPathItems).values(items);
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'career.path.make',
      subjectType: 'career_path',
      subjectId: id,
    });
  });
}

const open = (items: readonly PathItemRow[]) => items.filter(({ progress }) => progress < 1);
