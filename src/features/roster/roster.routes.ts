import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import { invitationRoutes } from './invitation.routes.ts';
import { peopleRoutes } from './people.routes.ts';
import type { PersonalDataSource } from './read-my-data.ts';
import { schoolRoutes } from './school.routes.ts';
import { visitRoutes } from './visit.routes.ts';

/** Everything the roster answers. `sources` tell "my data" what other features hold on a person. */
export const rosterRoutes = (deps: Deps, sources: PersonalDataSource[] = []): Route[] => [
  ...visitRoutes(deps, sources),
  ...peopleRoutes(deps),
  ...schoolRoutes(deps),
  ...invitationRoutes(deps),
];
