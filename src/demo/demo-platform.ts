import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { VIEWS, pickLocale, type Locale, type Views } from '../infra/views.ts';
import { createLaunches, createSigner } from './demo-launches.ts';
import { CLIENT_ID, DEPLOYMENT_ID, listDemoUsers, type DemoUser } from './demo-people.rules.ts';
import { presentCourse, presentPicker, presentPost } from './demo-platform.pages.ts';
import { checkAuthentication, makeLaunchClaims } from './demo-token.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';

/** How far the class's learning records have been sent. */
export interface DemoProgress {
  sent: number;
  total: number;
  state: 'waiting' | 'loading' | 'done' | 'failed';
}

export interface DemoPlatformGiven {
  views: Views;
  /** The tool's public URL. */
  toolUrl: string;
  port: number;
  course: SampleCourse;
  progress: () => DemoProgress;
  /** One learner takes a quiz now; false when that can't be. */
  play: (userId: number) => Promise<boolean>;
  now: () => Date;
}

export interface DemoPlatform {
  /** Issuer and origin. */
  url: string;
  close: () => Promise<void>;
}

/** The people and the course as this LMS names them, in its own language. */
export function nameDemo(views: Views): { users: DemoUser[]; courseTitle: string; siteName: string } {
  return {
    users: listDemoUsers((key, number) => views.t('zh-CN', `demo.person.${key}`, { number })),
    courseTitle: `${views.t('zh-CN', 'demo.course.title')} / ${views.t('en', 'demo.course.title')}`,
    siteName: views.t('zh-CN', 'demo.lms'),
  };
}

/** An LMS of one course on an origin of its own: pages, OIDC login initiation, authentication and keys, as Moodle 4.5 does them. */
export async function startDemoPlatform(given: DemoPlatformGiven): Promise<DemoPlatform> {
  const app = express();
  const server = createServer(app);
  server.listen(given.port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  setHeaders(app, given);
  mountPages(app, given);
  await mountLaunch(app, given, url);
  app.use((_req, res) => res.redirect(303, '/'));
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function setHeaders(app: Express, { toolUrl }: DemoPlatformGiven): void {
  const tool = new URL(toolUrl).origin;
  app.disable('x-powered-by');
  app.use((_req, res, next) => {
    res.set({
      'content-security-policy': `default-src 'self'; frame-src 'self' ${tool}; form-action 'self' ${tool}; frame-ancestors 'self' ${tool}; object-src 'none'; base-uri 'none'`,
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    next();
  });
}

function show(
  { views }: DemoPlatformGiven,
  req: Request,
  res: Response,
  view: string,
  page: object,
  layout: 'lms' | 'fragment' = 'lms',
): void {
  const frame = { wide: view === 'demo/view', backTo: req.originalUrl };
  res
    .type('html')
    .send(views.render(view, page, { locale: readLocale(req), timeZone: 'Asia/Shanghai', layout, frame }));
}

function mountPages(app: Express, given: DemoPlatformGiven): void {
  const { course } = given;
  const { users } = nameDemo(given.views);
  const labelFor =
    (req: Request) =>
    ({ kind, number, name }: DemoUser): string => {
      const translated = given.views.t(readLocale(req), `demo.person.${kind}`, { number });
      return translated === name ? name : `${translated} (${name})`;
    };
  app.use('/assets', express.static(join(VIEWS, 'demo', 'assets'), { index: false }));
  app.get('/', (req, res) =>
    show(given, req, res, 'demo/course', presentCourse(users, labelFor(req), course)),
  );
  app.get('/progress', (_req, res) => void res.json(given.progress()));
  let turns = 0;
  // Whoever looks as a student acts as that one; for staff the class takes turns.
  app.post('/play', async (req, res) => {
    const learners = users.filter(({ kind }) => kind === 'learner');
    const learner = findUser(learners, req.query['as']) ?? learners[(turns += 1) % learners.length];
    res.json({ name: learner?.name, played: learner !== undefined && (await given.play(learner.userId)) });
  });
  app.get('/language', (req, res) => {
    res.cookie('demo_language', req.query['to'] === 'en' ? 'en' : 'zh-CN', { path: '/', sameSite: 'lax' });
    const { back } = req.query;
    res.redirect(303, typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/');
  });
  app.get('/view', (req, res) => {
    const user = findUser(users, req.query['as']);
    if (!user) return res.redirect(303, '/');
    return show(given, req, res, 'demo/view', { user, ...presentPicker(users, labelFor(req), user.userId) });
  });
  // Tasks in the tool link to their activity in the LMS.
  app.get('/mod/:kind/view.php', (req, res) => {
    const task = course.units
      .flatMap(({ tasks }) => tasks)
      .find(({ module }) => String(module) === req.query['id']);
    if (!task) return res.redirect(303, '/');
    return show(given, req, res, 'demo/stand-in', { title: task.title[readLocale(req)] });
  });
}

async function mountLaunch(app: Express, given: DemoPlatformGiven, issuer: string): Promise<void> {
  const { views, toolUrl } = given;
  const { users, courseTitle, siteName } = nameDemo(views);
  const signer = await createSigner();
  const launches = createLaunches(given.now);
  const launchUrl = `${toolUrl}/lti/launch`;
  const refuse = (req: Request, res: Response) => show(given, req, res.status(400), 'demo/refused', {});
  const post = (req: Request, res: Response, action: string, fields: Record<string, string>) =>
    show(given, req, res, 'demo/post', presentPost(action, fields), 'fragment');

  app.get('/mod/lti/launch.php', (req, res) => {
    const user = findUser(users, req.query['as']);
    if (!user) return refuse(req, res);
    return post(req, res, `${toolUrl}/lti/login`, {
      iss: issuer,
      target_link_uri: `${toolUrl}/`,
      login_hint: String(user.userId),
      lti_message_hint: launches.start({ user, locale: readLocale(req) }),
      client_id: CLIENT_ID,
      lti_deployment_id: DEPLOYMENT_ID,
    });
  });
  app.get('/mod/lti/auth.php', async (req, res) => {
    const { client_id: clientId, redirect_uri: redirectUri, state, login_hint: loginHint } = req.query;
    const nonce = typeof req.query['nonce'] === 'string' ? req.query['nonce'] : '';
    if (clientId !== CLIENT_ID || redirectUri !== launchUrl) return refuse(req, res);
    const launch = launches.take(req.query['lti_message_hint']);
    if (!launch) return refuse(req, res);
    const back = { state: typeof state === 'string' ? state : '' };
    const error = checkAuthentication(req.query);
    if (error !== null) return post(req, res, launchUrl, { error, ...back });
    if (loginHint !== String(launch.user.userId))
      return post(req, res, launchUrl, { error: 'access_denied', ...back });
    const claims = makeLaunchClaims(
      {
        user: launch.user,
        issuer,
        clientId,
        targetLinkUri: `${toolUrl}/`,
        nonce,
        courseTitle,
        toolTitle: views.t('zh-CN', 'demo.view.activity'),
        siteName,
        locale: launch.locale === 'en' ? 'en' : 'zh_cn',
      },
      given.now(),
    );
    return post(req, res, launchUrl, { id_token: await signer.sign(claims), ...back });
  });
  app.get('/mod/lti/certs.php', (_req, res) => void res.json({ keys: [signer.publicJwk] }));
}

const findUser = (users: readonly DemoUser[], id: unknown) =>
  users.find(({ userId }) => String(userId) === id);

function readLocale(req: Request): Locale {
  const chosen = /(?:^|;\s*)demo_language=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1];
  return pickLocale(chosen ?? req.headers['accept-language']);
}
