import { recordAudit } from '../../infra/audit.ts';
import { renderChart } from '../../infra/charts.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { predictAnswers, type ItemPrediction } from '../knowledge/index.ts';
import type { InCourse } from '../roster/index.ts';
import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import { selectTierHistory, selectWarningHistory, selectWeakSpotHistory } from './learner-history.queries.ts';
import { WEEKS_SHOWN, presentLearner, presentWeeks, type LearnerPage } from './learner.pages.ts';
import { selectDays, selectLearner, selectLearnerTasks, selectSkillFacts } from './learner.queries.ts';
import { readReview } from './review-tier.ts';
import { findLinkedItem } from './grade-items.queries.ts';
import { loadStandings } from './grade-standings.ts';
import type { LearnerKey } from './learner.schema.ts';
import { loadPhases } from '../trajectory/index.ts';
import { presentReviewed, type ReviewedItem } from './reviewed-item.pages.ts';
import { MINUTES_CHART, buildMinutesChart } from './time-on-task.pages.ts';

/** One learner as the course's staff see them; the reading is audited. */
export async function loadLearner(
  deps: Deps,
  who: InCourse,
  asked: { personId: string; saved: boolean; item: string | null },
): Promise<LearnerPage> {
  const { db } = deps;
  const now = deps.now();
  const key = { schoolId: who.schoolId, courseId: who.courseId, personId: asked.personId };
  const learner = await selectLearner(db, key);
  if (!learner) throw notFound();
  await recordAudit(db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'learner.read',
    subjectType: 'person',
    subjectId: asked.personId,
    detail: { courseId: who.courseId },
  });
  const since = addDays(mondayOf(dayIn(who.timeZone, now)), -7 * (WEEKS_SHOWN - 1));
  const days = await selectDays(db, { ...key, since });
  const skillFacts = await selectSkillFacts(db, key);
  const weeks = presentWeeks(days, now, who.timeZone);
  const anything = weeks.some((week) => week.minutes > 0);
  return presentLearner(
    {
      learner,
      days,
      review: await readReview(deps, key, learner.review),
      tasks: await selectLearnerTasks(db, { ...key, tier: learner.tier?.tier ?? 'zero_basis' }),
      skillFacts,
      predictions: await loadPredictions(db, key, skillFacts),
      tierHistory: await selectTierHistory(db, key),
      weakSpots: await selectWeakSpotHistory(db, key),
      warnings: await selectWarningHistory(db, key),
    },
    {
      now,
      weeks,
      phases: await loadPhases(deps, who, asked.personId),
      minutesChart: anything ? await renderChart(buildMinutesChart(weeks), MINUTES_CHART, '') : '',
      canDecide: who.roles.includes('instructor') || who.roles.includes('administrator'),
      saved: asked.saved,
      reviewed: asked.item === null ? null : await loadReviewed(db, key, asked.item),
    },
  );
}

/** The model's word for a question of each skill that nobody has answered yet, and so of middling difficulty. */
async function loadPredictions(
  db: Database,
  key: LearnerKey,
  skills: readonly { skillId: string }[],
): Promise<Map<string, ItemPrediction>> {
  const asked = skills.map(({ skillId }) => ({ itemId: '', skillIds: [skillId] }));
  const predicted = await predictAnswers(db, key, asked);
  return new Map(
    skills.flatMap(({ skillId }, index) => {
      const one = predicted[index];
      return one ? [[skillId, one] as const] : [];
    }),
  );
}

/** What the reader came to see from the LMS's gradebook, with where the learner stands in it; null: no such item here. */
async function loadReviewed(
  db: Database,
  { schoolId, courseId, personId }: LearnerKey,
  itemId: string,
): Promise<ReviewedItem | null> {
  const item = await findLinkedItem(db, { schoolId, courseId, itemId });
  if (!item) return null;
  const standingsOf = await loadStandings(db, { schoolId, courseIds: [courseId], personIds: [personId] });
  return presentReviewed(item, standingsOf({ courseId, ...item })[0]?.standing ?? null);
}
