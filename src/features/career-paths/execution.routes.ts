import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireLearner } from '../roster/index.ts';
import { EXECUTION_ANSWERS } from './execution.rules.ts';
import { answerExecution, loadExecutions, makeExecution } from './make-execution.ts';

/** Semester-end reports on a path (§5.4.3.2). */
export const executionRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/career/execution',
    guard: requireLearner,
    query: Saved,
    handle: async ({ who, query }) =>
      page('career-paths/execution', await loadExecutions(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/execution',
    guard: requireLearner,
    async handle({ who }) {
      await makeExecution(deps, who);
      return redirect('/career/execution?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/career/execution/:executionId',
    guard: requireLearner,
    params: z.object({ executionId: z.uuid() }),
    body: z.object({
      answer: z.enum(EXECUTION_ANSWERS),
      words: z.string().trim().max(4000).default(''),
    }),
    async handle({ who, params, body }) {
      await answerExecution(deps, who, params.executionId, body);
      return redirect('/career/execution?saved=1');
    },
  }),
];
