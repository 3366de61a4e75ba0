import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { orNothing } from '../../infra/forms.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { countOpenCases, findConnection, type Connection } from './connection.queries.ts';
import { presentPutAside, presentUnsent } from './leftovers.pages.ts';
import type { TransferKey } from './lrs.schema.ts';
import { dismissPutAside, selectPutAside } from './put-aside.queries.ts';
import { retryPutAside } from './retry-put-aside.ts';
import type { TransferListeners } from './run-transfers.ts';
import { askToResend, selectUnsent } from './unsent.queries.ts';

const ConnectionParams = z.object({ connectionId: z.uuid() });
const SHOWN = 50;

/** What was not taken over, in either direction, for an administrator to look at. */
export function leftoverRoutes(
  deps: Deps,
  runSoon: (key: TransferKey) => Promise<void>,
  { onStored }: TransferListeners,
): Route[] {
  const find = async (schoolId: string, connectionId: string): Promise<Connection> => {
    const connection = await findConnection(deps.db, { schoolId, connectionId });
    if (!connection) throw notFound('lrs.notFound');
    return connection;
  };
  const countOf = async ({ schoolId, id }: Connection) =>
    (await countOpenCases(deps.db, schoolId)).find(({ connectionId }) => connectionId === id);
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs/:connectionId/put-aside',
      guard: requireAdministrator,
      params: ConnectionParams,
      async handle({ who, params: { connectionId } }) {
        const connection = await find(who.schoolId, connectionId);
        const rows = await selectPutAside(deps.db, { schoolId: who.schoolId, connectionId }, SHOWN);
        const total = (await countOf(connection))?.putAside ?? rows.length;
        return page('xapi-sources/put-aside', presentPutAside(connection, rows, total));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId/put-aside/retry',
      guard: requireAdministrator,
      params: ConnectionParams,
      async handle({ who, params: { connectionId } }) {
        const stored = await retryPutAside(deps, await find(who.schoolId, connectionId));
        if (stored > 0) onStored(who.schoolId, stored);
        return redirect(`/sources/lrs/${connectionId}/put-aside`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId/put-aside/dismiss',
      guard: requireAdministrator,
      params: ConnectionParams,
      // Without one: all of them.
      body: z.object({ fingerprint: orNothing(z.string().max(100)).default(null) }),
      async handle({ who, params: { connectionId }, body: { fingerprint } }) {
        await find(who.schoolId, connectionId);
        await dismissPutAside(deps.db, { schoolId: who.schoolId, connectionId, fingerprint }, deps.now());
        return redirect(`/sources/lrs/${connectionId}/put-aside`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs/:connectionId/unsent',
      guard: requireAdministrator,
      params: ConnectionParams,
      async handle({ who, params: { connectionId } }) {
        const connection = await find(who.schoolId, connectionId);
        const rows = await selectUnsent(deps.db, { schoolId: who.schoolId, connectionId }, SHOWN);
        const total = (await countOf(connection))?.unsent ?? rows.length;
        return page('xapi-sources/unsent', presentUnsent(connection, rows, total));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId/unsent/resend',
      guard: requireAdministrator,
      params: ConnectionParams,
      // Without one: all of them.
      body: z.object({ statementId: orNothing(z.uuid()).default(null) }),
      async handle({ who, params: { connectionId }, body: { statementId } }) {
        const key = { schoolId: who.schoolId, connectionId };
        await find(who.schoolId, connectionId);
        await askToResend(deps.db, { ...key, statementId });
        await runSoon({ ...key, direction: 'forward' });
        return redirect(`/sources/lrs/${connectionId}/unsent`);
      },
    }),
  ];
}
