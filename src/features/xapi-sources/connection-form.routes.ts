import { z } from 'zod';
import { Ticked } from '../../infra/forms.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Reply, type Route } from '../../infra/http.ts';
import { fromWallTime, requireAdministrator, toWallTime } from '../roster/index.ts';
import { endpointOf } from '../xapi/index.ts';
import {
  checkConnectionForm,
  emptyConnectionForm,
  type ConnectionForm,
  type FieldProblems,
} from './connection-form.rules.ts';
import { findConnection, selectTransfers, type Connection, type Transfer } from './connection.queries.ts';
import { tidyEndpoint } from './endpoint.rules.ts';
import { presentConnectionForm, presentTest } from './lrs.pages.ts';
import {
  FORWARDED,
  ForwardSettings,
  PULL_MINUTES,
  PullSettings,
  XAPI_VERSIONS,
  type TransferKey,
} from './lrs.schema.ts';
import { openSecret } from './open-secret.ts';
import { changeConnection, createConnection } from './save-connection.ts';
import { testEndpoint } from './test-endpoint.ts';

/** Longer than any LRS asks for: what is wrong is said beside the field, not by the edge. */
const Text = z.string().trim().max(2000).default('');
const Form = z.object({
  label: z.string().trim().max(100).default(''),
  endpoint: Text.transform(tidyEndpoint),
  key: Text,
  // Untrimmed: whatever it is, it is the LRS's.
  secret: z.string().max(2000).default(''),
  version: z.enum(XAPI_VERSIONS),
  pulls: Ticked,
  everyMinutes: z.coerce.number().pipe(z.literal(PULL_MINUTES)),
  since: Text,
  verb: Text,
  homePage: Text,
  forwards: Ticked,
  what: z.enum(FORWARDED),
  sensitive: Ticked,
  backlog: Ticked,
});
const ConnectionParams = z.object({ connectionId: z.uuid() });

/** Connecting an LRS, changing a connection, and trying an address before either. */
export function connectionFormRoutes(deps: Deps, runSoon: (key: TransferKey) => Promise<void>): Route[] {
  const { publicUrl, allowedPrivateHosts } = deps.config;
  const show = (form: ConnectionForm, problems: FieldProblems, connectionId: string | null): Reply =>
    page('xapi-sources/lrs-form', presentConnectionForm(form, problems, connectionId), {
      status: Object.keys(problems).length > 0 ? 422 : 200,
    });
  const check = (form: ConnectionForm, timeZone: string, saved: Connection | null) => {
    const sinceAt = form.since === '' ? null : fromWallTime(`${form.since}T00:00`, timeZone);
    const problems = checkConnectionForm(form, {
      allowedHosts: allowedPrivateHosts,
      ownEndpoint: endpointOf(publicUrl),
      savedEndpoint: saved?.endpoint ?? null,
      sinceAt,
    });
    return { sinceAt, problems, isFine: Object.keys(problems).length === 0 };
  };
  const find = async (schoolId: string, connectionId: string): Promise<Connection> => {
    const connection = await findConnection(deps.db, { schoolId, connectionId });
    if (!connection) throw notFound('lrs.notFound');
    return connection;
  };
  /** What is switched on begins at once, and its first problem shows at once. */
  const begin = async (
    key: { schoolId: string; connectionId: string },
    { pulls, forwards }: ConnectionForm,
  ) => {
    if (pulls) await runSoon({ ...key, direction: 'pull' });
    if (forwards) await runSoon({ ...key, direction: 'forward' });
    return redirect(`/sources/lrs?saved=1#lrs-${key.connectionId}`);
  };

  return [
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs/new',
      guard: requireAdministrator,
      handle: () => show(emptyConnectionForm, {}, null),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs',
      guard: requireAdministrator,
      body: Form,
      async handle({ who, body: form }) {
        const { sinceAt, problems, isFine } = check(form, who.timeZone, null);
        if (!isFine) return show(form, problems, null);
        return begin(await createConnection(deps, who, { form, sinceAt }), form);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/test',
      guard: requireAdministrator,
      body: Form.extend({ connectionId: z.union([z.literal(''), z.uuid()]).default('') }),
      async handle({ who, body: { connectionId, ...form }, headers }) {
        const saved = connectionId === '' ? null : await find(who.schoolId, connectionId);
        // Whatever else is wrong doesn't keep an address from being tried.
        const { endpoint, key, secret } = check(form, who.timeZone, saved).problems;
        const problem = endpoint ?? key ?? secret;
        const content = problem
          ? { problem: `lrs.form.problem.${problem}`, report: null }
          : {
              problem: null,
              report: presentTest(await tryAddress(form, saved), form.endpoint),
            };
        return headers['hx-request'] === undefined
          ? page('xapi-sources/lrs-test', { ...content, connectionId: saved?.id ?? null })
          : page('xapi-sources/lrs-test-result', content, { layout: 'fragment' });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/sources/lrs/:connectionId/edit',
      guard: requireAdministrator,
      params: ConnectionParams,
      async handle({ who, params: { connectionId } }) {
        const connection = await find(who.schoolId, connectionId);
        const transfers = (await selectTransfers(deps.db, who.schoolId)).filter(
          (transfer) => transfer.connectionId === connectionId,
        );
        return show(readForm(connection, transfers, who.timeZone), {}, connectionId);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/sources/lrs/:connectionId',
      guard: requireAdministrator,
      params: ConnectionParams,
      body: Form,
      async handle({ who, params: { connectionId }, body: form }) {
        const connection = await find(who.schoolId, connectionId);
        const { sinceAt, problems, isFine } = check(form, who.timeZone, connection);
        if (!isFine) return show(form, problems, connectionId);
        await changeConnection(deps, who, { connectionId, form, sinceAt });
        return begin({ schoolId: who.schoolId, connectionId }, form);
      },
    }),
  ];

  function tryAddress(form: ConnectionForm, saved: Connection | null) {
    return testEndpoint(deps, accessOf(form, saved), { verb: form.verb || null });
  }

  /** With the saved secret where none was typed. */
  function accessOf({ endpoint, key, secret, version }: ConnectionForm, saved: Connection | null) {
    const known = saved?.sealedSecret ? openSecret(deps, saved.sealedSecret) : null;
    return { endpoint, key, version, secret: secret || (known ?? '') };
  }
}

/** A saved connection as the form shows it. */
function readForm(connection: Connection, transfers: readonly Transfer[], timeZone: string): ConnectionForm {
  const { label, endpoint, key, version } = connection;
  const form: ConnectionForm = { ...emptyConnectionForm, label, endpoint, key, version };
  for (const { direction, active, everyMinutes, settings } of transfers) {
    if (direction === 'pull') {
      const { since, verb, homePage } = PullSettings.parse(settings);
      Object.assign(form, {
        pulls: active,
        everyMinutes,
        since: since ? toWallTime(since, timeZone).slice(0, 10) : '',
        verb: verb ?? '',
        homePage: homePage ?? '',
      });
    } else {
      Object.assign(form, { forwards: active, ...ForwardSettings.parse(settings) });
    }
  }
  return form;
}
