import { z } from 'zod';
import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { selectSkills } from '../programme/index.ts';
import { namesOf } from './jobs.pages.ts';
import { holdsLink, holdsOpenLink, type LinkHolder } from './link.guards.ts';
import type { LinkRow } from './link.queries.ts';
import { loadPostingForm, loadSkillsForm, type FormPlace } from './load-postings.ts';
import { findShortlist, selectEntries } from './matching.queries.ts';
import { presentCandidate } from './posting.pages.ts';
import { PostingBody, SkillsBody } from './posting-form.schema.ts';
import { selectPostingLines } from './postings.queries.ts';
import { PURPOSES } from './postings.schema.ts';
import { confirmSkills, decidePosting, findOwnPosting, savePosting, type Filer } from './save-posting.ts';

const Params = z.object({ token: z.string().max(200) });
const PostingParams = Params.extend({ postingId: z.uuid() });
const MOST_SHOWN = 100;

const filerOf = (link: LinkRow): Filer => ({
  schoolId: link.schoolId,
  timeZone: link.timeZone,
  personId: null,
  linkId: link.id,
  employerId: link.employerId,
});
const placeOf = (who: LinkHolder, token: string): FormPlace => ({
  base: `${who.base}/employer/${token}/postings`,
  back: `${who.base}/employer/${token}`,
  byLink: true,
});

/** The public door of employers: they file by link, without an account (R014, R085). */
export function linkRoutes(deps: Deps): Route[] {
  const guard = holdsOpenLink();
  const { db } = deps;
  return [
    route({
      method: 'get',
      path: '/employer/:token',
      guard: holdsLink(),
      params: Params,
      query: Saved,
      async handle({ who: { link, verdict }, params: { token }, query }) {
        if (!link || verdict !== 'open')
          return page('employers/link-closed', { verdict }, { status: link ? 410 : 404 });
        const lines = await selectPostingLines(db, {
          schoolId: link.schoolId,
          today: dayIn(link.timeZone, deps.now()),
          employerId: link.employerId,
          purpose: null,
          state: null,
          search: '',
          limit: MOST_SHOWN,
          offset: 0,
        });
        return page('employers/link', {
          token,
          saved: query.saved,
          schoolName: link.schoolName,
          employerName: link.employerName,
          expiresAt: link.expiresAt,
          lines,
        });
      },
    }),
    route({
      method: 'get',
      path: '/employer/:token/new',
      guard,
      params: Params,
      query: z.object({ purpose: z.enum(PURPOSES).default('opening') }),
      async handle({ who, params: { token }, query }) {
        const action = `${who.base}/employer/${token}/new`;
        const wanted = { employerId: who.link.employerId, purpose: query.purpose, action };
        const form = await loadPostingForm(deps, filerOf(who.link), wanted, placeOf(who, token));
        return page('employers/posting-form', form);
      },
    }),
    route({
      method: 'post',
      path: '/employer/:token/new',
      guard,
      params: Params,
      body: PostingBody,
      async handle({ who: { link }, params: { token }, body }) {
        const id = await savePosting(deps, filerOf(link), link.employerId, null, body);
        return redirect(`/employer/${token}/postings/${id}/skills`);
      },
    }),
    route({
      method: 'get',
      path: '/employer/:token/postings/:postingId/edit',
      guard,
      params: PostingParams,
      async handle({ who, params }) {
        const place = placeOf(who, params.token);
        const wanted = { postingId: params.postingId };
        return page('employers/posting-form', await loadPostingForm(deps, filerOf(who.link), wanted, place));
      },
    }),
    route({
      method: 'post',
      path: '/employer/:token/postings/:postingId/edit',
      guard,
      params: PostingParams,
      body: PostingBody,
      async handle({ who: { link }, params: { token, postingId }, body }) {
        await savePosting(deps, filerOf(link), link.employerId, postingId, body);
        return redirect(`/employer/${token}/postings/${postingId}/skills`);
      },
    }),
    route({
      method: 'get',
      path: '/employer/:token/postings/:postingId/skills',
      guard,
      params: PostingParams,
      async handle({ who, params: { token, postingId } }) {
        const form = await loadSkillsForm(deps, filerOf(who.link), postingId, placeOf(who, token));
        return page('employers/skills-form', form);
      },
    }),
    route({
      method: 'post',
      path: '/employer/:token/postings/:postingId/skills',
      guard,
      params: PostingParams,
      body: SkillsBody,
      async handle({ who: { link }, params: { token, postingId }, body }) {
        await confirmSkills(deps, filerOf(link), postingId, body);
        return redirect(`/employer/${token}?saved=1`);
      },
    }),
    route({
      method: 'post',
      path: '/employer/:token/postings/:postingId/close',
      guard,
      params: PostingParams,
      async handle({ who: { link }, params: { token, postingId } }) {
        await decidePosting(deps, filerOf(link), postingId, 'close');
        return redirect(`/employer/${token}?saved=1`);
      },
    }),
    route({
      method: 'get',
      path: '/employer/:token/postings/:postingId/candidates',
      guard,
      params: PostingParams,
      async handle({ who: { link }, params: { token, postingId } }) {
        const posting = await findOwnPosting(db, filerOf(link), postingId);
        const { schoolId } = link;
        const shortlist = await findShortlist(db, { schoolId, postingId });
        if (!shortlist?.releasedAt) throw notFound();
        const names = namesOf(await selectSkills(db, link));
        const entries = await selectEntries(db, { schoolId, shortlistId: shortlist.id });
        // The school brings candidates and employers together: no names leave by link.
        const candidates = entries
          .filter(({ kept }) => kept)
          .map((entry) => presentCandidate({ ...entry, name: '', personId: '' }, names));
        return page('employers/candidates', {
          token,
          title: posting.title,
          schoolName: link.schoolName,
          releasedAt: shortlist.releasedAt,
          candidates,
        });
      },
    }),
  ];
}
