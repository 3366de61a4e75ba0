import express, { type Express } from 'express';
import { answerErrors } from './infra/answer-errors.ts';
import type { Deps } from './infra/deps.ts';
import { refuseForeignOrigin, startRequest } from './infra/edge.ts';
import { notFound } from './infra/errors.ts';
import { mountAssets, mountHealth } from './infra/fixed-routes.ts';
import { mountRoutes, type Presentation, type Route } from './infra/http.ts';
import type { Job } from './infra/jobs.ts';
import { answerMetrics } from './infra/metrics.ts';
import { lmsPorts } from './app-lms-ports.ts';
import { createAppMetrics } from './app-metrics.ts';
import { refreshAllCatalogues } from './app-catalogues.ts';
import { forgetInRooms, personalDataSources } from './app-people.ts';
import { createViews } from './infra/views.ts';
import {
  CAREER_NOTICES,
  careerJobs,
  careerRoutes,
  type CareerContributions,
} from './features/career/index.ts';
import { CASE_NOTICES, caseJobs, casesRoutes } from './features/cases/index.ts';
import {
  cmi5LinkKinds,
  cmi5Routes,
  createSessionGuests,
  gradePackagesOfCourse,
  selectPackageSenders,
  serveContent,
} from './features/cmi5/index.ts';
import { employmentJobs, employmentReports, employmentRoutes } from './features/employment/index.ts';
import { STAND_IN, inboxJobs, inboxRoutes } from './features/inbox/index.ts';
import { instrumentsJobs, instrumentsRoutes } from './features/instruments/index.ts';
import {
  createFoldListener,
  createPlanListener,
  gradeCourse,
  learningJobs,
  learningLinkKinds,
  learningRecordKeeper,
  learningRoutes,
  selectWeakSkillIds,
} from './features/learning/index.ts';
import { createIdentityPorts, readFactsFreshness, refoldRestored } from './features/trajectory/index.ts';
import {
  deepLinkingRoutes,
  ltiJobs,
  ltiRoutes,
  tendKeys,
  type LaunchListener,
  type Landings,
} from './features/lti/index.ts';
import {
  createRosterListener,
  createServicesListener,
  gradesRoutes,
  ltiServicesJobs,
  rosterSyncJob,
  rosterSyncRoutes,
  type ServicesContributions,
} from './features/lti-services/index.ts';
import { MENTOR_NOTICES, partnersJobs, partnersRoutes } from './features/partners/index.ts';
import { createCopyListener, programmeRoutes } from './features/programme/index.ts';
import { occupationsRoutes } from './features/occupations/index.ts';
import { monitoringReports } from './features/monitoring/index.ts';
import {
  recordsJobs,
  recordsRoutes,
  type RecordKeeper,
  type RecordsContributions,
} from './features/records/index.ts';
import { reportsJobs, reportsRoutes } from './features/reports/index.ts';
import { identityJobs, identityRoutes, rosterJobs, rosterRoutes } from './features/roster/index.ts';
import {
  allowOtherOrigins,
  adoptRestoredStatements,
  createCredentialBook,
  extendPartitions,
  findMissingKeys,
  receiveAlternateRequest,
  receiveXapi,
  xapiRoutes,
} from './features/xapi/index.ts';
import { resourcesRoutes } from './features/resources/index.ts';
import { riskRoutes } from './features/risk/index.ts';
import { scenesRoutes } from './features/scenes/index.ts';
import { signingRoutes } from './features/signing/index.ts';
import { trainingRoutes } from './features/training/index.ts';
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

/** The one place that composes: builds each feature, mounts it, connects listeners and contributions (design §3 rule 1). */
export function createApp(deps: Deps): App {
  const views = createViews();
  const presentation: Presentation = {
    views,
    frame: (who, path) => presentFrame(deps.config, who, path),
  };
  const routes: Route[] = [];
  const jobs: Job[] = [];
  routes.push(...rosterRoutes(deps, personalDataSources(deps)));
  routes.push(...inboxRoutes(deps, noticeKinds), ...partnersRoutes(deps));
  jobs.push(...inboxJobs(views), ...partnersJobs);
  const foldSoon = createFoldListener(deps);
  const planChanged = createPlanListener(deps, foldSoon);
  const identities = createIdentityPorts(deps, planChanged);
  routes.push(...identityRoutes(deps, identities));
  jobs.push(...rosterJobs, ...identityJobs(identities));
  const landings: Landings = {
    kinds: [...learningLinkKinds(views.t), ...cmi5LinkKinds],
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
  routes.push(...instrumentsRoutes(deps, { onStored: foldSoon }));
  jobs.push(...instrumentsJobs);
  routes.push(...casesRoutes(deps));
  jobs.push(...caseJobs, ...learningJobs);
  routes.push(...programmeRoutes(deps, planChanged), ...resourcesRoutes(deps, { selectWeakSkillIds }));
  routes.push(...riskRoutes(deps), ...learningRoutes(deps), ...trainingRoutes(deps), ...signingRoutes(deps));
  routes.push(...scenesRoutes(deps, { t: views.t, onStored: foldSoon }));
  routes.push(...employmentRoutes(deps));
  const reportKinds = [...monitoringReports, ...employmentReports(deps)];
  routes.push(...reportsRoutes(deps, { kinds: reportKinds, t: views.t }));
  jobs.push(...reportsJobs(reportKinds), ...employmentJobs);
  const career: CareerContributions = { portrait: [] };
  routes.push(...occupationsRoutes(deps));
  routes.push(...careerRoutes(deps, career, views.t));
  jobs.push(...careerJobs);
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

/** Everything somebody can be told of, for their choice of e-mails. */
const noticeKinds = [
  ...Object.values(CASE_NOTICES),
  ...Object.values(MENTOR_NOTICES),
  ...Object.values(CAREER_NOTICES),
  STAND_IN,
];

/** Who sends statements beside the credentials of a school. */
export const otherSenders = (deps: Pick<Deps, 'db' | 'config'>): RecordsContributions['senders'] => [
  (schoolId) => selectPulledSenders(deps, schoolId),
  (schoolId) => selectPackageSenders(deps, schoolId),
];
