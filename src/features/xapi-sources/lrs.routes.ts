import { setTimeout as rest } from 'node:timers/promises';
import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import {
  countOpenCases,
  findConnection,
  selectAuthorities,
  selectConnections,
  selectTransfers,
} from './connection.queries.ts';
import { leftoverRoutes } from './leftovers.routes.ts';
import { connectionFormRoutes } from './connection-form.routes.ts';
import { presentLrs } from './lrs.pages.ts';
import { DIRECTIONS, type TransferKey } from './lrs.schema.ts';
import type { TransferListeners, TransferRunner } from './run-transfers.ts';
import { deleteConnection } from './save-connection.ts';
import { setTransferActive } from './transfer.queries.ts';

const ConnectionParams = z.object({ connectionId: z.uuid() });
const TransferParams = ConnectionParams.extend({ direction: z.enum(DIRECTIONS) });
/** A run with much to do goes on behind the page, which shows how far it is. */
const LONGEST_WAIT_MS = 3000;

/** LRSs outside that a school reads from or sends to: how they stand, and what an administrator does with them. */
export function lrsRoutes(deps: Deps, runner: TransferRunner, listeners: TransferListeners): Route[] {
  const load = async (schoolId: string) => {
    const connections = await selectConnections(deps.db, schoolId);
    const authorities = await selectAuthorities(deps.db, schoolId);
    const transfers = await selectTransfers(deps.db, schoolId);
    const open = await countOpenCases(deps.db, schoolId);
    return presentLrs({ connections, transfers, open, authorities }, deps.now());
  };
  const runSoon = async (key: TransferKey): Promise<void> => {
    const run = runner
      .runNow(key)
      .catch((error: unknown) =>
        deps.log.error({ err: error, connectionId: key.connectionId }, 'a transfer could not be run'),
      );
    const waited = new AbortController();
    await Promise.race([
      run,
      rest(LONGEST_WAIT_MS, undefined, { ref: false, signal: waited.signal }).catch(() => undefined),
    ]).finally(() => waited.abort());
  };
  const setActive = async (
    who: { schoolId: string; personId: string },
    key: TransferKey,
    active: boolean,
  ) => {
    await inTransaction(deps.db, async (tx) => {
      if (!(await findConnection(tx, key))) throw notFound('lrs.notFound');
      await setTransferActive(tx, key, { active, now: deps.now() });
      await recordAudit(tx, deps, {
        schoolId: who.schoolId,
        actorPersonId: who.personId,
        action: active ? 'lrs.resumed' : 'lrs.paused',
        subjectType: 'lrs_connection',
        subjectId: key.connectionId,
        detail: { direction: key.direction },
      });
    });
  };

  return [
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs',
      guard: requireAdministrator,
      query: z.object({ saved: z.string().optional() }),
      handle: async ({ who, query }) =>
        page('xapi-sources/lrs', { ...(await load(who.schoolId)), saved: query.saved !== undefined }),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs/live',
      guard: requireAdministrator,
      handle: async ({ who }) =>
        page('xapi-sources/lrs-live', await load(who.schoolId), { layout: 'fragment' }),
    }),
    ...connectionFormRoutes(deps, runSoon),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId/delete',
      guard: requireAdministrator,
      params: ConnectionParams,
      async handle({ who, params }) {
        await deleteConnection(deps, { ...who, ...params });
        return redirect('/sources/lrs?saved=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId/:direction/run',
      guard: requireAdministrator,
      params: TransferParams,
      async handle({ who, params }) {
        const key = { schoolId: who.schoolId, ...params };
        if (!(await findConnection(deps.db, key))) throw notFound('lrs.notFound');
        await runSoon(key);
        return redirect(`/sources/lrs#lrs-${params.connectionId}`);
      },
    }),
    ...(['pause', 'resume'] as const).map((verdict) =>
      route({
        method: 'post',
        path: `/s/:sessionId/sources/lrs/:connectionId/:direction/${verdict}`,
        guard: requireAdministrator,
        params: TransferParams,
        async handle({ who, params }) {
          const key = { schoolId: who.schoolId, ...params };
          await setActive(who, key, verdict === 'resume');
          if (verdict === 'resume') await runSoon(key);
          return redirect(`/sources/lrs#lrs-${params.connectionId}`);
        },
      }),
    ),
    ...leftoverRoutes(deps, runSoon, listeners),
  ];
}
