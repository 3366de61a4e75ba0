import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { json, route, type Ask, type Reply, type Route } from '../../infra/http.ts';
import { anyone } from '../roster/index.ts';
import { z } from 'zod';
import { composeMultipart, type AttachmentContent } from './attachment.rules.ts';
import type { CredentialBook } from './credential-book.ts';
import { allows, readableBy } from './credential.rules.ts';
import { DEFAULT_LIMITS } from './credential.schema.ts';
import { selectDefinitions } from './definitions.queries.ts';
import { indexableIri } from './index-length.rules.ts';
import {
  receivePut,
  receiveStatements,
  refuse,
  type Delivery,
  type XapiListeners,
} from './receive-statements.ts';
import { sourceRoutes } from './sources.routes.ts';
import { readStatement, readStatementPage } from './read-statements.ts';
import { PAGE_LIMIT, readActivityQuery, readStatementQuery } from './statement-query.rules.ts';
import { findStrange } from './statement-request.rules.ts';
import { readStatementBody } from './statement-body.rules.ts';
import { requireScope, type XapiCaller } from './xapi.guards.ts';
import { XAPI_VERSIONS } from './xapi-version.rules.ts';

/** Rules say what is wrong with a query or a body: the specification asks for more than a shape. */
const Query = z.record(z.string(), z.unknown());
const Bytes = z.instanceof(Buffer);

/** What a client has to reckon with, told by the about resource; a credential may have a limit of its own. */
const LIMITS = 'https://w3id.org/waymark/xapi/about/limits';
const TOLD_LIMITS = { statementsPerPage: PAGE_LIMIT, ...DEFAULT_LIMITS };

/** The learning record store (xAPI 1.0.3 and 2.0.0), and the page that tells a school how to use it. */
export function xapiRoutes(deps: Deps, book: CredentialBook, listeners: XapiListeners): Route[] {
  const receiving = { deps, book, listeners };
  const canWrite = requireScope(book, 'statements/write');
  const canRead = requireScope(book, 'statements/read/mine');

  async function deliver(ask: Ask<XapiCaller, unknown, unknown, Buffer>): Promise<Delivery> {
    const { schoolId, credentialId, authority, scopes, version, account, limits } = ask.who;
    const mayDefine = allows(scopes, 'define');
    const source = { schoolId, credentialId, authority, defaultVersion: version.ofStatements, mayDefine };
    const delivery = { source, account, limits, requestId: ask.requestId };
    const body = readStatementBody(ask.headers['content-type'], ask.body);
    return body.kind === 'refused'
      ? refuse(receiving, delivery, badRequest(body.messageId, body.replacements))
      : { ...delivery, value: body.value, attachments: body.attachments };
  }

  return [
    route({
      method: 'get',
      path: '/xapi/about',
      guard: anyone,
      handle: () => json({ version: XAPI_VERSIONS, extensions: { [LIMITS]: TOLD_LIMITS } }),
    }),
    route({
      method: 'post',
      path: '/xapi/statements',
      guard: canWrite,
      query: Query,
      reads: 'bytes',
      body: Bytes,
      async handle(ask) {
        const strange = findStrange(ask.query, []);
        if (strange) throw badRequest(strange.messageId, strange.replacements);
        return json(await receiveStatements(receiving, await deliver(ask)));
      },
    }),
    route({
      method: 'put',
      path: '/xapi/statements',
      guard: canWrite,
      query: Query,
      reads: 'bytes',
      body: Bytes,
      async handle(ask) {
        await receivePut(receiving, { ...(await deliver(ask)), query: ask.query });
        return json(null, { status: 204 });
      },
    }),
    route({
      method: 'get',
      path: '/xapi/statements',
      guard: canRead,
      query: Query,
      handle: (ask) => read(deps, ask),
    }),
    route({
      method: 'get',
      path: '/xapi/activities',
      guard: canRead,
      query: Query,
      async handle({ who, query }) {
        const asked = readActivityQuery(query);
        if (asked.kind === 'refused') throw badRequest(asked.messageId, asked.replacements);
        const id = indexableIri(asked.activityId);
        const definition = (await selectDefinitions(deps.db, who.schoolId, [id])).get(id);
        return json({ objectType: 'Activity', id: asked.activityId, ...(definition && { definition }) });
      },
    }),
    ...sourceRoutes(deps, book),
  ];
}

async function read(
  deps: Deps,
  { who, query: asked, headers }: Ask<XapiCaller, unknown, Record<string, unknown>, unknown>,
): Promise<Reply> {
  const query = who.limits?.narrow(asked) ?? asked;
  const reading = readStatementQuery(query);
  if (reading.kind === 'refused') throw badRequest(reading.messageId, reading.replacements);
  const readable = readableBy(who);
  const acceptLanguage = headers['accept-language'];
  if (reading.kind === 'one') {
    const found = await readStatement(deps, readable, { ...reading, acceptLanguage });
    if (!found) throw notFound('xapi.statementNotFound');
    return answer(found.json, found.contents, found.storedAt);
  }
  const { statements, next, contents } = await readStatementPage(deps, readable, {
    ...reading,
    acceptLanguage,
  });
  const more = next === null ? '' : addressOfPage(deps.config.basePath, query, next);
  const page = `{"statements":[${statements.join(',')}],"more":${JSON.stringify(more)}}`;
  return answer(page, contents, deps.now());
}

function answer(json: string, contents: AttachmentContent[] | null, modifiedAt: Date): Reply {
  const headers = { 'last-modified': modifiedAt.toUTCString() };
  return contents === null
    ? { kind: 'text', type: 'application/json', content: json, headers }
    : { kind: 'bytes', ...composeMultipart(json, contents), headers };
}

/** The same question from where this page ends (Data 2.5: an address on the same host). */
function addressOfPage(basePath: string, query: Record<string, unknown>, cursor: string): string {
  const parameters = new URLSearchParams({ ...(query as Record<string, string>), cursor });
  return `${basePath}/xapi/statements?${parameters.toString()}`;
}
