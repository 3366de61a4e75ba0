import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireCourseStaff, requireInCourse, requireRole } from '../roster/index.ts';
import { loadMentors } from './load-mentors.ts';
import { loadShares } from './load-shares.ts';
import { deleteMentorAct, logMentorAct } from './log-mentor-act.ts';
import { MENTOR_DUTIES } from './training.schema.ts';

const requireWriter = requireInCourse('instructor', 'administrator', 'enterprise_mentor');
const Hours = z.coerce
  .number()
  .min(0.25)
  .max(24)
  .transform((hours) => Math.round(hours * 60));
const ActBody = z.object({
  duty: z.enum(MENTOR_DUTIES),
  mentorPersonId: z.uuid().default(''),
  classId: orNothing(z.uuid()),
  day: z.iso.date(),
  hours: Hours,
  topic: z.string().trim().min(1).max(300),
});
const DONE = '/training/mentors?saved=1';

/** What enterprise mentors do for a course, and their share of it. */
export const mentorsRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/training/mentors',
    guard: requireCourseStaff,
    query: Saved,
    handle: async ({ who, query }) => page('training/mentors', await loadMentors(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/training/mentors',
    guard: requireWriter,
    body: ActBody,
    async handle({ who, body: { hours, ...act } }) {
      await logMentorAct(deps, who, { ...act, minutes: hours });
      return redirect(DONE);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/training/mentors/:mentorActId/delete',
    guard: requireWriter,
    params: z.object({ mentorActId: z.uuid() }),
    async handle({ who, params }) {
      await deleteMentorAct(deps, who, params.mentorActId);
      return redirect(DONE);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/training/shares',
    guard: requireRole('administrator', 'supervisor'),
    handle: async ({ who }) => page('training/shares', await loadShares(deps, who)),
  }),
];
