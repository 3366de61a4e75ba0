import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, Several, Ticked, orNothing } from '../../infra/forms.ts';
import { keptFile, page, redirect, route, type Route } from '../../infra/http.ts';
import { UploadedFile } from '../../infra/read-body.ts';
import { TALENT_TYPES, requireRole, signedIn } from '../roster/index.ts';
import { Choice, Count, Link, Words } from './fields.schema.ts';
import { CHECK_MONTHS_MAX } from './freshness.rules.ts';
import {
  loadLibrary,
  loadNewForm,
  loadResource,
  loadResourceForm,
  openFile,
  type LearnerNeeds,
} from './load-library.ts';
import { LIBRARY_KINDS, LIBRARY_STATES, MEDIA, ORIGINS } from './resources.schema.ts';
import { addResource, addVersion, saveResource } from './save-resource.ts';

export const ResourceParams = z.object({ resourceId: z.uuid() });
const FileParams = ResourceParams.extend({ version: z.coerce.number().int().min(1).max(100_000) });
const requireEditor = requireRole('instructor', 'administrator');

/** As sent by a hidden field that may be empty. */
const Choose = <S extends z.ZodType>(schema: S) => orNothing(schema).default(null);
/** What came with an address that somebody edited is left out instead of refused. */
const lenient = <S extends z.ZodType>(schema: S) => schema.nullable().catch(null).default(null);
const Wanted = z.object({
  kind: lenient(z.enum(LIBRARY_KINDS)),
  type: lenient(z.enum(TALENT_TYPES)),
  unit: lenient(z.uuid()),
  skill: lenient(z.string().min(1).max(64)),
});
const Filter = Wanted.extend({
  q: z.string().trim().max(100).catch('').default(''),
  state: lenient(z.enum(LIBRARY_STATES)),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
  saved: Ticked,
});
const Fields = z.object({
  title: z.string().trim().min(1).max(200),
  summary: z.string().trim().max(2000).default(''),
  kind: z.enum(LIBRARY_KINDS),
  talentType: Choice(TALENT_TYPES),
  origin: z.enum(ORIGINS),
  originEvidence: Words(500),
  licence: Words(200),
  minutes: Count(1, 10_000),
  practical: Ticked,
  historical: Ticked,
  checkMonths: z.coerce.number().int().min(1).max(CHECK_MONTHS_MAX),
  ownerPersonId: z.uuid(),
  skillIds: Several,
  unitIds: Several,
  targetIds: Several,
  regulationIds: Several,
});
const Content = z.object({
  file: z
    .instanceof(UploadedFile)
    .optional()
    .transform((file) => file ?? null),
  url: Link,
  medium: z.enum(MEDIA),
});
/** A form with a file has room for little else: the rest is asked on the next page. */
const NewBody = Content.extend({
  ...Fields.pick({ title: true, kind: true, talentType: true, origin: true }).shape,
  unit: Choose(z.uuid()),
  skill: Choose(z.string().max(64)),
});
const PATH = '/s/:sessionId/resources';

/** The library: found by everybody, filled by teachers. */
export const libraryRoutes = (deps: Deps, needs: LearnerNeeds): Route[] => [
  route({
    method: 'get',
    path: PATH,
    guard: signedIn,
    query: Filter,
    handle: async ({ who, query: { saved, ...filter } }) =>
      page('resources/library', await loadLibrary(deps, who, filter, needs, saved)),
  }),
  route({
    method: 'get',
    path: `${PATH}/new`,
    guard: requireEditor,
    query: Wanted,
    handle: async ({ who, query }) => page('resources/resource-new', await loadNewForm(deps, who, query)),
  }),
  route({
    method: 'post',
    path: `${PATH}/new`,
    guard: requireEditor,
    reads: 'upload',
    body: NewBody,
    handle: async ({ who, body: { file, url, medium, ...begun } }) =>
      redirect(`/resources/${await addResource(deps, who, begun, { file, url, medium })}/edit?saved=1`),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resourceId`,
    guard: signedIn,
    params: ResourceParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('resources/resource', await loadResource(deps, who, params.resourceId, query.saved)),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resourceId/file/:version`,
    guard: signedIn,
    params: FileParams,
    handle: async ({ who, params }) => keptFile(await openFile(deps, who, params)),
  }),
  route({
    method: 'get',
    path: `${PATH}/:resourceId/edit`,
    guard: requireEditor,
    params: ResourceParams,
    query: Saved,
    handle: async ({ who, params, query }) =>
      page('resources/resource-form', await loadResourceForm(deps, who, params.resourceId, query.saved)),
  }),
  route({
    method: 'post',
    path: `${PATH}/:resourceId/edit`,
    guard: requireEditor,
    params: ResourceParams,
    body: Fields,
    async handle({ who, params, body }) {
      await saveResource(deps, who, params.resourceId, body);
      return redirect(`/resources/${params.resourceId}?saved=1`);
    },
  }),
  route({
    method: 'post',
    path: `${PATH}/:resourceId/versions`,
    guard: requireEditor,
    params: ResourceParams,
    reads: 'upload',
    body: Content,
    async handle({ who, params, body }) {
      await addVersion(deps, who, params.resourceId, body);
      return redirect(`/resources/${params.resourceId}?saved=1`);
    },
  }),
];
