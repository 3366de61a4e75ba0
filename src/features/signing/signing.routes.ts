import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Ticked } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole } from '../roster/index.ts';
import { addStep, changeDispute, openDispute } from './keep-dispute.ts';
import { loadAgreement, loadDispute, loadSigning } from './load-signing.ts';
import { adviseOnAgreement, dropAgreement, saveAgreement } from './save-agreement.ts';
import { Clauses, DISPUTE_OUTCOMES, DISPUTE_STEPS, DisputeForm } from './signing.schema.ts';

const guard = requireRole('learner', 'career_teacher');
const requireOwner = requireRole('learner');
const requireAdviser = requireRole('career_teacher');
const Id = z.object({ id: z.uuid() });
const Note = z.string().trim().min(2).max(4000);
const AgreementForm = Clauses.extend({ shared: Ticked });

/** Signing guidance (R089) and disputes with employers (R090). */
export const signingRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/signing',
    guard,
    query: Saved,
    handle: async ({ who, query }) => page('signing/signing', await loadSigning(deps, who, query.saved)),
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/signing/agreements/new',
    guard: requireOwner,
    handle: async ({ who }) => page('signing/agreement', await loadAgreement(deps, who, null, false)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/agreements',
    guard: requireOwner,
    body: AgreementForm,
    async handle({ who, body: { shared, ...clauses } }) {
      const id = await saveAgreement(deps, who, { id: null, clauses, shared });
      return redirect(`/signing/agreements/${id}?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/signing/agreements/:id',
    guard,
    params: Id,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('signing/agreement', await loadAgreement(deps, who, params.id, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/agreements/:id',
    guard: requireOwner,
    params: Id,
    body: AgreementForm,
    async handle({ who, params: { id }, body: { shared, ...clauses } }) {
      await saveAgreement(deps, who, { id, clauses, shared });
      return redirect(`/signing/agreements/${id}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/agreements/:id/drop',
    guard: requireOwner,
    params: Id,
    async handle({ who, params }) {
      await dropAgreement(deps, who, params.id);
      return redirect('/signing?saved=1');
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/agreements/:id/advice',
    guard: requireAdviser,
    params: Id,
    body: z.object({ note: Note }),
    async handle({ who, params: { id }, body }) {
      await adviseOnAgreement(deps, who, id, body.note);
      return redirect(`/signing/agreements/${id}?saved=1`);
    },
  }),
  ...disputeRoutes(deps),
];

const disputeRoutes = (deps: Deps): Route[] => [
  route({
    method: 'post',
    path: '/s/:sessionId/signing/disputes',
    guard: requireOwner,
    body: DisputeForm,
    async handle({ who, body }) {
      return redirect(`/signing/disputes/${await openDispute(deps, who, body)}?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/signing/disputes/:id',
    guard,
    params: Id,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('signing/dispute', await loadDispute(deps, who, params.id, query.saved)),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/disputes/:id/steps',
    guard,
    params: Id,
    body: z.object({ kind: z.enum(DISPUTE_STEPS), day: z.iso.date(), note: Note }),
    async handle({ who, params: { id }, body }) {
      await addStep(deps, who, id, body);
      return redirect(`/signing/disputes/${id}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/disputes/:id/share',
    guard: requireOwner,
    params: Id,
    body: z.object({ shared: Ticked }),
    async handle({ who, params: { id }, body }) {
      await changeDispute(deps, who, id, body);
      return redirect(`/signing/disputes/${id}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/signing/disputes/:id/close',
    guard: requireOwner,
    params: Id,
    body: z.object({ outcome: z.enum(DISPUTE_OUTCOMES) }),
    async handle({ who, params: { id }, body }) {
      await changeDispute(deps, who, id, body);
      return redirect(`/signing/disputes/${id}?saved=1`);
    },
  }),
];
