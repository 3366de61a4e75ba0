import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { file, json, page, redirect, route, type Route } from '../../infra/http.ts';
import { LOCALES } from '../../infra/views.ts';
import { landingPath } from './landing.rules.ts';
import { presentMyData } from './my-data.pages.ts';
import { loadClaims, presentCookie, renewCookie, spentCookie } from './open-session.ts';
import { PRIVACY_VERSION } from './privacy.rules.ts';
import { exportMyData, readMyData, type PersonalDataSource } from './read-my-data.ts';
import { requestAboutData } from './request-about-data.ts';
import { returnPath } from './return-path.rules.ts';
import { holdsKey, returning, signedIn, signedInBeforeNotice } from './roster.guards.ts';
import { DATA_REQUEST_KINDS } from './roster.schema.ts';
import { people } from './roster.tables.ts';
import { issuePass } from './session-keys.ts';
import { sessions } from './sessions.tables.ts';

/** A visit from its first page on: notice, language, and what is held on the visitor. */
export const visitRoutes = (deps: Deps, sources: PersonalDataSource[]): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/',
    guard: signedIn,
    handle: ({ who }) => redirect(who.landing ?? landingPath(who.roles, who.courseId !== null)),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/privacy',
    guard: signedInBeforeNotice,
    async handle({ who }) {
      // Accepted in another tab, whose cookie this one doesn't see.
      const claims = who.privacyAccepted ? null : await loadClaims(deps.db, deps, who);
      if (claims?.privacyAccepted) return redirect('/', { cookies: [presentCookie(deps, claims)] });
      return page('roster/privacy', { accepted: who.privacyAccepted, version: PRIVACY_VERSION });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/privacy',
    guard: signedInBeforeNotice,
    async handle({ who }) {
      await deps.db
        .update(people)
        .set({ privacyVersion: PRIVACY_VERSION, privacyAcceptedAt: deps.now() })
        .where(and(eq(people.schoolId, who.schoolId), eq(people.id, who.personId)));
      return redirect('/', { cookies: await renewCookie(deps, who) });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/language',
    guard: signedInBeforeNotice,
    body: z.object({ locale: z.enum(LOCALES) }),
    async handle({ who, body, headers }) {
      await deps.db
        .update(people)
        .set({ locale: body.locale })
        .where(and(eq(people.schoolId, who.schoolId), eq(people.id, who.personId)));
      const to = returnPath(headers.referer, who.base, deps.config.publicUrl);
      return redirect(to, { cookies: await renewCookie(deps, who) });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/leave',
    guard: signedInBeforeNotice,
    async handle({ who }) {
      await deps.db
        .update(sessions)
        .set({ endedAt: deps.now() })
        .where(and(eq(sessions.schoolId, who.schoolId), eq(sessions.id, who.sessionId)));
      return page('roster/left', {}, { layout: 'bare', cookies: [spentCookie(deps, who.sessionId)] });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/pass',
    guard: holdsKey,
    handle: async ({ who }) => json({ pass: await issuePass(deps, who) }),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/resume',
    guard: returning,
    query: z.object({ to: z.string().startsWith('/').max(4000) }),
    handle: ({ who, query }) =>
      page(
        'roster/resume',
        {
          visit: { base: who.base, store: who.store },
          to: query.to,
          assets: `${deps.config.basePath}/assets`,
        },
        { layout: 'bare' },
      ),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/my-data',
    guard: signedIn,
    query: Saved,
    async handle({ who, query }) {
      const rows = await readMyData(deps, who, sources);
      return page('roster/my-data', presentMyData(rows, [...DATA_REQUEST_KINDS], query.saved));
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/my-data/download',
    guard: signedIn,
    async handle({ who }) {
      const data = await exportMyData(deps, who, sources);
      await inTransaction(deps.db, (tx) =>
        recordAudit(tx, deps, {
          schoolId: who.schoolId,
          actorPersonId: who.personId,
          action: 'my_data.download',
          subjectType: 'person',
          subjectId: who.personId,
        }),
      );
      const name = `waymark-${deps.now().toISOString().slice(0, 10)}.json`;
      return file(name, 'application/json', JSON.stringify(data, null, 2));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/my-data/requests',
    guard: signedIn,
    body: z.object({ kind: z.enum(DATA_REQUEST_KINDS), note: z.string().trim().min(1).max(2000) }),
    async handle({ who, body }) {
      await requestAboutData(deps, who, body);
      return redirect('/my-data?saved=1#requests');
    },
  }),
];
