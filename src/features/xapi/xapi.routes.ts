import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { json, route, type Ask, type Reply, type Route } from '../../infra/http.ts';
import { anyone } from '../roster/index.ts';
import { z } from 'zod';
import type { CredentialBook } from './credential-book.ts';
import {
  receivePut,
  receiveStatements,
  refuse,
  type Delivery,
  type XapiListeners,
} from './receive-statements.ts';
import { sourceRoutes } from './sources.routes.ts';
import { isJsonType, readStatementQuery } from './statement-request.rules.ts';
import { requireScope, type XapiCaller } from './xapi.guards.ts';
import { XAPI_VERSIONS } from './xapi-version.rules.ts';
import { findStatementText } from './xapi.queries.ts';

/** Rules say what is wrong with a query or a body: the specification asks for more than a shape. */
const Query = z.record(z.string(), z.unknown());
const Bytes = z.instanceof(Buffer);

/** The learning record store (xAPI 1.0.3 and 2.0.0), and the page that tells a school how to use it. */
export function xapiRoutes(deps: Deps, book: CredentialBook, listeners: XapiListeners): Route[] {
  const receiving = { deps, book, listeners };
  const canWrite = requireScope(book, 'statements/write');
  const canRead = requireScope(book, 'statements/read');

  async function deliver(ask: Ask<XapiCaller, unknown, unknown, Buffer>): Promise<Delivery> {
    const { schoolId, credentialId, authority, version } = ask.who;
    const source = { schoolId, credentialId, authority, defaultVersion: version.ofStatements };
    const delivery = { source, requestId: ask.requestId };
    if (!isJsonType(ask.headers['content-type'])) {
      return refuse(receiving, delivery, badRequest('xapi.contentType'));
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(ask.body);
      return { ...delivery, value: JSON.parse(text) as unknown };
    } catch {
      return refuse(receiving, delivery, badRequest('badJson'));
    }
  }

  return [
    route({
      method: 'get',
      path: '/xapi/about',
      guard: anyone,
      handle: () => json({ version: XAPI_VERSIONS }),
    }),
    route({
      method: 'post',
      path: '/xapi/statements',
      guard: canWrite,
      reads: 'bytes',
      body: Bytes,
      handle: async (ask) => json(await receiveStatements(receiving, await deliver(ask))),
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
      async handle({ who, query }): Promise<Reply> {
        const reading = readStatementQuery(query);
        if (reading.kind === 'refused') throw badRequest(reading.messageId, reading.replacements);
        const found = await findStatementText(deps.db, { schoolId: who.schoolId, ...reading });
        if (!found) throw notFound('xapi.statementNotFound');
        return {
          kind: 'text',
          type: 'application/json',
          content: found.payload,
          headers: { 'last-modified': found.storedAt.toUTCString() },
        };
      },
    }),
    ...sourceRoutes(deps, book),
  ];
}
