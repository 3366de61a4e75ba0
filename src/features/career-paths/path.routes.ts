import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireCourseStaff, requireInCourse, requireLearner } from '../roster/index.ts';
import { approvePath, confirmPath, markItem } from './change-path.ts';
import { loadDesk, loadGauges } from './load-desk.ts';
import { loadPath, loadStudentPath } from './load-path.ts';
import { makePath } from './make-path.ts';
import { NEEDS } from './needs.rules.ts';
import { LISTED_KINDS } from './path.schema.ts';
import { addOffer, loadOffers, retireOffer } from './save-offer.ts';

const requireCareerTeacher = requireInCourse('career_teacher');
const requireKeeper = requireInCourse('career_teacher', 'instructor', 'administrator');
const requireOverseer = requireInCourse('career_teacher', 'instructor', 'administrator', 'supervisor');

const PersonParams = z.object({ personId: z.uuid() });
/** One ticked box of several comes as text, more as a list. */
const Several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) => [given].flat());
const OfferBody = z.object({
  kind: z.enum(LISTED_KINDS),
  title: z.string().trim().min(1).max(200),
  organiser: orNothing(z.string().trim().max(200)).default(null),
  url: orNothing(z.url({ protocol: /^https?$/ }).max(1000)).default(null),
  hours: z.coerce.number().min(0.5).max(1000),
  applyBy: orNothing(z.iso.date()).default(null),
  heldOn: orNothing(z.iso.date()).default(null),
  skillIds: Several,
  from: z.coerce.number().int().min(0).max(4),
  to: z.coerce.number().int().min(1).max(5),
});
const DeskQuery = z.object({
  need: orNothing(z.enum(NEEDS)).default(null),
  find: z.string().trim().max(100).default(''),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

/** Paths, gauges, the desk and the list of certificates and contests. */
export const pathRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/career/path',
    guard: requireLearner,
    query: Saved,
    handle: async ({ who, query }) => page('career-paths/path', await loadPath(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/path',
    guard: requireLearner,
    body: z.object({ goalId: z.uuid(), weeklyHours: z.coerce.number().min(0.5).max(40) }),
    async handle({ who, body }) {
      await makePath(deps, who, { goalId: body.goalId, weeklyMinutes: Math.round(body.weeklyHours * 60) });
      return redirect('/career/path?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/path/confirm',
    guard: requireLearner,
    async handle({ who }) {
      await confirmPath(deps, who);
      return redirect('/career/path?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/path/items',
    guard: requireLearner,
    body: z.object({
      key: z.string().max(200),
      done: z.enum(['yes', 'no']),
      evidence: orNothing(z.string().trim().max(500)).default(null),
    }),
    async handle({ who, body }) {
      await markItem(deps, who, { ...body, done: body.done === 'yes' });
      return redirect('/career/path?saved=1');
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/students/:personId/path',
    guard: requireCourseStaff,
    params: PersonParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('career-paths/path', await loadStudentPath(deps, who, params.personId, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/students/:personId/path/approve',
    guard: requireCareerTeacher,
    params: PersonParams,
    async handle({ who, params }) {
      await approvePath(deps, who, params.personId);
      return redirect(`/career/students/${params.personId}/path?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/desk',
    guard: requireCourseStaff,
    query: DeskQuery,
    handle: async ({ who, query }) => page('career-paths/desk', await loadDesk(deps, who, query)),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/gauges',
    guard: requireOverseer,
    query: z.object({ group: orNothing(z.string().max(100)).default(null) }),
    handle: async ({ who, query }) => page('career-paths/gauges', await loadGauges(deps, who, query.group)),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/career/offers',
    guard: requireKeeper,
    query: Saved,
    handle: async ({ who, query }) => page('career-paths/offers', await loadOffers(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/offers',
    guard: requireKeeper,
    body: OfferBody,
    async handle({ who, body }) {
      await addOffer(deps, who, body);
      return redirect('/career/offers?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/offers/:offerId/retire',
    guard: requireKeeper,
    params: z.object({ offerId: z.uuid() }),
    async handle({ who, params }) {
      await retireOffer(deps, who, params.offerId);
      return redirect('/career/offers?saved=1');
    },
  }),
];
