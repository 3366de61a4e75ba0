import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import { drawShares, sharePeriod } from './load-mentors.ts';
import { PROJECTS_MAX } from './load-projects.ts';
import { selectTeaching } from './mentors.queries.ts';
import { selectClaimedTasks, selectCourseTasks, selectProjects } from './projects.queries.ts';
import { presentShares, type SharesPage } from './shares.pages.ts';
import { MENTOR_SHARE } from './shares.rules.ts';
import { presentTabs } from './tabs.pages.ts';

const COURSES_MAX = 500;
const TASKS_MAX = 20_000;

/** Administrators, and supervisors who came in without a course, answer for the whole school; else for their course. */
export async function loadShares(deps: Deps, who: SignedIn): Promise<SharesPage> {
  const courseId = who.roles.includes('administrator') ? null : who.courseId;
  const { db } = deps;
  const wanted = { ...sharePeriod(deps, who), schoolId: who.schoolId, courseId, limit: COURSES_MAX };
  const origins = {
    projects: await selectProjects(db, { ...wanted, personId: null, limit: PROJECTS_MAX }),
    courses: await selectCourseTasks(db, wanted),
    claimed: await selectClaimedTasks(db, { ...wanted, limit: TASKS_MAX }),
  };
  const page = presentShares(await selectTeaching(db, wanted), origins, presentTabs(who, 'shares'));
  const draw = (of: 'heads' | 'hours') =>
    drawShares(
      page.rows.map((course) => ({ title: course.title, share: course[of] })),
      MENTOR_SHARE,
    );
  return { ...page, charts: { heads: await draw('heads'), hours: await draw('hours') } };
}
