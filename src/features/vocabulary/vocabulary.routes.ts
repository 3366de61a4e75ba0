import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { Ticked } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator, requireRole } from '../roster/index.ts';
import { loadChecker } from './load-checker.ts';
import { removeProfile, uploadProfile } from './upload-profile.ts';

const requireAuthor = requireRole('instructor', 'administrator');
const Source = z.object({ source: z.string().max(1_000_000).default('') });

/** Where authors of content see what becomes of a statement. Nothing that is pasted is kept. */
export const vocabularyRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/vocabulary',
    guard: requireAuthor,
    query: z.object({ statement: z.uuid().optional(), saved: Ticked }),
    async handle({ who, query: { statement, saved } }) {
      const checker = await loadChecker(deps, who, { saved, pick: statement ?? null });
      if (statement !== undefined)
        await recordAudit(deps.db, deps, {
          schoolId: who.schoolId,
          actorPersonId: who.personId,
          action: 'statement.read',
          subjectType: 'statement',
          subjectId: statement,
        });
      return page('vocabulary/checker', checker);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/vocabulary',
    guard: requireAuthor,
    body: Source,
    handle: async ({ who, body }) =>
      page('vocabulary/checker', await loadChecker(deps, who, { source: body.source })),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/vocabulary/profiles',
    guard: requireAdministrator,
    body: z.object({ file: z.string() }),
    async handle({ who, body }) {
      const uploadProblem = await uploadProfile(deps, who, body.file);
      if (uploadProblem === null) return redirect('/vocabulary?saved=1#profiles');
      return page('vocabulary/checker', await loadChecker(deps, who, { uploadProblem }), { status: 422 });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/vocabulary/profiles/remove',
    guard: requireAdministrator,
    body: z.object({ id: z.string().min(1).max(2000) }),
    async handle({ who, body }) {
      await removeProfile(deps, who, body.id);
      return redirect('/vocabulary?saved=1#profiles');
    },
  }),
];
