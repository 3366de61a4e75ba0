import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound, WaymarkError } from '../../infra/errors.ts';
import { json, route, type Ask, type Reply, type Route } from '../../infra/http.ts';
import { requireScope, type CredentialBook, type Scope, type XapiCaller } from '../xapi/index.ts';
import { decideDelete, decidePost, decidePut } from './document-change.rules.ts';
import { readDocumentKey, readShelf, type DocumentParameters } from './document-request.rules.ts';
import type { Document } from './document.schema.ts';
import { changeDocument, deleteDocuments, findDocument, listDocuments } from './keep-documents.ts';

/** The parameters' rules say what is wrong with a query: the specification asks for more than a shape. */
const Query = z.record(z.string(), z.unknown());
const Bytes = z.instanceof(Buffer);

interface Resource extends DocumentParameters {
  path: string;
  reads: Scope;
  writes: Scope;
  /** Whether a PUT over a document must say which one it replaces also in 1.0.3. */
  isGuarded: boolean;
}

const RESOURCES: readonly Resource[] = [
  {
    kind: 'state',
    path: '/xapi/activities/state',
    shelf: ['activityId', 'agent'],
    hasRegistration: true,
    idName: 'stateId',
    reads: 'state/read',
    writes: 'state',
    isGuarded: false,
  },
  {
    kind: 'activity_profile',
    path: '/xapi/activities/profile',
    shelf: ['activityId'],
    hasRegistration: false,
    idName: 'profileId',
    reads: 'activities_profile/read',
    writes: 'activities_profile',
    isGuarded: true,
  },
  {
    kind: 'agent_profile',
    path: '/xapi/agents/profile',
    shelf: ['agent'],
    hasRegistration: false,
    idName: 'profileId',
    reads: 'agents_profile/read',
    writes: 'agents_profile',
    isGuarded: true,
  },
];

/** State, activity profiles and agent profiles: documents of any type that players keep with the store. */
export const documentRoutes = (deps: Deps, book: CredentialBook): Route[] =>
  RESOURCES.flatMap((resource) => routesOf(deps, book, resource));

function routesOf(deps: Deps, book: CredentialBook, resource: Resource): Route[] {
  const { path } = resource;
  const canWrite = requireScope(book, resource.writes);
  return [
    route({
      method: 'get',
      path,
      guard: requireScope(book, resource.reads),
      query: Query,
      async handle({ who: { schoolId }, query }): Promise<Reply> {
        if (query[resource.idName] === undefined)
          return json(await listDocuments(deps.db, readShelf(schoolId, resource, query, ['since'])));
        const found = await findDocument(deps.db, readDocumentKey(schoolId, resource, query));
        if (!found) throw notFound('xapi.documentNotFound');
        const { contentType, content, etag, updatedAt } = found;
        const headers = { etag, 'last-modified': updatedAt.toUTCString() };
        return { kind: 'bytes', type: contentType, content, headers };
      },
    }),
    route({
      method: 'put',
      path,
      guard: canWrite,
      query: Query,
      reads: 'bytes',
      body: Bytes,
      async handle(ask) {
        const mustSay = resource.isGuarded || ask.who.version.answered === '2.0.0';
        const key = readDocumentKey(ask.who.schoolId, resource, ask.query);
        const given = readDocument(ask);
        await changeDocument(deps, key, (stored) =>
          decidePut(stored, given, { ...preconditionsOf(ask), mustSay }),
        );
        return done;
      },
    }),
    route({
      method: 'post',
      path,
      guard: canWrite,
      query: Query,
      reads: 'bytes',
      body: Bytes,
      async handle(ask) {
        const key = readDocumentKey(ask.who.schoolId, resource, ask.query);
        const given = readDocument(ask);
        await changeDocument(deps, key, (stored) => within(decidePost(stored, given, preconditionsOf(ask))));
        return done;
      },
    }),
    route({
      method: 'delete',
      path,
      guard: canWrite,
      query: Query,
      reads: 'bytes',
      async handle(ask) {
        const { schoolId } = ask.who;
        if (resource.kind === 'state' && ask.query[resource.idName] === undefined) {
          await deleteDocuments(deps.db, readShelf(schoolId, resource, ask.query, []));
        } else {
          const key = readDocumentKey(schoolId, resource, ask.query);
          await changeDocument(deps, key, (stored) => decideDelete(stored, preconditionsOf(ask)));
        }
        return done;
      },
    }),
  ];
}

const done = json(null, { status: 204 });

type AskWithHeaders = Pick<Ask<XapiCaller, unknown, unknown, unknown>, 'headers'>;

const preconditionsOf = ({ headers }: AskWithHeaders) => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

const readDocument = ({ headers, body }: AskWithHeaders & { body: Buffer }): Document =>
  within({ contentType: headers['content-type'] ?? 'application/octet-stream', content: body });

/** States and profiles are read and written whole at each step of a course. */
const LARGEST_BYTES = 2 * 1024 * 1024;

function within(document: Document): Document {
  if (document.content.length <= LARGEST_BYTES) return document;
  throw new WaymarkError('xapi.documentTooLarge', 413, { limit: LARGEST_BYTES });
}
