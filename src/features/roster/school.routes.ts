import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { readClassList } from './class-list.rules.ts';
import { assignClass, removeFromClass } from './edit-members.ts';
import { CalendarStretchBody, saveCalendarDays } from './edit-calendar.ts';
import { selectCalendarDays } from './calendar.queries.ts';
import { deleteSchoolPart, editSchool, saveSchoolPart } from './edit-school.ts';
import { answerDataRequest, openDataRequests } from './request-about-data.ts';
import { renewCookie } from './open-session.ts';
import { requireAdministrator, type SignedIn } from './roster.guards.ts';
import { TALENT_TYPES, WARNING_CLOCKS } from './roster.schema.ts';
import { joinDays } from './school-day.rules.ts';
import { presentSchool, type ClassPage } from './school.pages.ts';
import {
  getClass,
  getSchool,
  selectClassCandidates,
  selectClassLearners,
  selectClasses,
  selectColleges,
  selectMajors,
  selectTerms,
} from './school.queries.ts';

const Name = z.string().trim().min(1).max(100);
const Id = orNothing(z.uuid());
const ClassParams = z.object({ classId: z.uuid() });
const DONE = '/school?saved=1';

/** What only an administrator sets: the school, its structure, its terms, answers to data requests. */
export const schoolRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/school',
    guard: requireAdministrator,
    query: Saved,
    handle: async ({ who, query }) =>
      page('roster/school', presentSchool(await readSchool(deps, who, query.saved))),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school',
    guard: requireAdministrator,
    body: z.object({ name: Name, timeZone: z.string(), warningClock: z.enum(WARNING_CLOCKS) }),
    async handle({ who, body }) {
      await editSchool(deps, who, body);
      return redirect(DONE, { cookies: await renewCookie(deps, who) });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/colleges',
    guard: requireAdministrator,
    body: z.object({ id: Id, name: Name }),
    async handle({ who, body }) {
      await saveSchoolPart(deps, who, { part: 'college', ...body });
      return redirect(`${DONE}#structure`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/majors',
    guard: requireAdministrator,
    body: z.object({
      id: Id,
      name: Name,
      collegeId: z.uuid(),
      talentType: orNothing(z.enum(TALENT_TYPES)),
    }),
    async handle({ who, body }) {
      await saveSchoolPart(deps, who, { part: 'major', ...body });
      return redirect(`${DONE}#structure`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/classes',
    guard: requireAdministrator,
    body: z.object({
      id: Id,
      name: Name,
      majorId: z.uuid(),
      entryYear: orNothing(z.coerce.number().int().min(1990).max(2100)),
    }),
    async handle({ who, body }) {
      await saveSchoolPart(deps, who, { part: 'class', ...body });
      return redirect(`${DONE}#structure`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/terms',
    guard: requireAdministrator,
    body: z.object({ id: Id, name: Name, startsOn: z.iso.date(), endsOn: z.iso.date() }),
    async handle({ who, body }) {
      await saveSchoolPart(deps, who, { part: 'term', ...body });
      return redirect(`${DONE}#terms`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/calendar',
    guard: requireAdministrator,
    body: CalendarStretchBody,
    async handle({ who, body }) {
      await saveCalendarDays(deps, who, body);
      return redirect(`${DONE}#calendar`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/:part/:id/delete',
    guard: requireAdministrator,
    params: z.object({ part: z.enum(['college', 'major', 'class', 'term']), id: z.uuid() }),
    async handle({ who, params }) {
      await deleteSchoolPart(deps, who, params);
      return redirect(`${DONE}#${params.part === 'term' ? 'terms' : 'structure'}`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/requests/:requestId',
    guard: requireAdministrator,
    params: z.object({ requestId: z.uuid() }),
    body: z.object({ answer: z.string().trim().min(1).max(2000) }),
    async handle({ who, params, body }) {
      await answerDataRequest(deps, who, { ...params, ...body });
      return redirect(`${DONE}#requests`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/school/classes/:classId',
    guard: requireAdministrator,
    params: ClassParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('roster/class', await readClass(deps, who, params.classId, { saved: query.saved })),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/classes/:classId',
    guard: requireAdministrator,
    params: ClassParams,
    body: z.object({ list: z.string().max(200_000) }),
    async handle({ who, params, body }) {
      const { personIds, problems } = readClassList(
        body.list,
        await selectClassCandidates(deps.db, who.schoolId),
      );
      // All or nothing: a list with a mistake is shown again with what is wrong in it.
      if (problems.length > 0)
        return page('roster/class', await readClass(deps, who, params.classId, { ...body, problems }), {
          status: 422,
        });
      await assignClass(deps, who, { classId: params.classId, personIds });
      return redirect(`/school/classes/${params.classId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/school/classes/:classId/learners/:personId/remove',
    guard: requireAdministrator,
    params: ClassParams.extend({ personId: z.uuid() }),
    async handle({ who, params }) {
      await removeFromClass(deps, who, params);
      return redirect(`/school/classes/${params.classId}?saved=1`);
    },
  }),
];

async function readSchool(deps: Deps, who: SignedIn, saved: boolean) {
  const { schoolId } = who;
  const { db } = deps;
  return {
    school: await getSchool(db, schoolId),
    colleges: await selectColleges(db, schoolId),
    majors: await selectMajors(db, schoolId),
    classes: await selectClasses(db, schoolId),
    terms: await selectTerms(db, schoolId),
    calendarDays: joinDays(await selectCalendarDays(db, schoolId)),
    mailOn: deps.mail !== null,
    requests: await openDataRequests(deps, { schoolId }),
    timeZones: Intl.supportedValuesOf('timeZone'),
    embeddedDatabase: deps.config.databaseUrl === undefined,
    saved,
  };
}

async function readClass(
  deps: Deps,
  who: SignedIn,
  classId: string,
  form: Partial<Pick<ClassPage, 'list' | 'problems' | 'saved'>>,
): Promise<ClassPage> {
  const key = { schoolId: who.schoolId, classId };
  const byName = new Intl.Collator('zh-CN', { numeric: true });
  const learners = await selectClassLearners(deps.db, key);
  return {
    ...(await getClass(deps.db, key)),
    learners: learners.sort((a, b) => byName.compare(a.name, b.name)),
    list: form.list ?? '',
    problems: form.problems ?? [],
    saved: form.saved ?? false,
  };
}
