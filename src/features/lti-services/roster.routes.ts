import { setTimeout as rest } from 'node:timers/promises';
import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Ticked } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireTeacher, type InCourse } from '../roster/index.ts';
import { presentRoster } from './roster.pages.ts';
import { selectRostersOfCourse } from './roster.queries.ts';
import { isRosterBeingRead, syncRoster } from './sync-roster.ts';

/** A big course or a slow LMS takes longer than anybody likes to look at a blank page; the reading goes on. */
const LONGEST_WAIT_MS = 15_000;

/** How the course's members follow the LMS, and a reading on demand. */
export function rosterSyncRoutes(deps: Deps): Route[] {
  const load = async (who: InCourse) => {
    const { schoolId } = who;
    return (await selectRostersOfCourse(deps.db, who)).map((row) => ({
      ...row,
      running: isRosterBeingRead(deps, { ...row, schoolId }),
    }));
  };
  const readNow = async (who: InCourse, trusted: boolean): Promise<void> => {
    const { schoolId, personId: actorPersonId } = who;
    const readings = (await load(who)).map((row) =>
      syncRoster(deps, { ...row, schoolId }, { actorPersonId, trusted }),
    );
    const all = Promise.all(readings);
    const waited = new AbortController();
    try {
      await Promise.race([all, rest(LONGEST_WAIT_MS, undefined, { ref: false, signal: waited.signal })]);
    } finally {
      waited.abort();
      all.catch((error: unknown) =>
        deps.log.error({ err: error, courseId: who.courseId }, 'a roster could not be reconciled'),
      );
    }
  };
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/roster',
      guard: requireTeacher,
      query: z.object({ asked: Ticked }),
      handle: async ({ who, query }) =>
        page('lti-services/roster', presentRoster(await load(who), query.asked)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/roster/read',
      guard: requireTeacher,
      async handle({ who }) {
        await readNow(who, false);
        return redirect('/roster?asked=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/roster/confirm',
      guard: requireTeacher,
      async handle({ who }) {
        await readNow(who, true);
        return redirect('/roster?asked=1');
      },
    }),
  ];
}
