import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { redirect, route, type Route } from '../../infra/http.ts';
import { signedIn } from '../roster/index.ts';
import { graduatesRoutes } from './graduates.routes.ts';
import { mineRoutes } from './mine.routes.ts';
import { officeRoutes } from './office.routes.ts';
import { resumeRoutes } from './resume.routes.ts';
import { presentTabs } from './tabs.pages.ts';

/** Everything the employment room answers. */
export const employmentRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/employment',
    guard: signedIn,
    handle({ who }) {
      const [first] = presentTabs(who, null);
      if (!first) throw forbidden('roleMissing');
      return redirect(`/employment/${first.id}`);
    },
  }),
  ...mineRoutes(deps),
  ...officeRoutes(deps),
  ...graduatesRoutes(deps),
  ...resumeRoutes(deps),
];
