import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import {
  json,
  page,
  redirect,
  route,
  type Ask,
  type Caller,
  type Reply,
  type Route,
} from '../../infra/http.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { anyone, ownPages } from '../roster/index.ts';
import { acceptLaunch, continueLaunch } from './accept-launch.ts';
import { answerLogin, beginWithoutCookies } from './answer-login.ts';
import type { EnterPorts } from './enter-launch.ts';
import { KEY_SET_CACHE_SECONDS } from './key-pool.rules.ts';
import { presentHeld, presentRefusal, presentWithoutCookies } from './lti.pages.ts';
import { lmsRoutes } from './lms.routes.ts';
import type { LmsPorts } from './lms.schema.ts';
import { createPlatformKeys } from './platform-keys.client.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { createRefusalRecord } from './record-refusal.ts';
import { createRegistrationCache } from './registration-cache.ts';
import { registrationRoutes } from './registration.routes.ts';
import { spentBindingCookie } from './start-login.ts';
import { publishKeys } from './tool-keys.ts';

/** Whatever arrives is read by rules that say what is wrong with it. */
const Form = z.record(z.string(), z.unknown());
type Form = z.output<typeof Form>;

/**
 * The doors an LMS and its browsers come through: requests from elsewhere by nature, so nothing of them asks for a
 * session; and the administrator's pages about them.
 */
export function ltiRoutes(deps: Deps, ports: EnterPorts, lms: LmsPorts): Route[] {
  const registrations = createRegistrationCache(deps);
  const platformKeys = createPlatformKeys(createOutbound(deps.config.allowedPrivateHosts), deps.now);

  const acceptPorts = { ...ports, registrations, platformKeys, recordRefusal: createRefusalRecord(deps) };

  async function login(ask: Ask<Caller, unknown, unknown, unknown>, form: Form): Promise<Reply> {
    const answer = await answerLogin(deps, registrations, form, ask.cookies);
    switch (answer.kind) {
      case 'refused':
        return showRefusal(ask, answer);
      case 'goOn':
        return redirect(answer.url, { cookies: answer.cookies });
      case 'withoutCookies':
        return page('lti/without-cookies', presentWithoutCookies(answer, ask.who.base), { layout: 'bare' });
    }
  }

  async function launch(ask: Ask<Caller, unknown, unknown, unknown>, form: Form): Promise<Reply> {
    if (form['error'] !== undefined) return showRefusal(ask, refuse('platform_error'));
    const { id_token: token, state } = form;
    if (typeof token !== 'string' || token === '') return showRefusal(ask, refuse('token_missing'));
    if (typeof state !== 'string' || state === '') return showRefusal(ask, refuse('state_missing'));
    const outcome = await acceptLaunch(deps, acceptPorts, {
      token,
      state,
      cookies: ask.cookies,
      locale: ask.who.locale,
      requestId: ask.requestId,
    });
    switch (outcome.kind) {
      case 'refused':
        return showRefusal(ask, outcome);
      case 'held':
        return page('lti/held', presentHeld(outcome, ask.who.base), { layout: 'bare' });
      case 'accepted':
        return redirect(outcome.path, { cookies: [outcome.cookie, spentBindingCookie(deps, state)] });
    }
  }

  return [
    route({
      method: 'get',
      path: '/lti/login',
      guard: anyone,
      query: Form,
      handle: (ask) => login(ask, ask.query),
    }),
    route({
      method: 'post',
      path: '/lti/login',
      guard: anyone,
      body: Form,
      handle: (ask) => login(ask, ask.body),
    }),
    route({
      method: 'post',
      path: '/lti/launch',
      guard: anyone,
      body: Form,
      handle: (ask) => launch(ask, ask.body),
    }),
    route({
      method: 'post',
      path: '/lti/login/begin',
      guard: ownPages,
      reads: 'json',
      body: z.object({ fields: Form, store: z.enum(['platform', 'web']) }),
      async handle(ask) {
        const begun = await beginWithoutCookies(deps, registrations, ask.body.fields, ask.body.store);
        return begun.kind === 'refused' ? showRefusal(ask, begun) : json(begun);
      },
    }),
    route({
      method: 'post',
      path: '/lti/launch/continue',
      guard: ownPages,
      reads: 'json',
      body: z.object({ code: z.string().max(200), binding: z.string().max(200).nullable() }),
      async handle(ask) {
        const { requestId, who, body } = ask;
        const attempt = { ...body, locale: who.locale, requestId };
        const outcome = await continueLaunch(deps, acceptPorts, attempt);
        if (outcome.kind === 'refused') return showRefusal(ask, outcome);
        const { base, path, key } = outcome;
        return json({ base: who.base + base, path: who.base + path, key });
      },
    }),
    route({
      // Nobody is sent here; readers come by a bookmark or by reloading.
      method: 'get',
      path: '/lti/launch',
      guard: anyone,
      query: Form,
      handle: (ask) =>
        showRefusal(ask, refuse(ask.query['error'] === undefined ? 'opened_directly' : 'platform_error')),
    }),
    route({
      // The address an LMS knows the tool by: its links are logged in first, so whoever arrives here came without one.
      method: 'get',
      path: '/',
      guard: anyone,
      handle: (ask) => showRefusal(ask, refuse('opened_directly')),
    }),
    route({
      method: 'get',
      path: '/lti/jwks',
      guard: anyone,
      handle: async () =>
        json(await publishKeys(deps), {
          headers: { 'cache-control': `public, max-age=${KEY_SET_CACHE_SECONDS}` },
        }),
    }),
    ...registrationRoutes(deps, registrations),
    ...lmsRoutes(deps, registrations, lms),
  ];
}

/** One line for the operator, a friendly page for the reader; neither repeats what was sent. */
function showRefusal(ask: Ask<Caller, unknown, unknown, unknown>, refusal: Refusal): Reply {
  const { reason, specSection, claim } = refusal;
  ask.log.info({ reason, specSection, claim }, 'launch refused');
  return page('lti/refused', presentRefusal(refusal, ask.requestId), {
    status: refusal.status,
    layout: 'bare',
  });
}
