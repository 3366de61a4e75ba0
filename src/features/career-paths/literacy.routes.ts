import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import type { Views } from '../../infra/views.ts';
import { requireInCourse, requireLearner } from '../roster/index.ts';
import { LITERACIES, RUBRIC_LEVELS } from './literacy.rules.ts';
import { exportPortfolio, loadLiteracy, loadPortfolio } from './load-portfolio.ts';
import { addEvidence, addMapping, markLiteracy, removeEvidence, removeMapping } from './mark-literacy.ts';

const requireMarker = requireInCourse('enterprise_mentor', 'career_teacher', 'instructor', 'administrator');
const requireMapper = requireInCourse('career_teacher', 'instructor', 'administrator');

const PersonParams = z.object({ personId: z.uuid() });
const Dimension = z.enum(LITERACIES);
const Words = z.string().trim().min(2).max(4000);
const Mark = z.object({
  dimension: Dimension,
  level: z.coerce.number().int().min(1).max(RUBRIC_LEVELS.length),
  mappingId: orNothing(z.uuid()).default(null),
  words: Words,
});
const Evidence = z.object({
  dimension: Dimension,
  link: orNothing(z.url({ protocol: /^https?$/ }).max(1000)).default(null),
  words: Words,
});
const MappingBody = z.object({
  dimension: Dimension,
  place: z.string().max(100),
  expects: z.string().trim().min(2).max(500),
});
const CSV = 'text/csv; charset=utf-8';

/** Literacies: where a course exercises them, how learners are marked, what they show (§5.4.4). */
export const literacyRoutes = (deps: Deps, t: Views['t']): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/career/portfolio',
    guard: requireLearner,
    query: Saved,
    handle: async ({ who, query }) =>
      page(
        'career-paths/portfolio',
        await loadPortfolio(deps, t, who, { personId: null, saved: query.saved }),
      ),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/portfolio.csv',
    guard: requireLearner,
    handle: async ({ who }) => file('waymark-portfolio.csv', CSV, await exportPortfolio(deps, t, who, null)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/portfolio',
    guard: requireLearner,
    body: Evidence,
    async handle({ who, body }) {
      await addEvidence(deps, who, body);
      return redirect('/career/portfolio?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/portfolio/:evidenceId/delete',
    guard: requireLearner,
    params: z.object({ evidenceId: z.uuid() }),
    async handle({ who, params }) {
      await removeEvidence(deps, who, params.evidenceId);
      return redirect('/career/portfolio?saved=1');
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/students/:personId/portfolio',
    guard: requireMarker,
    params: PersonParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page(
        'career-paths/portfolio',
        await loadPortfolio(deps, t, who, { personId: params.personId, saved: query.saved }),
      ),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/students/:personId/portfolio.csv',
    guard: requireMarker,
    params: PersonParams,
    handle: async ({ who, params }) =>
      file('waymark-portfolio.csv', CSV, await exportPortfolio(deps, t, who, params.personId)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/students/:personId/portfolio',
    guard: requireMarker,
    params: PersonParams,
    body: Mark,
    async handle({ who, params, body }) {
      await markLiteracy(deps, who, params.personId, body);
      return redirect(`/career/students/${params.personId}/portfolio?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/literacy',
    guard: requireMarker,
    query: Saved,
    handle: async ({ who, query }) =>
      page('career-paths/literacy', await loadLiteracy(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/literacy',
    guard: requireMapper,
    body: MappingBody,
    async handle({ who, body }) {
      await addMapping(deps, who, body);
      return redirect('/career/literacy?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/literacy/:mappingId/delete',
    guard: requireMapper,
    params: z.object({ mappingId: z.uuid() }),
    async handle({ who, params }) {
      await removeMapping(deps, who, params.mappingId);
      return redirect('/career/literacy?saved=1');
    },
  }),
];
