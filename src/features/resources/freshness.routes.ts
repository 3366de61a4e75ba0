import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireRole, requireTeacher, signedIn } from '../roster/index.ts';
import { Verdict, requireReviewer } from './checks.routes.ts';
import { Choice, Day, Link, Person, Words } from './fields.schema.ts';
import { ITEM_LINES } from './freshness.pages.ts';
import {
  addCourseUpdate,
  addSurge,
  changeCourseUpdate,
  closeSurge,
  reviewCourseUpdate,
} from './keep-fresh.ts';
import { loadFreshness, loadLawPage, loadUpdate } from './load-freshness.ts';
import { REGULATION_SCOPES, UPDATE_SEATS, UPDATE_SOURCES } from './resources.schema.ts';
import { addRegulation, checkRegulation } from './save-regulation.ts';

const requireEditor = requireRole('instructor', 'administrator');
const Item = z.object({ source: Choice(UPDATE_SOURCES), words: Words(500), reference: Words(300) });
/** Data as `source-<line>`, `words-<line>` and `reference-<line>`; lines that say nothing aren't kept. */
const UpdateBody = z
  .looseObject({ summary: z.string().trim().min(2).max(4000) })
  .transform(({ summary, ...fields }) => ({
    summary,
    items: Array.from({ length: ITEM_LINES }, (_, line): unknown => ({
      source: fields[`source-${line}`],
      words: fields[`words-${line}`],
      reference: fields[`reference-${line}`],
    })),
  }))
  .pipe(z.object({ summary: z.string(), items: z.array(Item) }))
  .transform(({ summary, items }) => ({
    summary,
    items: items.flatMap(({ source, words, reference }) =>
      source === null || words === null ? [] : [{ source, words, reference }],
    ),
  }));
const SurgeBody = z.object({
  title: z.string().trim().min(1).max(200),
  evidence: z.string().trim().min(2).max(2000),
  acceptedOn: z.iso.date(),
  ownerPersonId: Person,
});
const RegulationBody = z.object({
  name: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().max(200).default(''),
  note: z.string().trim().max(1000).default(''),
  scope: z.enum(REGULATION_SCOPES),
  effectiveOn: z.iso.date(),
  url: Link,
});
const RegulationChange = z.object({
  step: z.enum(['checked', 'changed', 'repealed']),
  words: z.string().trim().max(1000).default(''),
  effectiveOn: Day,
  repealedOn: Day,
  note: Words(1000),
  url: Link,
});
const UpdateParams = z.object({ updateId: z.uuid() });
const PATH = '/s/:sessionId/resources';

/** What has to be looked at again, and when: resources, courses, technology, law (R027, R028, R054, R111). */
export const freshnessRoutes = (deps: Deps): Route[] => [
  route({
    method: 'get',
    path: `${PATH}/freshness`,
    guard: requireRole('instructor', 'administrator', 'supervisor'),
    query: Saved,
    handle: async ({ who, query }) =>
      page('resources/freshness', await loadFreshness(deps, who, query.saved)),
  }),
  route({
    method: 'get',
    path: `${PATH}/updates/new`,
    guard: requireTeacher,
    handle: async ({ who }) => page('resources/update', await loadUpdate(deps, who, null, false)),
  }),
  route({
    method: 'post',
    path: `${PATH}/updates/new`,
    guard: requireTeacher,
    body: UpdateBody,
    handle: async ({ who, body }) =>
      redirect(`/resources/updates/${await addCourseUpdate(deps, who, body)}?saved=1`),
  }),
  route({
    method: 'get',
    path: `${PATH}/updates/:updateId`,
    guard: requireRole('instructor', 'administrator', 'supervisor', 'expert', 'enterprise_mentor'),
    params: UpdateParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('resources/update', await loadUpdate(deps, who, params.updateId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/updates/:updateId`,
    guard: requireTeacher,
    params: UpdateParams,
    body: UpdateBody,
    async handle({ who, params, body }) {
      await changeCourseUpdate(deps, who, params.updateId, body);
      return redirect(`/resources/updates/${params.updateId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/updates/:updateId/review`,
    guard: requireReviewer,
    params: UpdateParams,
    body: Verdict.extend({ seat: z.enum(UPDATE_SEATS) }),
    async handle({ who, params, body }) {
      await reviewCourseUpdate(deps, who, params.updateId, body);
      return redirect(`/resources/updates/${params.updateId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/surges`,
    guard: requireEditor,
    body: SurgeBody,
    async handle({ who, body }) {
      await addSurge(deps, who, body);
      return redirect('/resources/freshness?saved=1#surges');
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/surges/:surgeId/close`,
    guard: requireEditor,
    params: z.object({ surgeId: z.uuid() }),
    body: z.object({ courseId: Person, note: z.string().trim().max(1000).default('') }),
    async handle({ who, params, body }) {
      await closeSurge(deps, who, params.surgeId, body);
      return redirect('/resources/freshness?saved=1#surges');
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/law`,
    guard: signedIn,
    query: Saved,
    handle: async ({ who, query }) => page('resources/law', await loadLawPage(deps, who, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/law`,
    guard: requireEditor,
    body: RegulationBody,
    async handle({ who, body }) {
      await addRegulation(deps, who, body);
      return redirect('/resources/law?saved=1');
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/law/:regulationId`,
    guard: requireEditor,
    params: z.object({ regulationId: z.string().max(64) }),
    body: RegulationChange,
    async handle({ who, params, body }) {
      await checkRegulation(deps, who, params.regulationId, body);
      return redirect(`/resources/law?saved=1#law-${encodeURIComponent(params.regulationId)}`);
    },
  }),
];
