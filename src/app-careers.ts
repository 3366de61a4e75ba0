import type { Deps } from './infra/deps.ts';
import type { Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import type { Views } from './infra/views.ts';
import { careerJobs, careerRoutes, type CareerContributions } from './features/career/index.ts';
import { careerGoalsJobs, careerGoalsRoutes, goalsPortraitSource } from './features/career-goals/index.ts';
import {
  careerLinkKinds,
  careerPathsJobs,
  careerPathsRoutes,
  careerReports,
  pathsPortraitSource,
} from './features/career-paths/index.ts';
import type { LinkKind } from './features/lti/index.ts';
import { occupationsRoutes } from './features/occupations/index.ts';
import type { ReportKind } from './features/reports/index.ts';

/** Part of app.ts: career planning (§5.4), as one thing to connect. */
export interface Careers {
  routes: Route[];
  jobs: Job[];
  linkKinds: LinkKind[];
  reports: readonly ReportKind[];
}

export function connectCareers(deps: Deps, t: Views['t']): Careers {
  const career: CareerContributions = {
    portrait: [goalsPortraitSource(deps), pathsPortraitSource(deps)],
  };
  return {
    routes: [
      ...occupationsRoutes(deps),
      ...careerRoutes(deps, career, t),
      ...careerGoalsRoutes(deps),
      ...careerPathsRoutes(deps, t),
    ],
    jobs: [...careerJobs, ...careerGoalsJobs, ...careerPathsJobs],
    linkKinds: careerLinkKinds(t),
    reports: careerReports,
  };
}
