import { z } from 'zod';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import type { SignedIn } from '../roster/index.ts';
import { requireEmploymentStaff } from './employers.guards.ts';
import {
  loadPosting,
  loadPostingForm,
  loadPostingRows,
  loadPostings,
  loadSkillsForm,
  type FormPlace,
} from './load-postings.ts';
import { makeShortlist, releaseShortlist } from './make-shortlist.ts';
import type { PostingBook } from './open-postings.ts';
import { DECISIONS } from './posting.rules.ts';
import { PostingBody, Several, SkillsBody } from './posting-form.schema.ts';
import { POSTING_STATES, PURPOSES } from './postings.schema.ts';
import { confirmSkills, decidePosting, savePosting, type Filer } from './save-posting.ts';

const PostingParams = z.object({ postingId: z.uuid() });
const EmployerParams = z.object({ employerId: z.uuid() });
const Purposes = orNothing(z.enum(PURPOSES)).default(null);
const PATH = '/s/:sessionId/employers';

const staff = ({ schoolId, timeZone, personId }: SignedIn): Filer => ({
  schoolId,
  timeZone,
  personId,
  linkId: null,
  employerId: null,
});
const placeOf = ({ base }: SignedIn, back: string): FormPlace => ({
  base: `${base}/employers/postings`,
  back: base + back,
  byLink: false,
});

/** What employers look for, as staff see it: forms, decisions, candidates (R014, R016, R085, R088, R166). */
export function postingRoutes(deps: Deps, book: PostingBook): Route[] {
  const guard = requireEmploymentStaff;
  const at = (postingId: string) => `/employers/postings/${postingId}`;
  return [
    route({
      method: 'get',
      path: `${PATH}/postings`,
      guard,
      query: z.object({
        purpose: Purposes,
        state: orNothing(z.enum(POSTING_STATES)).default(null),
        search: z.string().trim().max(100).default(''),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
      }),
      handle: async ({ who, query }) => page('employers/postings', await loadPostings(deps, who, query)),
    }),
    route({
      method: 'get',
      path: `${PATH}/postings.csv`,
      guard,
      query: z.object({ purpose: Purposes }),
      async handle({ who, query }) {
        const rows = await loadPostingRows(deps, who, query.purpose);
        const lines = rows.map((row) => [
          row.receipt,
          row.purpose,
          row.employerName,
          row.title,
          row.talentType,
          row.wanted,
          row.region,
          row.state,
          row.expiresOn,
          row.skills.map(({ name, level, must }) => `${name} ${level}${must ? '' : '?'}`).join('; '),
          row.special,
          row.createdAt,
        ]);
        return file(
          'postings.csv',
          'text/csv; charset=utf-8',
          BYTE_ORDER_MARK + [[...COLUMNS], ...lines].map(csvLine).join(''),
        );
      },
    }),
    route({
      method: 'get',
      path: `${PATH}/:employerId/postings/new`,
      guard,
      params: EmployerParams,
      query: z.object({ purpose: z.enum(PURPOSES).default('opening') }),
      async handle({ who, params: { employerId }, query }) {
        const action = `${who.base}/employers/${employerId}/postings/new`;
        const wanted = { employerId, purpose: query.purpose, action };
        const place = placeOf(who, `/employers/${employerId}`);
        return page('employers/posting-form', await loadPostingForm(deps, staff(who), wanted, place));
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/:employerId/postings/new`,
      guard,
      params: EmployerParams,
      body: PostingBody,
      handle: async ({ who, params, body }) =>
        redirect(`${at(await savePosting(deps, staff(who), params.employerId, null, body))}/skills`),
    }),
    route({
      method: 'get',
      path: `${PATH}/postings/:postingId`,
      guard,
      params: PostingParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('employers/posting', await loadPosting(deps, who, params.postingId, query.saved)),
    }),
    route({
      method: 'get',
      path: `${PATH}/postings/:postingId/edit`,
      guard,
      params: PostingParams,
      async handle({ who, params }) {
        const place = placeOf(who, at(params.postingId));
        return page('employers/posting-form', await loadPostingForm(deps, staff(who), params, place));
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/postings/:postingId/edit`,
      guard,
      params: PostingParams,
      body: PostingBody,
      async handle({ who, params: { postingId }, body }) {
        await savePosting(deps, staff(who), '', postingId, body);
        return redirect(`${at(postingId)}/skills`);
      },
    }),
    route({
      method: 'get',
      path: `${PATH}/postings/:postingId/skills`,
      guard,
      params: PostingParams,
      async handle({ who, params: { postingId } }) {
        const place = placeOf(who, at(postingId));
        return page('employers/skills-form', await loadSkillsForm(deps, staff(who), postingId, place));
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/postings/:postingId/skills`,
      guard,
      params: PostingParams,
      body: SkillsBody,
      async handle({ who, params: { postingId }, body }) {
        await confirmSkills(deps, staff(who), postingId, body);
        return redirect(`${at(postingId)}?saved=1`);
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/postings/:postingId/decision`,
      guard,
      params: PostingParams,
      body: z.object({ decision: z.enum(DECISIONS) }),
      async handle({ who, params: { postingId }, body }) {
        await decidePosting(deps, staff(who), postingId, body.decision);
        return redirect(`${at(postingId)}?saved=1`);
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/postings/:postingId/shortlists`,
      guard,
      params: PostingParams,
      async handle({ who, params: { postingId } }) {
        await makeShortlist(deps, book, who, postingId);
        return redirect(`${at(postingId)}?saved=1#candidates`);
      },
    }),
    route({
      method: 'post',
      path: `${PATH}/postings/:postingId/shortlists/:shortlistId/release`,
      guard,
      params: PostingParams.extend({ shortlistId: z.uuid() }),
      body: z.object({ keep: Several(z.uuid()) }),
      async handle({ who, params, body }) {
        await releaseShortlist(deps, who, params, body.keep);
        return redirect(`${at(params.postingId)}?saved=1#candidates`);
      },
    }),
  ];
}

/** Of the downloaded list; machine names, as in the other files. */
const COLUMNS = [
  ...(['receipt', 'purpose', 'employer', 'title', 'talentType', 'wanted', 'region', 'state'] as const),
  ...(['expiresOn', 'skills', 'special', 'createdAt'] as const),
] as const;
