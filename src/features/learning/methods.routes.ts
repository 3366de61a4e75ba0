import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireCourseStaff, requireTeacher } from '../roster/index.ts';
import { decideMethod } from './decide-method.ts';
import { loadMethods } from './load-methods.ts';
import { METHOD_PATTERNS, TEACHING_METHODS } from './methods.schema.ts';

const PersonId = orNothing(z.uuid()).default(null);
const Choice = z.object({
  personId: PersonId,
  pattern: z.enum(METHOD_PATTERNS),
  skillId: orNothing(z.string().min(1).max(100)).default(null),
  method: z.enum(TEACHING_METHODS),
  decision: z.enum(['accepted', 'declined']),
  reason: z.string().trim().max(500).default(''),
});

/** Teaching methods suggested by trajectories, and what became of them (R051, §5.5.1.3). */
export const methodsRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/methods',
    guard: requireCourseStaff,
    query: Saved.extend({ person: PersonId }),
    handle: async ({ who, query }) =>
      page('learning/methods', await loadMethods(deps, who, { personId: query.person, saved: query.saved })),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/methods',
    guard: requireTeacher,
    body: Choice,
    handle: async ({ who, body }) => {
      await decideMethod(deps, who, body);
      return redirect('/methods?saved=1');
    },
  }),
];
