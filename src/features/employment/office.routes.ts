import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireOffice } from './employment.guards.ts';
import { TICKET_OUTCOMES } from './employment.schema.ts';
import { loadCalls, loadQuality, loadTickets } from './load-office.ts';
import { assignTicket, closeTicket, openFinding } from './tickets.ts';

const One = z.object({ ticketId: z.uuid() });
const Assign = z.object({ ownerPersonId: z.uuid(), dueOn: z.iso.date() });
const PATH = '/s/:sessionId/employment';

/** What the office does: calls, tickets, and the report with what follows from it. */
export const officeRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: `${PATH}/calls`,
    guard: requireOffice,
    handle: async ({ who }) => page('employment/calls', await loadCalls(deps, who)),
  }),
  route({
    method: 'get',
    path: `${PATH}/tickets`,
    guard: requireOffice,
    query: Saved.extend({ closed: Ticked }),
    handle: async ({ who, query }) => page('employment/tickets', await loadTickets(deps, who, query)),
  }),
  route({
    method: 'post',
    path: `${PATH}/tickets/:ticketId/assign`,
    guard: requireOffice,
    params: One,
    body: Assign,
    async handle({ who, params, body }) {
      await assignTicket(deps, who, params.ticketId, body);
      return redirect('/employment/tickets?saved=1');
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/tickets/:ticketId/close`,
    guard: requireOffice,
    params: One,
    body: z.object({ outcome: z.enum(TICKET_OUTCOMES), answer: z.string().trim().min(2).max(2000) }),
    async handle({ who, params, body }) {
      await closeTicket(deps, who, params.ticketId, body);
      return redirect('/employment/tickets?saved=1');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/quality`,
    guard: requireOffice,
    query: Saved.extend({ year: orNothing(z.coerce.number().int().min(1950).max(2200)).default(null) }),
    handle: async ({ who, query }) => page('employment/quality', await loadQuality(deps, who, query)),
  }),
  route({
    method: 'post',
    path: `${PATH}/quality/findings`,
    guard: requireOffice,
    body: Assign.extend({ words: z.string().trim().min(2).max(500) }),
    async handle({ who, body }) {
      await openFinding(deps, who, body);
      return redirect('/employment/tickets?saved=1');
    },
  }),
];
