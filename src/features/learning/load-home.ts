import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectSupportMessages } from '../cases/index.ts';
import type { InCourse } from '../roster/index.ts';
import { addDays, dayIn, mondayOf } from '../../infra/day.rules.ts';
import { presentHome, presentHomeLive, type HomeLive, type HomePage } from './home.pages.ts';
import { selectComingLessons, selectHomeVersion, selectPractice } from './home.queries.ts';
import { selectDays, selectLearner, selectLearnerTasks, selectSkillFacts } from './learner.queries.ts';
import type { Learner } from './learner.schema.ts';
import { readReview } from './review-tier.ts';
import { MINUTES_CHART, buildMinutesChart, presentProgress } from './time-on-task.pages.ts';

const LESSONS_AHEAD_MS = 7 * 86_400_000;

export async function loadHome(deps: Deps, who: InCourse): Promise<HomePage> {
  const { live, learner } = await load(deps, who, await selectHomeVersion(deps.db, who));
  return presentHome(live, learner);
}

/** The part that changes, or null while the reader has its newest version. */
export async function loadHomeLive(deps: Deps, who: InCourse, known: string): Promise<HomeLive | null> {
  const version = await selectHomeVersion(deps.db, who);
  return version === known ? null : (await load(deps, who, version)).live;
}

/** `version` was read first: should something change while the rest is read, the next poll sees it. */
async function load(
  deps: Deps,
  who: InCourse,
  version: string,
): Promise<{ live: HomeLive; learner: Learner }> {
  const { db } = deps;
  const now = deps.now();
  const learner = await selectLearner(db, who);
  if (!learner) throw notFound();
  const since = addDays(mondayOf(dayIn(who.timeZone, now)), -7);
  const days = await selectDays(db, { ...who, since });
  const { bars, anything } = presentProgress(days, now, who.timeZone);
  const practice = await selectPractice(db, who);
  const live = presentHomeLive(
    {
      version,
      learner,
      days,
      tasks: await selectLearnerTasks(db, { ...who, tier: learner.tier?.tier ?? 'zero_basis' }),
      lessons: await selectComingLessons(db, {
        ...who,
        now,
        until: new Date(now.getTime() + LESSONS_AHEAD_MS),
      }),
      skillFacts: await selectSkillFacts(db, who),
      openPractice: practice.open,
      sittings: practice.sittings,
      messages: await selectSupportMessages(db, who),
      review: await readReview(deps, who, learner.review),
    },
    {
      now,
      timeZone: who.timeZone,
      minutesChart: anything ? await renderChart(buildMinutesChart(bars), MINUTES_CHART, '') : '',
    },
  );
  return { live, learner };
}
