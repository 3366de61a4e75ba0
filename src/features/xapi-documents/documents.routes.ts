import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound, WaymarkError } from '../../infra/errors.ts';
import { json, route, type Ask, type Reply, type Route } from '../../infra/http.ts';
import { requireScope, type CredentialBook, type Scope, type XapiCaller } from '../xapi/index.ts';
import { agentRoutes } from './agents.routes.ts';
import { decideDelete, decidePost, decidePut, unconditionalPut } from './document-change.rules.ts';
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
  },
  {
    kind: 'activity_profile',
    path: '/xapi/activities/profile',
    shelf: ['activityId'],
    hasRegistration: false,
    idName: 'profileId',
    reads: 'activities_profile/read',
    writes: 'activities_profile',
  },
  {
    kind: 'agent_profile',
    path: '/xapi/agents/profile',
    shelf: ['agent'],
    hasRegistration: false,
    idName: 'profileId',
    reads: 'agents_profile/read',
    writes: 'agents_profile',
  },
];

/** State, activity profiles and agent profiles: documents of any type that players keep with the store; and agents. */
export const documentRoutes = (deps: Deps, book: CredentialBook): Route[] => [
  ...RESOURCES.flatMap((resource) => routesOf(deps, book, resource)),
  ...agentRoutes(deps, book),
];

function routesOf(deps: Deps, book: CredentialBook, resource: Resource): Route[] {
  const { path } = resource;
  const canWrite = requireScope(book, resource.writes);
  const keyOf = ({ who, query }: Asked, what: 'read' | 'change') => {
    const key = readDocumentKey(who.schoolId, resource, query);
    who.limits?.admit(what, key);
    return key;
  };
  const shelfOf = ({ who, query }: Asked, what: 'read' | 'change', further: readonly string[]) => {
    const found = readShelf(who.schoolId, resource, query, further);
    who.limits?.admit(what, { ...found.shelf, registration: found.registration, documentId: null });
    return found;
  };
  return [
    route({
      method: 'get',
      path,
      guard: requireScope(book, resource.reads),
      query: Query,
      async handle(ask): Promise<Reply> {
        if (ask.query[resource.idName] === undefined)
          return answerList(await listDocuments(deps.db, shelfOf(ask, 'read', ['since'])));
        const found = await findDocument(deps.db, keyOf(ask, 'read'));
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
        const unconditional = unconditionalPut(resource.kind, ask.who.version.answered);
        const key = keyOf(ask, 'change');
        const given = readDocument(ask);
        await changeDocument(deps, key, (stored) =>
          decidePut(stored, given, { ...preconditionsOf(ask), unconditional }),
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
        const key = keyOf(ask, 'change');
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
        if (resource.kind === 'state' && ask.query[resource.idName] === undefined) {
          await deleteDocuments(deps.db, shelfOf(ask, 'change', []));
        } else {
          const key = keyOf(ask, 'change');
          await changeDocument(deps, key, (stored) => decideDelete(stored, preconditionsOf(ask)));
        }
        return done;
      },
    }),
  ];
}

type Asked = Pick<Ask<XapiCaller, unknown, Readonly<Record<string, unknown>>, unknown>, 'who' | 'query'>;

/** Changed last when the latest of the documents was. */
function answerList(documents: readonly { documentId: string; updatedAt: Date }[]): Reply {
  const latest = documents.reduce((time, { updatedAt }) => Math.max(time, updatedAt.getTime()), 0);
  const headers = documents.length > 0 ? { 'last-modified': new Date(latest).toUTCString() } : {};
  return json(
    documents.map(({ documentId }) => documentId),
    { headers },
  );
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
