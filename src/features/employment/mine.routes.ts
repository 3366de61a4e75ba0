import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole } from '../roster/index.ts';
import { DestinationFields, WAVE_MONTHS } from './employment.schema.ts';
import { answerMyself } from './follow-up.ts';
import { loadMine } from './load-graduate.ts';
import { saveContact, saveDestination } from './save-destination.ts';

const requireGraduate = requireRole('learner');
const PATH = '/s/:sessionId/employment/mine';
const SAVED = '/employment/mine?saved=1';

export const Contact = z.object({ contact: orNothing(z.string().trim().max(300)) });
export const Months = z.coerce.number().pipe(z.literal(WAVE_MONTHS));

/** What a graduate tells and answers themselves. */
export const mineRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: PATH,
    guard: requireGraduate,
    query: Saved,
    handle: async ({ who, query }) => page('employment/mine', await loadMine(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/destination`,
    guard: requireGraduate,
    body: DestinationFields,
    async handle({ who, body }) {
      await saveDestination(deps, who, who.personId, body, 'graduate');
      return redirect(SAVED);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/contact`,
    guard: requireGraduate,
    body: Contact,
    async handle({ who, body }) {
      await saveContact(deps, who, who.personId, body.contact);
      return redirect(SAVED);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/waves/:months`,
    guard: requireGraduate,
    params: z.object({ months: Months }),
    handle: async ({ who, params: { months } }) =>
      page('employment/link', {
        months,
        url: await answerMyself(deps, who, months),
        here: true,
        back: '/employment/mine',
      }),
  }),
];
