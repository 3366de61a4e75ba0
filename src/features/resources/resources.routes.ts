import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import { alignmentRoutes } from './alignment.routes.ts';
import { checksRoutes } from './checks.routes.ts';
import { freshnessRoutes } from './freshness.routes.ts';
import { libraryRoutes } from './library.routes.ts';
import type { LearnerNeeds } from './load-library.ts';

/** Everything the room of teaching resources answers. Named pages go before single resources, whose ids they would else be taken for. */
export const resourcesRoutes = (deps: Deps, needs: LearnerNeeds): Route[] => [
  ...alignmentRoutes(deps),
  ...freshnessRoutes(deps),
  ...checksRoutes(deps),
  ...libraryRoutes(deps, needs),
];
