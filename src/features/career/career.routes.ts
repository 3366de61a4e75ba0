import type { Deps } from '../../infra/deps.ts';
import type { Route } from '../../infra/http.ts';
import type { CareerContributions } from './contributions.ts';

/** Career planning (§5.4): assessments, the panorama of posts, the portrait. */
export function careerRoutes(_deps: Deps, _contributions: CareerContributions): Route[] {
  return [];
}
