import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import type { Views } from '../../infra/views.ts';
import { OccupationFilter } from '../occupations/index.ts';
import { LEARNER_CATEGORIES, requireRole, setOwnCategory, type SignedIn } from '../roster/index.ts';
import type { CareerContributions } from './contributions.ts';
import { loadCentre } from './load-centre.ts';
import { loadClass, remindClass, saveDueDays } from './load-class.ts';
import { loadOccupation, loadPanorama } from './load-occupation.ts';
import { loadPortrait } from './load-portrait.ts';
import { PORTRAIT_CHAINS } from './portrait-source.schema.ts';
import { presentTabs, type CareerTab } from './tabs.pages.ts';
import { CAREER_ROLES, FOLLOWERS, PORTRAIT_READERS, mayFollow } from './scope.rules.ts';

const Category = z.enum(LEARNER_CATEGORIES);
const ClassQuery = Saved.extend({
  class: orNothing(z.uuid()).nullable().default(null),
  category: orNothing(Category).nullable().default(null),
  reminded: z.coerce.number().int().min(0).nullable().default(null),
});
const ChainQuery = z.object({ chain: orNothing(z.enum(PORTRAIT_CHAINS)).nullable().default(null) });

const withTabs = (who: SignedIn, tab: CareerTab, content: object) => ({
  ...content,
  tabs: presentTabs(who, tab),
});

/** Career planning (§5.4): assessments, the panorama of posts, the portrait. */
export function careerRoutes(deps: Deps, contributions: CareerContributions, t: Views['t']): Route[] {
  const requireSomebody = requireRole(...CAREER_ROLES);
  const requireLearner = requireRole('learner');
  const requireFollower = requireRole(...FOLLOWERS);
  const requireKeeper = requireRole('administrator', 'career_teacher');
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/career',
      guard: requireSomebody,
      query: Saved,
      async handle({ who, query }) {
        if (who.roles.includes('learner'))
          return page('career/centre', withTabs(who, 'centre', await loadCentre(deps, t, who, query.saved)));
        return redirect(mayFollow(who) ? '/career/class' : '/career/occupations');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/category',
      guard: requireLearner,
      body: z.object({ category: Category }),
      async handle({ who, body }) {
        await setOwnCategory(deps, who, body.category);
        return redirect('/career?saved=1#me');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/occupations',
      guard: requireSomebody,
      query: OccupationFilter,
      handle: async ({ who, query }) =>
        page('career/panorama', withTabs(who, 'occupations', await loadPanorama(deps, who, query))),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/occupations/:occupationId',
      guard: requireSomebody,
      params: z.object({ occupationId: z.string().max(64) }),
      handle: async ({ who, params }) =>
        page(
          'career/occupation',
          withTabs(who, 'occupations', await loadOccupation(deps, t, who, params.occupationId)),
        ),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/class',
      guard: requireFollower,
      query: ClassQuery,
      async handle({ who, query }) {
        const { class: classId, category, saved, reminded } = query;
        const ask = { classId, category, saved, reminded };
        return page('career/class', withTabs(who, 'class', await loadClass(deps, who, ask)));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/class/remind',
      guard: requireFollower,
      body: z.object({ class: orNothing(z.uuid()).nullable().default(null) }),
      async handle({ who, body }) {
        const told = await remindClass(deps, who, body.class);
        return redirect(`/career/class?class=${body.class ?? ''}&reminded=${told}`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/settings',
      guard: requireKeeper,
      body: z.object({ dueDays: z.coerce.number().int().min(1).max(365) }),
      async handle({ who, body }) {
        await saveDueDays(deps, who, body.dueDays);
        return redirect('/career/class?saved=1');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/portrait',
      guard: requireLearner,
      query: ChainQuery,
      handle: async ({ who, query }) =>
        page(
          'career/portrait',
          withTabs(who, 'portrait', await loadPortrait(deps, contributions, who, { ...who, ...query })),
        ),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/portrait/:personId',
      guard: requireRole(...PORTRAIT_READERS),
      params: z.object({ personId: z.uuid() }),
      query: ChainQuery,
      handle: async ({ who, params, query }) =>
        page(
          'career/portrait',
          withTabs(who, 'class', await loadPortrait(deps, contributions, who, { ...params, ...query })),
        ),
    }),
  ];
}
