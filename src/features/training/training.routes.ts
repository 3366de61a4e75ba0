import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { redirect, route, type Route } from '../../infra/http.ts';
import { signedIn } from '../roster/index.ts';
import { offlineRoutes } from './offline.routes.ts';
import { mentorsRoutes } from './mentors.routes.ts';
import { projectsRoutes } from './projects.routes.ts';
import { presentTabs } from './tabs.pages.ts';

/** Everything the training room answers. */
export const trainingRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/training',
    guard: signedIn,
    handle({ who }) {
      const [first] = presentTabs(who, null);
      if (!first) throw forbidden('roleMissing');
      return redirect(first.href);
    },
  }),
  ...offlineRoutes(deps),
  ...mentorsRoutes(deps),
  ...projectsRoutes(deps),
];
