import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { Saved, Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Ask, type Route } from '../../infra/http.ts';
import { fromWallTime, requireLearner, requireTeacher, type InCourse } from '../roster/index.ts';
import { AttendanceBody } from './attendance.schema.ts';
import { checkIn, closeCheckIn, openCheckIn } from './check-in.ts';
import { loadMine, loadSession, loadSessions } from './load-offline.ts';
import { recordAttendance, recordRestPresent } from './record-attendance.ts';
import { beginLesson, deleteSession, saveSession } from './record-session.ts';
import { OFFLINE_KINDS } from './training.schema.ts';

const Kind = z.enum(OFFLINE_KINDS);
const SessionBody = z.object({
  kind: Kind,
  title: z.string().trim().min(1).max(200),
  startsAt: z.string().max(20),
  minutes: z.coerce.number().int().min(1).max(720),
  place: z
    .string()
    .trim()
    .max(200)
    .transform((text) => (text === '' ? null : text)),
  classId: orNothing(z.uuid()),
  mentorPersonId: orNothing(z.uuid()),
});
const SessionParams = z.object({ offlineSessionId: z.uuid() });
type OfAttendance = { offlineSessionId: string };

/** Sessions in the room: teachers record them, learners say that they are there and see their own. */
export function offlineRoutes(deps: Deps): Route[] {
  const save = async (who: InCourse, id: string | null, body: z.output<typeof SessionBody>) => {
    const startsAt = fromWallTime(body.startsAt, who.timeZone);
    if (startsAt === null) throw badRequest('badInput', { field: 'startsAt', problem: '' });
    return redirect(to(await saveSession(deps, who, id, { ...body, startsAt })));
  };
  const to = (id: string) => `/training/sessions/${id}?saved=1`;
  /** One form of a session's page. */
  const step = <B>(
    name: string,
    body: z.ZodType<B>,
    act: (who: InCourse, id: string, given: B) => Promise<void>,
  ): Route =>
    route({
      method: 'post',
      path: `/s/:sessionId/training/sessions/:offlineSessionId/${name}`,
      guard: requireTeacher,
      params: SessionParams,
      body,
      handle: async ({ who, params, body: given }: Ask<InCourse, OfAttendance, unknown, B>) => {
        await act(who, params.offlineSessionId, given);
        return redirect(to(params.offlineSessionId));
      },
    });
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/training/sessions',
      guard: requireTeacher,
      query: Saved.extend({ page: z.coerce.number().int().min(1).max(1000).default(1) }),
      handle: async ({ who, query }) => page('training/sessions', await loadSessions(deps, who, query)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/training/sessions',
      guard: requireTeacher,
      body: SessionBody,
      handle: ({ who, body }) => save(who, null, body),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/training/lessons/:lessonId',
      guard: requireTeacher,
      params: z.object({ lessonId: z.uuid() }),
      body: z.object({ kind: Kind.default('lesson') }),
      handle: async ({ who, params, body }) =>
        redirect(to(await beginLesson(deps, who, { ...params, ...body }))),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/training/sessions/:offlineSessionId',
      guard: requireTeacher,
      params: SessionParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('training/session', await loadSession(deps, who, params.offlineSessionId, query.saved)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/training/sessions/:offlineSessionId',
      guard: requireTeacher,
      params: SessionParams,
      body: SessionBody,
      handle: ({ who, params, body }) => save(who, params.offlineSessionId, body),
    }),
    step('attendance', AttendanceBody, (who, id, rows) => recordAttendance(deps, who, id, rows)),
    step('rest-present', z.object({}), (who, id) => recordRestPresent(deps, who, id)),
    step('code', z.object({}), (who, id) => openCheckIn(deps, who, id)),
    step('code/close', z.object({}), (who, id) => closeCheckIn(deps, who, id)),
    route({
      method: 'post',
      path: '/s/:sessionId/training/sessions/:offlineSessionId/delete',
      guard: requireTeacher,
      params: SessionParams,
      async handle({ who, params }) {
        await deleteSession(deps, who, params.offlineSessionId);
        return redirect('/training/sessions?saved=1');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/training/mine',
      guard: requireLearner,
      query: z.object({ checkedIn: Ticked }),
      handle: async ({ who, query }) =>
        page('training/mine', await loadMine(deps, who, { checkedIn: query.checkedIn, problem: null })),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/training/check-in',
      guard: requireLearner,
      body: z.object({ code: z.string().trim().max(20) }),
      async handle({ who, body }) {
        const answer = await checkIn(deps, who, body.code);
        if (answer === 'here') return redirect('/training/mine?checkedIn=1');
        return page('training/mine', await loadMine(deps, who, { checkedIn: false, problem: answer }), {
          status: answer === 'tooMany' ? 429 : 422,
        });
      },
    }),
  ];
}
