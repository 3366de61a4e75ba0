import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { LOCALES, pickLocale } from '../../infra/views.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { INVITATION_DAYS } from './invitation.rules.ts';
import { anyoneUnframed } from './roster.guards.ts';

const Params = z.object({ token: z.string().max(200) });

/** The public door for invited mentors and experts: the link, used once. */
export const invitationRoutes = (deps: Deps): Route[] => {
  const present = async (token: string, status: number) => {
    const { verdict, invitation } = await readInvitation(deps.db, deps, token);
    return page(
      'roster/invitation',
      { verdict, invitation, days: INVITATION_DAYS, token },
      { layout: 'bare', status: invitation ? status : verdict === 'unknown' ? 404 : 410 },
    );
  };
  return [
    route({
      method: 'get',
      path: '/invitations/:token',
      guard: anyoneUnframed,
      params: Params,
      handle: ({ params }) => present(params.token, 200),
    }),
    route({
      method: 'post',
      path: '/invitations/:token',
      guard: anyoneUnframed,
      params: Params,
      body: z.object({ name: z.string().trim().max(100), locale: z.enum(LOCALES).optional() }),
      async handle({ params, body, headers }) {
        if (body.name === '') return present(params.token, 422);
        const locale = body.locale ?? pickLocale(headers['accept-language']);
        const session = await acceptInvitation(deps, params.token, { name: body.name, locale });
        if (!session) return present(params.token, 410);
        return redirect(`${session.path}/`, { cookies: [session.cookie] });
      },
    }),
  ];
};
