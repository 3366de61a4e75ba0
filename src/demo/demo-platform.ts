import type { Express, Request, Response } from 'express';
import { fillPlatform, nameDemo } from './demo-course.ts';
import { createPassingPages, createShow } from './demo-frame.ts';
import type { DemoLms, DemoPlatformGiven } from './demo-lms.schema.ts';
import { readWanted } from './demo-message.rules.ts';
import { mountDemoPages } from './demo-pages.ts';
import { mountSitePages } from './demo-site.ts';
import { startPlatform, type RunningPlatform } from './platform/start-platform.ts';
import { readLocale } from './reader-locale.ts';

export { nameDemo } from './demo-course.ts';
export type { DemoProgress } from './demo-lms.schema.ts';

export interface DemoPlatform {
  /** Issuer and origin. */
  url: string;
  platform: RunningPlatform;
  close: () => Promise<void>;
}

/** An LMS of one course on an origin of its own: a few pages around an LTI platform. */
export async function startDemoPlatform(given: DemoPlatformGiven): Promise<DemoPlatform> {
  const { views, toolUrl, face = 'moodle', otherUrl = () => null } = given;
  const names = nameDemo(views, face);
  const toolOrigin = new URL(toolUrl).origin;
  const platform = await startPlatform({
    face,
    port: given.port,
    now: given.now,
    siteName: names.siteName,
    // Links of an earlier run are known to the tool: their ids don't come again.
    lastId: Math.floor(given.now().getTime() / 1000),
    pages: createPassingPages(views, { face, otherUrl }),
    headers: {
      'content-security-policy': `default-src 'self'; frame-src 'self' ${toolOrigin}; form-action 'self' ${toolOrigin}; frame-ancestors 'self' ${toolOrigin}; object-src 'none'; base-uri 'none'`,
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    },
    mount(app, running) {
      fillPlatform(running.state, face, { names, toolUrl });
      const lms = {
        given,
        face,
        names,
        platform: running,
        toolOrigin,
        show: createShow(views, { face, otherUrl }),
      };
      mountLaunch(app, lms);
      mountDemoPages(app, lms);
      mountSitePages(app, lms);
      app.use((_req, res) => res.redirect(303, '/'));
    },
  });
  return { url: platform.url, platform, close: () => platform.close() };
}

/** A click on the tool, anywhere in the LMS: begins its login in the frame. */
function mountLaunch(app: Express, { names, platform, show }: DemoLms): void {
  app.get(['/mod/lti/launch.php', '/launch'], async (req: Request, res: Response) => {
    const wanted = readWanted(platform, names.users, req.query, readLocale(req.headers));
    const form = wanted && (await platform.messages.begin(wanted));
    if (!form)
      return void res
        .status(400)
        .type('html')
        .send(show(req, 'demo/refused', {}));
    const fields = Object.entries(form.fields).map(([name, value]) => ({ name, value }));
    res.type('html').send(show(req, 'demo/post', { action: form.action, fields }, 'fragment'));
  });
}
