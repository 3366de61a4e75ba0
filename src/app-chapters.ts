import type { Careers } from './app-careers.ts';
import { CASE_NOTICES, caseJobs, casesRoutes } from './features/cases/index.ts';
import { CAREER_NOTICES } from './features/career/index.ts';
import { employersRoutes } from './features/employers/index.ts';
import { employmentJobs, employmentReports, employmentRoutes } from './features/employment/index.ts';
import { importsJobs, importsRoutes } from './features/imports/index.ts';
import { STAND_IN, inboxJobs, inboxRoutes } from './features/inbox/index.ts';
import { instrumentsJobs, instrumentsRoutes } from './features/instruments/index.ts';
import { learningJobs, learningRoutes, selectWeakSkillIds } from './features/learning/index.ts';
import { monitoringReports } from './features/monitoring/index.ts';
import { MENTOR_NOTICES, partnersJobs, partnersRoutes } from './features/partners/index.ts';
import { programmeRoutes } from './features/programme/index.ts';
import { reportsJobs, reportsRoutes } from './features/reports/index.ts';
import { RESOURCE_NOTICES, resourcesJobs, resourcesRoutes } from './features/resources/index.ts';
import { riskRoutes } from './features/risk/index.ts';
import { scenesRoutes } from './features/scenes/index.ts';
import { signingRoutes } from './features/signing/index.ts';
import { trainingRoutes } from './features/training/index.ts';
import type { Deps } from './infra/deps.ts';
import type { Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import type { Views } from './infra/views.ts';

/** What the chapters are told by and tell the ground they stand on. */
export interface Ground {
  views: Views;
  careers: Careers;
  /** Statements of a school were stored. */
  onStored: (schoolId: string) => void;
  /** A course's plan changed. */
  planChanged: (plan: { schoolId: string }) => void;
}

/** Everything somebody can be told of, for their choice of e-mails. */
const NOTICES = [
  ...Object.values(CASE_NOTICES),
  ...Object.values(MENTOR_NOTICES),
  ...Object.values(CAREER_NOTICES),
  ...Object.values(RESOURCE_NOTICES),
  STAND_IN,
];

/** The engines and the chapters of the standard: the half of the house that LMSs and statements know nothing of. */
export function composeChapters(deps: Deps, ground: Ground): { routes: Route[]; jobs: Job[] } {
  const { views, careers, onStored, planChanged } = ground;
  const reports = [...monitoringReports, ...careers.reports, ...employmentReports(deps)];
  return {
    routes: [
      ...inboxRoutes(deps, NOTICES),
      ...partnersRoutes(deps),
      ...instrumentsRoutes(deps, { onStored }),
      ...casesRoutes(deps),
      ...programmeRoutes(deps, planChanged),
      ...resourcesRoutes(deps, { selectWeakSkillIds }),
      ...careers.routes,
      ...scenesRoutes(deps, { t: views.t, onStored }),
      ...importsRoutes(deps, { t: views.t, onStored }),
      ...riskRoutes(deps),
      ...learningRoutes(deps),
      ...employersRoutes(deps),
      ...trainingRoutes(deps),
      ...reportsRoutes(deps, { kinds: reports, t: views.t }),
      ...signingRoutes(deps),
      ...employmentRoutes(deps),
    ],
    jobs: [
      ...inboxJobs(views),
      ...partnersJobs,
      ...instrumentsJobs,
      ...resourcesJobs,
      ...caseJobs,
      ...importsJobs,
      ...learningJobs,
      ...reportsJobs(reports),
      ...careers.jobs,
      ...employmentJobs,
    ],
  };
}
