import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import { getIngestion } from '../xapi/index.ts';
import { presentOverview, type OverviewPage } from './overview.pages.ts';
import { selectCourseOverviews, selectFreshness } from './overview.queries.ts';

/** All courses for administrators; for supervisors those they were appointed to. */
export async function loadOverview(deps: Deps, who: SignedIn): Promise<OverviewPage> {
  const { db } = deps;
  const { schoolId } = who;
  const now = deps.now();
  const appointedPersonId = who.roles.includes('administrator') ? null : who.personId;
  return presentOverview(
    {
      courses: await selectCourseOverviews(db, { schoolId, appointedPersonId, now }),
      freshness: await selectFreshness(db, schoolId),
      ingestion: await getIngestion(db, schoolId),
    },
    {
      now,
      engine: deps.config.databaseUrl === undefined ? 'pglite' : 'postgresql',
      withoutCourse: who.courseId === null,
    },
  );
}
