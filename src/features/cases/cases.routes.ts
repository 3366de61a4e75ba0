import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Ask, type Route } from '../../infra/http.ts';
import { requireRole, type SignedIn } from '../roster/index.ts';
import { actOnCase } from './act-on-case.ts';
import { SNOOZE_DAYS_MAX } from './case.rules.ts';
import { CASE_OUTCOMES, SNOOZE_REASONS, type CaseAct } from './cases.schema.ts';
import { loadCase, loadWarnings } from './load-case.ts';

const CaseParams = z.object({ caseId: z.uuid() });
const Words = z.string().trim().max(2000);
const Note = z.object({ note: Words.min(2) });
const Named = z.object({ personId: z.uuid() });
const Guidance = z.object({ mentorPersonId: z.uuid(), note: Words.min(2) });
const Snooze = z.object({
  days: z.coerce.number().int().min(1).max(SNOOZE_DAYS_MAX),
  reason: z.enum(SNOOZE_REASONS),
});
const Closing = z.object({ outcome: z.enum(CASE_OUTCOMES), note: Words.default('') });
const DAY_MS = 86_400_000;

/** Warnings and what becomes of them. No learner reaches any of this: they read friendly messages on their own page. */
export function casesRoutes(deps: Deps): Route[] {
  const requireStaff = requireRole(
    'instructor',
    'administrator',
    'career_teacher',
    'supervisor',
    'enterprise_mentor',
  );
  /** One form of a case's page: a body that becomes a step. */
  const step = <B>(name: string, body: z.ZodType<B>, act: (given: B) => CaseAct): Route =>
    route({
      method: 'post',
      path: `/s/:sessionId/cases/:caseId/${name}`,
      guard: requireStaff,
      params: CaseParams,
      body,
      handle: async ({ who, params, body: given }: Ask<SignedIn, { caseId: string }, unknown, B>) => {
        await actOnCase(deps, who, params.caseId, act(given));
        return redirect(`/cases/${params.caseId}?saved=1`);
      },
    });
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/warnings',
      guard: requireStaff,
      query: z.object({ show: z.enum(['open', 'closed']).default('open') }),
      handle: async ({ who, query }) => page('cases/warnings', await loadWarnings(deps, who, query.show)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/cases/:caseId',
      guard: requireStaff,
      params: CaseParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('cases/case', await loadCase(deps, who, params.caseId, query.saved)),
    }),
    step('acknowledge', z.object({}), () => ({ step: 'acknowledged' })),
    step('method', Note, ({ note }) => ({ step: 'method_changed', note })),
    step('assign', Named, ({ personId }) => ({ step: 'assigned', personId })),
    step('intervention', Note, ({ note }) => ({ step: 'intervened', note })),
    step('contact', Note, ({ note }) => ({ step: 'contact_tried', note })),
    step('mentor', Guidance, (given) => ({ step: 'mentor_guided', ...given })),
    step('snooze', Snooze, ({ days, reason }) => ({
      step: 'snoozed',
      until: new Date(deps.now().getTime() + days * DAY_MS),
      reason,
    })),
    step('comment', Note, ({ note }) => ({ step: 'commented', note })),
    step('close', Closing, (given) => ({ step: 'closed', ...given })),
  ];
}
