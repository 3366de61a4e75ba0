import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import { bankRoutes } from './bank.routes.ts';
import { importRoutes } from './import.routes.ts';
import { planRoutes, type PlanChanged } from './plan.routes.ts';
import { skillsRoutes } from './skills.routes.ts';

/** Everything the programme answers. `planChanged` tells whoever counts on a course's tasks and lessons. */
export const programmeRoutes = (deps: Deps, planChanged: PlanChanged = () => undefined): Route[] => [
  ...importRoutes(deps, planChanged),
  ...planRoutes(deps, planChanged),
  // Before the pages of single skills, whose ids they would else be taken for.
  ...bankRoutes(deps),
  ...skillsRoutes(deps),
];
