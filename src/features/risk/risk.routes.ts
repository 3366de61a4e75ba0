import type { Deps } from '../../infra/deps.ts';
import { page, route, type Route } from '../../infra/http.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import { presentEffect, type EffectPage } from './effect.pages.ts';
import { selectAnswers, selectFalseAlarms, selectNearEntry } from './effect.queries.ts';
import { BAND, ENTRY_LEVEL, LATER_DAYS } from './effect.rules.ts';

const SINCE_DAYS = 180;
const LATEST = 50;
const DAY_MS = 86_400_000;

/** What warnings are worth here: for those who answer for them. */
export const riskRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/warnings/effect',
    guard: requireRole('administrator', 'supervisor'),
    handle: async ({ who }) => page('risk/effect', await loadEffect(deps, who)),
  }),
];

/** Administrators, and supervisors who came in without a course, see every course. */
async function loadEffect({ db, now }: Deps, who: SignedIn): Promise<EffectPage> {
  const scope = {
    schoolId: who.schoolId,
    courseId: who.roles.includes('administrator') ? null : who.courseId,
    since: new Date(now().getTime() - SINCE_DAYS * DAY_MS),
  };
  const rows = {
    answers: await selectAnswers(db, scope, now()),
    alarms: await selectFalseAlarms(db, scope, LATEST),
    near: await selectNearEntry(db, scope, { entry: ENTRY_LEVEL, band: BAND, laterDays: LATER_DAYS }),
  };
  return presentEffect(rows, { sinceDays: SINCE_DAYS, latest: LATEST });
}
