import express, { type Express } from 'express';
import { answerErrors } from './infra/answer-errors.ts';
import type { Deps } from './infra/deps.ts';
import { refuseForeignOrigin, startRequest } from './infra/edge.ts';
import { notFound } from './infra/errors.ts';
import { mountAssets, mountHealth } from './infra/fixed-routes.ts';
import { mountRoutes, type Presentation, type Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import { answerMetrics } from './infra/metrics.ts';
import { connectCareers } from './app-careers.ts';
import { createAppMetrics } from './app-metrics.ts';
import { refreshAllCatalogues } from './app-catalogues.ts';
import { composeChapters } from './app-chapters.ts';
import { forgetInRooms, personalDataSources } from './app-people.ts';
import { createViews } from './infra/views.ts';
import {
  cmi5LinkKinds,
  cmi5Routes,
  createSessionGuests,
  gradePackagesOfCourse,
  selectPackageSenders,
  serveContent,
} from './features/cmi5/index.ts';
import {
  createFoldListener,
  createPlanListener,
  gradeCourse,
  learningLinkKinds,
  learningRecordKeeper,
} from './features/learning/index.ts';
import { createIdentityPorts, readFactsFreshness, refoldRestored } from './features/trajectory/index.ts';
import {
  deepLinkingRoutes,
  ltiJobs,
  ltiRoutes,
  tendKeys,
  type LaunchListener,
  type Landings,
  type LmsPorts,
} from './features/lti/index.ts';
import {
  createPlatformCaller,
  createRosterListener,
  createServicesListener,
  gradesRoutes,
  ltiServicesJobs,
  rosterSyncJob,
  rosterSyncRoutes,
  selectServiceStatus,
  type ServicesContributions,
} from './features/lti-services/index.ts';
import { createCopyListener } from './features/programme/index.ts';
import {
  recordsJobs,
  recordsRoutes,
  type RecordKeeper,
  type RecordsContributions,
} from './features/records/index.ts';
import { identityJobs, identityRoutes, rosterJobs, rosterRoutes } from './features/roster/index.ts';
import {
  allowOtherOrigins,
  adoptRestoredStatements,
  createCredentialBook,
  extendPartitions,
  findMissingKeys,
  getIngestion,
  receiveAlternateRequest,
  receiveXapi,
  xapiRoutes,
} from './features/xapi/index.ts';
import { vocabularyRoutes } from './features/vocabulary/index.ts';
import { documentRoutes } from './features/xapi-documents/index.ts';
import { createXapiSources, selectPulledSenders } from './features/xapi-sources/index.ts';
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

/** With `app-*.ts` beside it the one place that composes: builds each feature, mounts it, connects listeners and contributions (design §3 rule 1). */
export function createApp(deps: Deps): App {
  const views = createViews();
  const presentation: Presentation = {
    views,
    frame: (who, path) => presentFrame(deps.config, who, path),
  };
  const routes: Route[] = [];
  const jobs: Job[] = [];
  const careers = connectCareers(deps, views.t);
  routes.push(...rosterRoutes(deps, personalDataSources(deps)));
  const foldSoon = createFoldListener(deps);
  const planChanged = createPlanListener(deps, foldSoon);
  const identities = createIdentityPorts(deps, planChanged);
  routes.push(...identityRoutes(deps, identities));
  jobs.push(...rosterJobs, ...identityJobs(identities));
  const landings: Landings = {
    kinds: [...learningLinkKinds(views.t), ...cmi5LinkKinds, ...careers.linkKinds],
    review: (personId, itemId) => `/learners/${personId}${itemId === null ? '' : `?item=${itemId}`}`,
  };
  const services: ServicesContributions = {
    async onLineItem(news) {
      await gradeCourse(deps, news);
      await gradePackagesOfCourse(deps, news);
    },
  };
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
  routes.push(...vocabularyRoutes(deps));
  const chapters = composeChapters(deps, { views, careers, onStored: foldSoon, planChanged });
  routes.push(...chapters.routes);
  jobs.push(...chapters.jobs);
  const credentialBook = createCredentialBook(deps, createSessionGuests(deps));
  const metrics = deps.config.metricsToken === undefined ? null : createAppMetrics(deps);
  const onStored = (schoolId: string, statements: number) => {
    metrics?.countStored(statements);
    foldSoon(schoolId);
  };
  const onRefused = (statements: number) => metrics?.countRefused(statements);
  routes.push(...cmi5Routes(deps, { onStored: foldSoon }));
  routes.push(...xapiRoutes(deps, credentialBook, { onStored, onRefused }));
  const learningKeeper = learningRecordKeeper(foldSoon);
  const keeper: RecordKeeper = {
    ...learningKeeper,
    async forgetPerson(tx, gone) {
      await learningKeeper.forgetPerson(tx, gone);
      await forgetInRooms(tx, gone);
    },
  };
  const freshness = (schoolId: string) => readFactsFreshness(deps, schoolId);
  routes.push(...recordsRoutes(deps, { keeper, freshness, senders: otherSenders(deps) }));
  jobs.push(...recordsJobs(keeper));
  routes.push(...documentRoutes(deps, credentialBook));
  jobs.push({ name: 'xapi-extend-partitions', schedule: '7 2 * * *', run: extendPartitions });
  const outsideLrs = createXapiSources(deps, { onStored });
  routes.push(...outsideLrs.routes);
  jobs.push(...outsideLrs.jobs);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(startRequest(deps));
  if (metrics) app.use(metrics.measureRequests);
  app.use(serveContent(deps));
  const tool = express.Router({ mergeParams: true });
  app.use(deps.config.basePath || '/', tool);
  mountHealth(tool, deps);
  tool.get('/metrics', answerMetrics(metrics, deps.config.metricsToken));
  mountAssets(tool);
  tool.use('/s', refuseForeignOrigin(new URL(deps.config.publicUrl).origin));
  tool.use(receiveXapi(deps));
  tool.use(['/xapi', '/cmi5/fetch'], allowOtherOrigins);
  tool.use('/xapi', receiveAlternateRequest);
  mountRoutes(tool, routes, deps, presentation);
  app.use(() => {
    throw notFound();
  });
  app.use(answerErrors(deps, presentation));
  const prepare = async () => {
    await extendPartitions(deps);
    await refreshAllCatalogues(deps);
    await tendKeys(deps);
    await outsideLrs.prepare();
    const adopted = await adoptRestoredStatements(deps);
    const refolded = await refoldRestored(deps);
    if (adopted > 0 || refolded > 0)
      deps.log.warn(
        { statements: adopted, schools: refolded },
        'restored from another PostgreSQL: order renewed',
      );
    const found = await findMissingKeys(deps);
    if (found > 0) deps.log.info({ statements: found }, 'statements made findable by the new index');
  };
  return { express: app, routes, jobs: metrics ? jobs.map(metrics.watch) : jobs, presentation, prepare };
}

/** Who sends statements beside the credentials of a school. */
export const otherSenders = (deps: Pick<Deps, 'db' | 'config'>): RecordsContributions['senders'] => [
  (schoolId) => selectPulledSenders(deps, schoolId),
  (schoolId) => selectPackageSenders(deps, schoolId),
];

/** What the administrator's page about LMSs shows of features to the right of it. */
const lmsPorts = (deps: Deps): LmsPorts => ({
  probeToken: (registration, scopes) => createPlatformCaller(deps).probeToken(registration, scopes),
  async readStatus(schoolId) {
    const { lastStoredAt } = await getIngestion(deps.db, schoolId);
    const services = await selectServiceStatus(deps.db, schoolId);
    return [...services, { service: 'xapi', lastWorkedAt: lastStoredAt, failing: null }];
  },
});
