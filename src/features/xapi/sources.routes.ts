import { z } from 'zod';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { createCredential } from './create-credential.ts';
import type { CredentialBook } from './credential-book.ts';
import { selectCredentials } from './credential.queries.ts';
import { SCOPES } from './credential.schema.ts';
import { revokeCredential } from './revoke-credential.ts';
import { presentNewCredential, presentSources } from './sources.pages.ts';
import { getIngestion } from './xapi.queries.ts';

/** Where statements come from: the administrator sets up an LMS or another sender. */
export const sourceRoutes = (deps: Deps, book: CredentialBook): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/sources',
    guard: requireAdministrator,
    query: z.object({ saved: z.string().optional() }),
    async handle({ who, query }) {
      const credentials = await selectCredentials(deps.db, who.schoolId);
      const { lastStoredAt } = await getIngestion(deps.db, who.schoolId);
      const saved = query.saved !== undefined;
      return page('xapi/sources', presentSources(deps.config.publicUrl, credentials, lastStoredAt, saved));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/credentials',
    guard: requireAdministrator,
    body: z.object({ label: z.string().trim().min(1).max(100), scope: z.enum(SCOPES) }),
    async handle({ who, body: { label, scope } }) {
      const created = await inTransaction(deps.db, (tx) =>
        createCredential(tx, deps, {
          schoolId: who.schoolId,
          label,
          scopes: [scope],
          createdBy: who.personId,
        }),
      );
      // No redirect: the secret is shown now or never.
      return page('xapi/credential', presentNewCredential(deps.config.publicUrl, label, created));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/credentials/:credentialId/revoke',
    guard: requireAdministrator,
    params: z.object({ credentialId: z.uuid() }),
    async handle({ who, params: { credentialId } }) {
      const revoked = await revokeCredential(deps, {
        schoolId: who.schoolId,
        credentialId,
        revokedBy: who.personId,
      });
      if (!revoked) throw notFound('xapi.credentialNotFound');
      book.turnPages();
      return redirect('/sources?saved=1');
    },
  }),
];
