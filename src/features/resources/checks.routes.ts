import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { page, redirect, route, type Ask, type Guard, type Route } from '../../infra/http.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import {
  publishResource,
  recordMeasure,
  recordProofreading,
  reviewResource,
  setStanding,
  submitResource,
  type Measure,
} from './check-resource.ts';
import { ResourceParams } from './library.routes.ts';
import { loadInbox } from './load-freshness.ts';
import { RESOURCE_SEATS, VERDICTS } from './resources.schema.ts';

export const requireReviewer = requireRole('expert', 'enterprise_mentor');
const requireEditor = requireRole('instructor', 'administrator');
const requireExaminer = requireRole('instructor', 'administrator', 'expert', 'enterprise_mentor');
const PATH = '/s/:sessionId/resources';

export const Verdict = z.object({
  verdict: z.enum(VERDICTS),
  comment: z.string().trim().max(2000).default(''),
});
const Review = Verdict.extend({ seat: z.enum(RESOURCE_SEATS) });
const Proofreading = z
  .object({
    characters: z.coerce.number().int().min(0).max(100_000_000),
    errors: z.coerce.number().int().min(0).max(100_000_000),
  })
  .refine(({ characters, errors }) => errors <= characters, { path: ['errors'] });
const PIXELS = z.coerce.number().int().min(1).max(100_000);
const Measured = z.union([
  z
    .object({
      minutes: z.coerce.number().int().min(0).max(6000),
      seconds: z.coerce.number().int().min(0).max(59),
    })
    .transform(({ minutes, seconds }): Measure => ({ durationSeconds: minutes * 60 + seconds }))
    .refine((measure) => !('durationSeconds' in measure) || measure.durationSeconds > 0),
  z.object({ width: PIXELS, height: PIXELS }),
]);

/** The quality gate of Table 2, step by step, and the inbox of those who review. */
export function checksRoutes(deps: Deps): Route[] {
  /** One form of a resource's page. */
  const step = <B>(
    name: string,
    guard: Guard<SignedIn>,
    body: z.ZodType<B>,
    act: (who: SignedIn, resourceId: string, given: B) => Promise<void>,
  ): Route =>
    route({
      method: 'post',
      path: `${PATH}/:resourceId/${name}`,
      guard,
      params: ResourceParams,
      body,
      handle: async ({ who, params, body: given }: Ask<SignedIn, { resourceId: string }, unknown, B>) => {
        await act(who, params.resourceId, given);
        return redirect(`/resources/${params.resourceId}?saved=1#gate`);
      },
    });
  const nothing = z.object({});
  return [
    route({
      method: 'get',
      path: `${PATH}/inbox`,
      guard: requireReviewer,
      handle: async ({ who }) => page('resources/inbox', await loadInbox(deps, who)),
    }),
    step('proofreading', requireExaminer, Proofreading, (who, id, given) =>
      recordProofreading(deps, who, id, given),
    ),
    step('measure', requireExaminer, Measured, (who, id, given) => recordMeasure(deps, who, id, given)),
    step('submit', requireEditor, nothing, (who, id) => submitResource(deps, who, id)),
    step('review', requireReviewer, Review, (who, id, given) => reviewResource(deps, who, id, given)),
    step('publish', requireEditor, nothing, (who, id) => publishResource(deps, who, id)),
    ...(['withdraw', 'fresh', 'retire', 'restore'] as const).map((name) =>
      step(name, requireEditor, nothing, (who, id) => setStanding(deps, who, id, name)),
    ),
  ];
}
