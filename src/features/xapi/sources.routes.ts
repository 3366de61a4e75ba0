import { z } from 'zod';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { changeCredential } from './change-credential.ts';
import { createCredential } from './create-credential.ts';
import type { CredentialBook } from './credential-book.ts';
import { findCredential, selectCredentials } from './credential.queries.ts';
import { readForm } from './credential.rules.ts';
import { CredentialForm, IssuerForm, type CredentialSettings } from './credential.schema.ts';
import { revokeCredential } from './revoke-credential.ts';
import { presentCredential, presentNewCredential, presentSources } from './sources.pages.ts';
import { trustIssuer } from './trust-issuer.ts';
import { getIngestion } from './xapi.queries.ts';

const OneCredential = z.object({ credentialId: z.uuid() });

/** Where statements come from: the administrator sets up an LMS or another sender. */
export const sourceRoutes = (deps: Deps, book: CredentialBook): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/sources',
    guard: requireAdministrator,
    query: Saved,
    async handle({ who, query }) {
      const credentials = await selectCredentials(deps.db, who.schoolId);
      const { lastStoredAt } = await getIngestion(deps.db, who.schoolId);
      return page(
        'xapi/sources',
        presentSources(deps.config.publicUrl, credentials, lastStoredAt, query.saved),
      );
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/credentials',
    guard: requireAdministrator,
    body: CredentialForm,
    async handle({ who: { schoolId, personId }, body }) {
      const settings = requireScopes(readForm(body));
      const created = await inTransaction(deps.db, (tx) =>
        createCredential(tx, deps, { ...settings, schoolId, createdBy: personId }),
      );
      // No redirect: the secret is shown now or never.
      return page('xapi/credential-made', presentNewCredential(deps.config.publicUrl, settings, created));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/issuers',
    guard: requireAdministrator,
    body: IssuerForm,
    async handle({ who: { schoolId, personId }, body }) {
      const { issuer, audience, scopeMap } = body;
      const settings = requireScopes(readForm(body));
      const id = await trustIssuer(deps, {
        ...settings,
        schoolId,
        issuer,
        audience,
        scopeMap,
        createdBy: personId,
      });
      return redirect(`/sources/credentials/${id}?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/sources/credentials/:credentialId',
    guard: requireAdministrator,
    params: OneCredential,
    query: Saved,
    async handle({ who: { schoolId }, params: { credentialId }, query }) {
      const credential = await findCredential(deps.db, { schoolId, credentialId });
      if (!credential) throw notFound('xapi.credentialNotFound');
      return page('xapi/credential', presentCredential(deps.config.publicUrl, credential, query.saved));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/credentials/:credentialId',
    guard: requireAdministrator,
    params: OneCredential,
    body: CredentialForm.extend({ scopeMap: IssuerForm.shape.scopeMap.optional() }),
    async handle({ who: { schoolId, personId }, params: { credentialId }, body }) {
      const changed = await changeCredential(deps, {
        schoolId,
        credentialId,
        settings: requireScopes(readForm(body)),
        scopeMap: body.scopeMap ?? null,
        changedBy: personId,
      });
      if (!changed) throw notFound('xapi.credentialNotFound');
      book.turnPages();
      return redirect(`/sources/credentials/${credentialId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/sources/credentials/:credentialId/revoke',
    guard: requireAdministrator,
    params: OneCredential,
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

function requireScopes(settings: CredentialSettings): CredentialSettings {
  if (settings.scopes.length === 0) throw badRequest('xapi.scopeNone');
  return settings;
}
