import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { addDays, dayIn } from '../../infra/day.rules.ts';
import type { InCourse, SignedIn } from '../roster/index.ts';
import { selectCourseClasses, selectMentors } from './course-people.queries.ts';
import { teaches } from './log-mentor-act.ts';
import {
  LOG_SHOWN,
  buildShareChart,
  presentMentors,
  shareChartSize,
  type MentorsPage,
} from './mentors.pages.ts';
import { selectMentorLog, selectTeaching, type Period } from './mentors.queries.ts';
import { MENTOR_SHARE, SHARE_DAYS, type Share } from './shares.rules.ts';
import { presentTabs } from './tabs.pages.ts';

const DAY_MS = 86_400_000;

/** What shares are taken of. */
export function sharePeriod(deps: Pick<Deps, 'now'>, { timeZone }: Pick<SignedIn, 'timeZone'>): Period {
  const now = deps.now();
  const today = dayIn(timeZone, now);
  return {
    now,
    since: new Date(now.getTime() - SHARE_DAYS * DAY_MS),
    today,
    sinceDay: addDays(today, -SHARE_DAYS),
  };
}

/** '' where there is nothing to draw. */
export async function drawShares(
  rows: readonly { title: string; share: Share }[],
  wanted: number,
): Promise<string> {
  const known = rows.filter(({ share }) => share.share !== null);
  if (known.length === 0) return '';
  return renderChart(buildShareChart(known, wanted), shareChartSize(known.length), '');
}

export async function loadMentors(deps: Deps, who: InCourse, saved: boolean): Promise<MentorsPage> {
  const { db } = deps;
  const [teaching] = await selectTeaching(db, { ...sharePeriod(deps, who), ...who, limit: 1 });
  if (!teaching) throw notFound();
  const page = presentMentors(
    { teaching, log: await selectMentorLog(db, { ...who, limit: LOG_SHOWN }) },
    {
      tabs: presentTabs(who, 'mentors'),
      saved,
      reader: {
        personId: who.personId,
        teaches: teaches(who),
        isMentor: who.roles.includes('enterprise_mentor'),
      },
      mentors: await selectMentors(db, who),
      classes: await selectCourseClasses(db, who),
      today: dayIn(who.timeZone, deps.now()),
    },
  );
  const [{ title, heads, hours }] = page.rows;
  return {
    ...page,
    charts: {
      heads: await drawShares([{ title, share: heads }], MENTOR_SHARE),
      hours: await drawShares([{ title, share: hours }], MENTOR_SHARE),
    },
  };
}
