import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole, signedIn } from '../roster/index.ts';
import { delegate, endDelegation } from './delegate.ts';
import { DELEGABLE_ROLES, type NoticeKind } from './inbox.schema.ts';
import { loadAway, loadInbox } from './load-inbox.ts';
import { mailRoutes } from './mail.routes.ts';
import { countUnread, putAwayNotice, takeNotice } from './notices.queries.ts';

const NoticeParams = z.object({ noticeId: z.uuid() });
const requireDuties = requireRole(...DELEGABLE_ROLES);

/** What waits for somebody, who stands in for whom, and of what e-mails tell. */
export const inboxRoutes = (deps: Deps, kinds: readonly NoticeKind[]): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/inbox',
    guard: signedIn,
    query: Saved.extend({ show: z.enum(['open', 'done']).default('open') }),
    handle: async ({ who, query }) => page('inbox/inbox', await loadInbox(deps, who, query)),
  }),
  /** Asked for by each page once it is there, so that none waits for the number. */
  route({
    method: 'get',
    path: '/s/:sessionId/inbox/bell',
    guard: signedIn,
    handle: async ({ who: { schoolId, personId } }) =>
      page(
        'inbox/bell',
        { count: await countUnread(deps.db, { schoolId, personId, now: deps.now() }) },
        { layout: 'fragment' },
      ),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/inbox/notices/:noticeId',
    guard: signedIn,
    params: NoticeParams,
    async handle({ who: { schoolId, personId }, params }) {
      const link = await takeNotice(deps.db, { schoolId, personId, now: deps.now() }, params.noticeId);
      if (link === undefined) throw notFound();
      return redirect(link);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/inbox/notices/:noticeId/away',
    guard: signedIn,
    params: NoticeParams,
    async handle({ who: { schoolId, personId }, params }) {
      if (!(await putAwayNotice(deps.db, { schoolId, personId, now: deps.now() }, params.noticeId)))
        throw notFound();
      return redirect('/inbox');
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/inbox/away',
    guard: requireDuties,
    query: Saved,
    handle: async ({ who, query }) => page('inbox/away', await loadAway(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/inbox/away',
    guard: requireDuties,
    body: z.object({
      role: z.enum(DELEGABLE_ROLES),
      deputyPersonId: z.uuid(),
      from: z.iso.date(),
      until: z.iso.date(),
    }),
    async handle({ who, body }) {
      await delegate(deps, who, body);
      return redirect('/inbox/away?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/inbox/away/:delegationId/end',
    guard: requireDuties,
    params: z.object({ delegationId: z.uuid() }),
    async handle({ who, params }) {
      await endDelegation(deps, who, params.delegationId);
      return redirect('/inbox/away?saved=1');
    },
  }),
  ...mailRoutes(deps, kinds),
];
