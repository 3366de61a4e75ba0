import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import { findingsRoutes } from './findings.routes.ts';
import { executionRoutes } from './execution.routes.ts';
import type { Views } from '../../infra/views.ts';
import { literacyRoutes } from './literacy.routes.ts';
import { pathRoutes } from './path.routes.ts';

/** Everything the room of career paths answers. */
export const careerPathsRoutes = (deps: Deps, t: Views['t']): Route[] => [
  ...pathRoutes(deps),
  ...executionRoutes(deps),
  ...findingsRoutes(deps),
  ...literacyRoutes(deps, t),
];
