import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Ask, type Route } from '../../infra/http.ts';
import { TALENT_TYPES, type SignedIn } from '../roster/index.ts';
import { requireEmploymentStaff } from './employers.guards.ts';
import {
  AGREEMENT_KINDS,
  EMPLOYER_KINDS,
  EMPLOYER_STANDINGS,
  VERIFICATIONS,
  VISIT_WAYS,
} from './employers.schema.ts';
import {
  DELETABLE_PARTS,
  addPart,
  deletePart,
  makeLink,
  revokeLink,
  settleAgreement,
  type EmployerPart,
} from './edit-employer-parts.ts';
import { LINK_DAYS } from './employer.rules.ts';
import { loadEmployer, loadEmployers } from './load-employers.ts';
import { saveEmployer, verifyEmployer } from './save-employer.ts';

const words = (max: number) => z.string().trim().max(max).default('');
const named = (max: number) => z.string().trim().min(1).max(max);
const EmployerBody = z.object({
  name: named(120),
  creditCode: orNothing(z.string().trim().max(30)).default(null),
  kind: z.enum(EMPLOYER_KINDS),
  standing: z.enum(EMPLOYER_STANDINGS),
  region: named(60),
  about: words(2000),
});
const PartBody: z.ZodType<EmployerPart> = z.discriminatedUnion('part', [
  z.object({
    part: z.literal('contact'),
    name: named(60),
    post: words(60),
    phone: words(40),
    email: words(120),
  }),
  z.object({ part: z.literal('visit'), day: z.iso.date(), way: z.enum(VISIT_WAYS), words: named(2000) }),
  z.object({
    part: z.literal('plan'),
    year: z.coerce.number().int().min(2000).max(2100),
    post: named(100),
    talentType: z.enum(TALENT_TYPES),
    wanted: z.coerce.number().int().min(1).max(10_000),
  }),
  z.object({
    part: z.literal('agreement'),
    kind: z.enum(AGREEMENT_KINDS),
    reference: named(200),
    signedOn: z.iso.date(),
    endsOn: z.iso.date(),
  }),
]);
const EmployerParams = z.object({ employerId: z.uuid() });
const PATH = '/s/:sessionId/employers';

/** Employers' files (§5.7.2.2, R086): for the school's employment staff alone. */
export function employerFileRoutes(deps: Deps): Route[] {
  const guard = requireEmploymentStaff;
  /** One form of an employer's page. */
  const step = <P extends { employerId: string }, B>(
    path: string,
    params: z.ZodType<P>,
    body: z.ZodType<B>,
    act: (who: SignedIn, params: P, given: B) => Promise<unknown>,
  ): Route =>
    route({
      method: 'post',
      path: `${PATH}/:employerId${path}`,
      guard,
      params,
      body,
      handle: async ({ who, params: given, body: content }: Ask<SignedIn, P, unknown, B>) => {
        await act(who, given, content);
        return redirect(`/employers/${given.employerId}?saved=1`);
      },
    });
  return [
    route({
      method: 'get',
      path: PATH,
      guard,
      query: z.object({
        search: z.string().trim().max(100).default(''),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
      }),
      handle: async ({ who, query }) => page('employers/employers', await loadEmployers(deps, who, query)),
    }),
    route({
      method: 'post',
      path: PATH,
      guard,
      body: EmployerBody,
      handle: async ({ who, body }) =>
        redirect(`/employers/${await saveEmployer(deps, who, null, body)}?saved=1`),
    }),
    route({
      method: 'get',
      path: `${PATH}/:employerId`,
      guard,
      params: EmployerParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('employers/employer', await loadEmployer(deps, who, params.employerId, query.saved)),
    }),
    step('', EmployerParams, EmployerBody, (who, { employerId }, body) =>
      saveEmployer(deps, who, employerId, body),
    ),
    step(
      '/verification',
      EmployerParams,
      z.object({ to: z.enum(VERIFICATIONS), note: named(1000) }),
      (who, { employerId }, body) => verifyEmployer(deps, who, employerId, body),
    ),
    step('/parts', EmployerParams, PartBody, (who, { employerId }, body) =>
      addPart(deps, who, employerId, body),
    ),
    step(
      '/parts/:part/:partId/delete',
      EmployerParams.extend({ part: z.enum(DELETABLE_PARTS), partId: z.uuid() }),
      z.object({}),
      (who, params) => deletePart(deps, who, params),
    ),
    step(
      '/agreements/:agreementId/settle',
      EmployerParams.extend({ agreementId: z.uuid() }),
      z.object({}),
      (who, params) => settleAgreement(deps, who, params),
    ),
    step(
      '/links/:employerLinkId/revoke',
      EmployerParams.extend({ employerLinkId: z.uuid() }),
      z.object({}),
      (who, params) => revokeLink(deps, who, params),
    ),
    route({
      method: 'post',
      path: `${PATH}/:employerId/links`,
      guard,
      params: EmployerParams,
      async handle({ who, params: { employerId } }) {
        const token = await makeLink(deps, who, employerId);
        return page('employers/link-made', {
          employerId,
          link: `${deps.config.publicUrl}/employer/${token}`,
          days: LINK_DAYS,
        });
      },
    }),
  ];
}
