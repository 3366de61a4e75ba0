import { join } from 'node:path';
import { createRequire } from 'node:module';
import express, { type Express } from 'express';
import { sql } from 'drizzle-orm';
import { answerErrors } from './infra/answer-errors.ts';
import type { Deps } from './infra/deps.ts';
import { refuseForeignOrigin, startRequest } from './infra/edge.ts';
import { notFound } from './infra/errors.ts';
import { mountRoutes, type Presentation, type Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import { VIEWS, createViews } from './infra/views.ts';
import { caseJobs, casesRoutes } from './features/cases/index.ts';
import {
  countUnknownActors,
  createFoldListener,
  createPlanListener,
  gradeCourse,
  learningDataSources,
  learningJobs,
  learningLinkKinds,
  learningRoutes,
  selectUnknownActors,
  selectUnknownHomePages,
  selectWaitingActors,
} from './features/learning/index.ts';
import {
  deepLinkingRoutes,
  ltiJobs,
  ltiRoutes,
  selectPlatforms,
  tendKeys,
  type LaunchListener,
  type Landings,
  type LmsPorts,
} from './features/lti/index.ts';
import {
  createPlatformCaller,
  createRosterListener,
  createServicesListener,
  gradesDataSources,
  gradesRoutes,
  ltiServicesJobs,
  rosterSyncJob,
  rosterSyncRoutes,
  selectServiceStatus,
  type ServicesContributions,
} from './features/lti-services/index.ts';
import { createCopyListener, programmeRoutes, refreshCatalogues } from './features/programme/index.ts';
import {
  identityJobs,
  identityRoutes,
  rosterJobs,
  rosterRoutes,
  type IdentityPorts,
} from './features/roster/index.ts';
import {
  findMissingKeys,
  getIngestion,
  receiveXapi,
  selectSeenActors,
  xapiRoutes,
} from './features/xapi/index.ts';
import { presentFrame } from './frame.pages.ts';

export interface App {
  express: Express;
  /** Everything that can be asked for below the base path: tests walk it. */
  routes: Route[];
  jobs: Job[];
  presentation: Presentation;
  /** What has to be done before the first request: brings each school's catalogue and the key pool up to date. */
  prepare(): Promise<void>;
}

/** The one place that composes: builds each feature, mounts it, connects listeners and contributions (design §3 rule 1). */
export function createApp(deps: Deps): App {
  const views = createViews();
  const presentation: Presentation = {
    views,
    frame: (who, path) => presentFrame(deps.config, who, path),
  };
  const routes: Route[] = [];
  const jobs: Job[] = [];
  routes.push(...rosterRoutes(deps, [...learningDataSources(deps), ...gradesDataSources(deps)]));
  const foldSoon = createFoldListener(deps);
  const planChanged = createPlanListener(deps, foldSoon);
  const identities = identityPorts(deps, planChanged);
  routes.push(...identityRoutes(deps, identities));
  jobs.push(...rosterJobs, ...identityJobs(identities));
  const landings: Landings = {
    kinds: learningLinkKinds(views.t),
    review: (personId, itemId) => `/learners/${personId}${itemId === null ? '' : `?item=${itemId}`}`,
  };
  const services: ServicesContributions = { onLineItem: (news) => gradeCourse(deps, news) };
  const launchListeners: LaunchListener[] = [
    createCopyListener(deps, planChanged),
    createServicesListener(deps, services),
    createRosterListener(deps),
  ];
  const onLaunched: LaunchListener = (news) => launchListeners.forEach((listen) => listen(news));
  routes.push(...ltiRoutes(deps, { landings, onLaunched }, lmsPorts(deps)));
  routes.push(...deepLinkingRoutes(deps, landings, views.t));
  routes.push(...gradesRoutes(deps, landings.kinds), ...rosterSyncRoutes(deps));
  jobs.push(...ltiJobs(), ...ltiServicesJobs(services), rosterSyncJob);
  routes.push(...casesRoutes(deps));
  jobs.push(...caseJobs, ...learningJobs);
  routes.push(...programmeRoutes(deps, planChanged));
  routes.push(...learningRoutes(deps));
  routes.push(...xapiRoutes(deps, { onStored: foldSoon }));

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(startRequest(deps));
  const tool = express.Router({ mergeParams: true });
  app.use(deps.config.basePath || '/', tool);
  mountHealth(tool, deps);
  mountAssets(tool);
  tool.use('/s', refuseForeignOrigin(new URL(deps.config.publicUrl).origin));
  tool.use(receiveXapi(deps));
  mountRoutes(tool, routes, deps, presentation);
  app.use(() => {
    throw notFound();
  });
  app.use(answerErrors(deps, presentation));
  const prepare = async () => {
    const refreshed = await refreshCatalogues(deps);
    if (refreshed.length > 0) deps.log.info({ schools: refreshed.length }, 'catalogue brought up to date');
    await tendKeys(deps);
    const found = await findMissingKeys(deps);
    if (found > 0) deps.log.info({ statements: found }, 'statements made findable by the new index');
  };
  return { express: app, routes, jobs, presentation, prepare };
}

/** What telling who is who needs of statements, facts and registrations. */
const identityPorts = (deps: Deps, planChanged: (plan: { schoolId: string }) => void): IdentityPorts => ({
  selectUnknown: (wanted) => selectUnknownActors(deps.db, wanted),
  countUnknown: (wanted) => countUnknownActors(deps.db, wanted),
  selectWaiting: (schoolId, actorKeys) => selectWaitingActors(deps.db, schoolId, actorKeys),
  selectUnknownHomePages: (schoolId, platforms) => selectUnknownHomePages(deps.db, schoolId, platforms),
  selectPlatforms,
  selectSeen: selectSeenActors,
  // An alias of a platform names its courses, too.
  onChanged: (schoolId) => planChanged({ schoolId }),
});

/** What the administrator's page about LMSs shows of features to the right of it. */
const lmsPorts = (deps: Deps): LmsPorts => ({
  probeToken: (registration, scopes) => createPlatformCaller(deps).probeToken(registration, scopes),
  async readStatus(schoolId) {
    const { lastStoredAt } = await getIngestion(deps.db, schoolId);
    const services = await selectServiceStatus(deps.db, schoolId);
    return [...services, { service: 'xapi', lastWorkedAt: lastStoredAt, failing: null }];
  },
});

/** Alive: the process answers. Ready: the database does too. */
function mountHealth(tool: express.Router, deps: Deps): void {
  tool.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  tool.get('/readyz', async (_req, res) => {
    try {
      await deps.db.execute(sql`select 1`);
      res.json({ status: 'ready' });
    } catch (error) {
      deps.log.warn({ err: error }, 'not ready');
      res.status(503).json({ status: 'database unreachable' });
    }
  });
}

function mountAssets(tool: express.Router): void {
  const options = { maxAge: '1h', index: false } as const;
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js');
  tool.get('/assets/htmx.js', (_req, res) => res.sendFile(htmx, { maxAge: '1d' }));
  tool.use('/assets', express.static(join(VIEWS, 'assets'), options));
}
