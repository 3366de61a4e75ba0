import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { TALENT_TYPES, requireRole } from '../roster/index.ts';
import { loadJob, loadJobs } from './load-jobs.ts';
import type { PostingBook } from './open-postings.ts';
import { Listed, Pay, Several } from './posting-form.schema.ts';
import { EDUCATIONS, POSTING_KINDS } from './postings.schema.ts';
import { reportPosting } from './report-posting.ts';
import { deleteWishes, loadWishes, saveWishes, switchRecommendations } from './save-profile.ts';
import { presentWishes } from './wishes.pages.ts';

const requireStudent = requireRole('learner');
const JobParams = z.object({ postingId: z.uuid() });
const WishesBody = z.object({
  consent: Ticked,
  talentType: orNothing(z.enum(TALENT_TYPES)).default(null),
  posts: Listed,
  kinds: Several(z.enum(POSTING_KINDS)),
  regions: Listed,
  regionsOnly: Ticked,
  education: orNothing(z.enum(EDUCATIONS)).default(null),
  availableFrom: orNothing(z.iso.date()).default(null),
  certificates: Listed,
  minPay: Pay,
});
const PATH = '/s/:sessionId/jobs';

/** Openings for students, with reasons; what they look for, and the switch that turns recommendations off. */
export const jobsRoutes = (deps: Deps, book: PostingBook): Route[] => [
  route({
    method: 'get',
    path: PATH,
    guard: requireStudent,
    query: Saved.extend({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    handle: async ({ who, query }) => page('jobs/jobs', await loadJobs(deps, book, who, query)),
  }),
  route({
    method: 'post',
    path: `${PATH}/recommendations`,
    guard: requireStudent,
    body: z.object({ on: z.enum(['yes', 'no']) }),
    async handle({ who, body }) {
      await switchRecommendations(deps, who, body.on === 'yes');
      return redirect('/jobs?saved=1');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/wishes`,
    guard: requireStudent,
    query: Saved,
    async handle({ who, query }) {
      const { profile, minPay } = await loadWishes(deps, who);
      return page('jobs/wishes', presentWishes(profile, minPay, query.saved));
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/wishes`,
    guard: requireStudent,
    body: WishesBody,
    async handle({ who, body }) {
      await saveWishes(deps, who, body);
      return redirect('/jobs?saved=1');
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/wishes/delete`,
    guard: requireStudent,
    async handle({ who }) {
      await deleteWishes(deps, who);
      return redirect('/jobs/wishes?saved=1');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:postingId`,
    guard: requireStudent,
    params: JobParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('jobs/job', await loadJob(deps, book, who, params.postingId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:postingId/report`,
    guard: requireStudent,
    params: JobParams,
    body: z.object({ words: z.string().trim().min(2).max(1000) }),
    async handle({ who, params, body }) {
      await reportPosting(deps, who, params.postingId, body.words);
      return redirect('/jobs?saved=1');
    },
  }),
];
