import type { Database } from './infra/db.ts';
import type { Deps } from './infra/deps.ts';
import type { Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import {
  careerGoalsDataSources,
  careerGoalsJobs,
  careerGoalsRoutes,
  forgetCareerGoals,
} from './features/career-goals/index.ts';
import {
  careerPathsDataSources,
  careerPathsJobs,
  careerPathsRoutes,
  forgetCareerPaths,
} from './features/career-paths/index.ts';
import type { PersonalDataSource, PersonKey } from './features/roster/index.ts';

/** Part of app.ts: goals and paths, as one thing to connect. */
export interface Careers {
  routes: Route[];
  jobs: Job[];
  dataSources: PersonalDataSource[];
  forgetPerson(tx: Database, gone: PersonKey): Promise<void>;
}

export const connectCareers = (deps: Deps): Careers => ({
  routes: [...careerGoalsRoutes(deps), ...careerPathsRoutes(deps)],
  jobs: [...careerGoalsJobs, ...careerPathsJobs],
  dataSources: [...careerGoalsDataSources(deps), ...careerPathsDataSources(deps)],
  async forgetPerson(tx, gone) {
    // Paths lead to goals.
    await forgetCareerPaths(tx, gone);
    await forgetCareerGoals(tx, gone);
  },
});
