import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireInCourse } from '../roster/index.ts';
import { finishImprovement, improve, loadFindings } from './improve.ts';

const requireOverseer = requireInCourse('career_teacher', 'instructor', 'administrator', 'supervisor');

/** What learners have in common, and what is improved after it (§5.4.5.2). */
export const findingsRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/career/findings',
    guard: requireOverseer,
    query: Saved,
    handle: async ({ who, query }) =>
      page('career-paths/findings', await loadFindings(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/findings',
    guard: requireOverseer,
    body: z.object({ key: z.string().max(200), words: z.string().trim().min(2).max(1000) }),
    async handle({ who, body }) {
      await improve(deps, who, body);
      return redirect('/career/findings?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/findings/:improvementId/done',
    guard: requireOverseer,
    params: z.object({ improvementId: z.uuid() }),
    async handle({ who, params }) {
      await finishImprovement(deps, who, params.improvementId);
      return redirect('/career/findings?saved=1');
    },
  }),
];
