import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import { employerFileRoutes } from './employers.routes.ts';
import { jobsRoutes } from './jobs.routes.ts';
import { linkRoutes } from './link.routes.ts';
import { createPostingBook } from './open-postings.ts';
import { postingRoutes } from './postings.routes.ts';

export { employersDataSources } from './personal-data.ts';
export { forgetEmployment } from './forget-person.ts';

/** Everything the employers' room answers: files, openings and needs, the employers' own door, and students' jobs. */
export function employersRoutes(deps: Deps): Route[] {
  const book = createPostingBook(deps);
  return [
    ...postingRoutes(deps, book),
    ...employerFileRoutes(deps),
    ...linkRoutes(deps),
    ...jobsRoutes(deps, book),
  ];
}
