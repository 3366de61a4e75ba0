import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { appointPerson, endAppointment } from './appoint-person.ts';
import { INVITED_ROLES } from './appointment.rules.ts';
import { editCourse, editLearner } from './edit-members.ts';
import { inviteAgain, invitePerson, revokeInvitation } from './invite-person.ts';
import { presentPeople } from './people.pages.ts';
import {
  findCourse,
  selectAppointments,
  selectInvitations,
  selectMembers,
  selectStaff,
} from './people.queries.ts';
import { requireRole, requireTeacher, type SignedIn } from './roster.guards.ts';
import { APPOINTED_ROLES, LEARNER_CATEGORIES, TALENT_TYPES } from './roster.schema.ts';
import { selectTerms } from './school.queries.ts';

const FOUND_SHOWN = 20;
const requireAppointer = requireRole('instructor', 'administrator');

const TalentTypeOrNothing = orNothing(z.enum(TALENT_TYPES));
const AppointmentParams = z.object({ appointmentId: z.uuid() });

/** Members of the course, appointments and invitations. */
export const peopleRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/people',
    guard: requireAppointer,
    query: z.object({
      find: z.string().trim().max(100).default(''),
      group: orNothing(z.string().max(300)).default(null),
      saved: Ticked,
    }),
    handle: async ({ who, query }) =>
      page('roster/people', presentPeople(await readPeople(deps, who, query))),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/course',
    guard: requireTeacher,
    body: z.object({ talentType: TalentTypeOrNothing, termId: orNothing(z.uuid()) }),
    async handle({ who, body }) {
      await editCourse(deps, who, body);
      return redirect('/people?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/learners/:personId',
    guard: requireTeacher,
    params: z.object({ personId: z.uuid() }),
    body: z.object({ talentType: TalentTypeOrNothing, category: z.enum(LEARNER_CATEGORIES) }),
    async handle({ who, params, body }) {
      await editLearner(deps, who, { ...params, ...body });
      return redirect('/people?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/appointments',
    guard: requireAppointer,
    body: z.object({
      personId: z.uuid(),
      role: z.enum(APPOINTED_ROLES),
      scope: z.enum(['course', 'school']),
    }),
    async handle({ who, body }) {
      await appointPerson(deps, who, body);
      return redirect('/people?saved=1#appointments');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/appointments/:appointmentId/end',
    guard: requireAppointer,
    params: AppointmentParams,
    async handle({ who, params }) {
      await endAppointment(deps, who, params.appointmentId);
      return redirect('/people?saved=1#appointments');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/appointments/:appointmentId/link',
    guard: requireAppointer,
    params: AppointmentParams,
    // Not a redirect: the link is shown once, by this answer only.
    handle: async ({ who, params }) =>
      page('roster/invited', await inviteAgain(deps, who, params.appointmentId)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/invitations',
    guard: requireAppointer,
    body: z.object({ name: z.string().trim().min(1).max(100), role: z.enum(INVITED_ROLES) }),
    handle: async ({ who, body }) => page('roster/invited', await invitePerson(deps, who, body)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/people/invitations/:invitationId/revoke',
    guard: requireAppointer,
    params: z.object({ invitationId: z.uuid() }),
    async handle({ who, params }) {
      await revokeInvitation(deps, who, params.invitationId);
      return redirect('/people?saved=1#invitations');
    },
  }),
];

async function readPeople(
  deps: Deps,
  who: SignedIn,
  { find, group, saved }: { find: string; group: string | null; saved: boolean },
) {
  const { schoolId, courseId, roles } = who;
  const { db } = deps;
  const inCourse = courseId === null ? null : { schoolId, courseId };
  return {
    roles,
    courseId,
    now: deps.now(),
    course: inCourse ? ((await findCourse(db, inCourse)) ?? null) : null,
    terms: await selectTerms(db, schoolId),
    members: inCourse ? await selectMembers(db, inCourse) : [],
    appointments: await selectAppointments(db, { schoolId, courseId }),
    invitations: await selectInvitations(db, { schoolId, courseId }),
    found: find === '' ? null : await selectStaff(db, { schoolId, find, limit: FOUND_SHOWN }),
    find,
    group,
    saved,
  };
}
