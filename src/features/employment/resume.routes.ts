import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { file, page, redirect, route, type Route } from '../../infra/http.ts';
import { anyoneUnframed, requireInCourse, requireRole } from '../roster/index.ts';
import {
  exportResume,
  loadEditor,
  loadOwnSheet,
  loadResumes,
  loadReview,
  loadReviews,
  loadShared,
} from './load-resume.ts';
import { ResumeForm, SHARE_DAYS } from './resume.rules.ts';
import { ResumeDocument } from './resume.schema.ts';
import {
  addResume,
  changeResume,
  commentOnResume,
  deleteResume,
  importResume,
  shareResume,
  withdrawShare,
} from './save-resume.ts';

const requireOwner = requireRole('learner');
const requireReviewer = requireInCourse('instructor', 'career_teacher', 'administrator');
const One = z.object({ resumeId: z.uuid() });
const Title = z.string().trim().min(1).max(100);
const PATH = '/s/:sessionId/employment/resumes';
/** A shared résumé is for whoever was given its address, not for search engines. */
const UNLISTED = { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' };

/** Résumés: one's own versions, what teachers say of them, and reading one by its address. */
export const resumeRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: PATH,
    guard: requireOwner,
    query: Saved,
    handle: async ({ who, query }) => page('employment/resumes', await loadResumes(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: PATH,
    guard: requireOwner,
    body: z.object({ title: Title }),
    async handle({ who, body: { title } }) {
      const document = ResumeDocument.parse({ basics: { name: who.personName } });
      return redirect(`/employment/resumes/${await addResume(deps, who, { title, document, picked: [] })}`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/import`,
    guard: requireOwner,
    body: z.object({ title: Title, file: z.string().max(500_000).default('') }),
    handle: async ({ who, body: { title, file: text } }) =>
      redirect(`/employment/resumes/${await importResume(deps, who, { title, text })}`),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resumeId`,
    guard: requireOwner,
    params: One,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('employment/resume-editor', await loadEditor(deps, who, params.resumeId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:resumeId`,
    guard: requireOwner,
    params: One,
    body: ResumeForm,
    async handle({ who, params: { resumeId }, body: { forReview, ...content } }) {
      await changeResume(deps, who, resumeId, content, forReview);
      return redirect(`/employment/resumes/${resumeId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:resumeId/delete`,
    guard: requireOwner,
    params: One,
    async handle({ who, params }) {
      await deleteResume(deps, who, params.resumeId);
      return redirect('/employment/resumes?saved=1');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:resumeId/sheet`,
    guard: requireOwner,
    params: One,
    handle: async ({ who, params: { resumeId } }) =>
      page('employment/resume-sheet', {
        back: `/employment/resumes/${resumeId}`,
        resume: await loadOwnSheet(deps, who, resumeId),
      }),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resumeId/json`,
    guard: requireOwner,
    params: One,
    handle: async ({ who, params }) =>
      file('resume.json', 'application/json', await exportResume(deps, who, params.resumeId)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:resumeId/shares`,
    guard: requireOwner,
    params: One,
    body: z.object({ days: z.coerce.number().pipe(z.literal(SHARE_DAYS)) }),
    async handle({ who, params: { resumeId }, body: { days } }) {
      const url = await shareResume(deps, who, resumeId, days);
      return page('employment/resume-share', { url, days, back: `/employment/resumes/${resumeId}` });
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:resumeId/shares/:shareId/delete`,
    guard: requireOwner,
    params: One.extend({ shareId: z.uuid() }),
    async handle({ who, params }) {
      await withdrawShare(deps, who, params);
      return redirect(`/employment/resumes/${params.resumeId}?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/employment/reviews',
    guard: requireReviewer,
    handle: async ({ who }) => page('employment/reviews', await loadReviews(deps, who)),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resumeId/review`,
    guard: requireReviewer,
    params: One,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('employment/resume-review', await loadReview(deps, who, params.resumeId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:resumeId/review`,
    guard: requireReviewer,
    params: One,
    body: z.object({ words: z.string().trim().min(2).max(2000) }),
    async handle({ who, params: { resumeId }, body }) {
      await commentOnResume(deps, who, resumeId, body.words);
      return redirect(`/employment/resumes/${resumeId}/review?saved=1`);
    },
  }),
  route({
    method: 'get',
    path: '/resumes/:token',
    guard: anyoneUnframed,
    params: z.object({ token: z.string().max(200) }),
    handle: async ({ params }) =>
      page(
        'employment/resume-sheet',
        { back: null, resume: await loadShared(deps, params.token) },
        { layout: 'bare', headers: UNLISTED },
      ),
  }),
];
