import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { json, page, route, type Ask, type Caller, type Reply, type Route } from '../../infra/http.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { anyone } from '../roster/index.ts';
import { buildCanvasConfig } from './canvas-config.rules.ts';
import { createRegistrationDesk } from './dynamic-registration.client.ts';
import type { RegistrationRefusal } from './openid-configuration.rules.ts';
import { prepareRegistration, registerPlatform } from './register-platform.ts';
import type { Registrations } from './registration-cache.ts';
import type { NoInvitation } from './registration.schema.ts';
import { REGISTRATION_INVITATION_DAYS } from './registration-invitation.rules.ts';
import {
  originsOf,
  presentReady,
  presentRegistered,
  presentRegistrationRefusal,
} from './registration.pages.ts';
import { readToolWords } from './tool-words.ts';

const Params = z.object({ token: z.string().max(200) });
const Text = z.string().max(9000).optional();
/** Named by the specification; Moodle and Canvas send both. */
const Sent = z.object({ openid_configuration: Text, registration_token: Text });

/** The doors through which an LMS's administrator lets it register with a school that invited it. */
export function registrationRoutes(deps: Deps, registrations: Registrations): Route[] {
  const words = readToolWords();
  const { allowedPrivateHosts, publicUrl } = deps.config;
  const desk = createRegistrationDesk(createOutbound(allowedPrivateHosts), allowedPrivateHosts);

  return [
    route({
      // Opened by the LMS in a frame. Shows and asks only: whatever fetches links ahead of people does no harm.
      method: 'get',
      path: '/lti/register/:token',
      guard: anyone,
      params: Params,
      query: Sent,
      async handle(ask) {
        const { token } = ask.params;
        const sent = readSent(ask.query);
        const prepared = await prepareRegistration(deps, desk, { token, ...sent });
        if (prepared.kind !== 'ready') return showNo(ask, prepared);
        // Canvas opens the frame from the school's own host: where it stands, only the browser tells.
        const opener = originsOf([ask.headers.referer ?? ''])[0] ?? '';
        return page(
          'lti/register',
          presentReady(prepared, {
            token,
            configurationUrl: sent.configurationUrl ?? '',
            registrationToken: sent.registrationToken,
            opener,
          }),
          { layout: 'bare' },
        );
      },
    }),
    route({
      method: 'post',
      path: '/lti/register/:token',
      guard: anyone,
      params: Params,
      body: Sent.extend({ opener: z.string().max(300).default('') }),
      async handle(ask) {
        const sent = readSent(ask.body);
        const outcome = await registerPlatform(deps, desk, words, { token: ask.params.token, ...sent });
        if (outcome.kind !== 'registered') return showNo(ask, outcome);
        const { registrationId, configuration } = outcome;
        registrations.forget(configuration.issuer);
        ask.log.info({ registrationId, outcome: outcome.outcome }, 'platform registered');
        const given = { configurationUrl: sent.configurationUrl ?? '', opener: ask.body.opener };
        return page('lti/registered', presentRegistered(outcome, given), { layout: 'bare' });
      },
    }),
    route({
      // Canvas fetches it by this address, or an administrator copies it from there.
      method: 'get',
      path: '/lti/config/canvas.json',
      guard: anyone,
      handle: () => json(buildCanvasConfig({ publicUrl, words })),
    }),
  ];
}

const readSent = (sent: z.output<typeof Sent>) => ({
  configurationUrl: sent.openid_configuration,
  registrationToken: sent.registration_token ?? '',
});

function showNo(
  ask: Ask<Caller, unknown, unknown, unknown>,
  answer: RegistrationRefusal | NoInvitation,
): Reply {
  if (answer.kind === 'noInvitation') {
    ask.log.info({ verdict: answer.verdict }, 'registration without invitation');
    return page(
      'lti/register-invitation',
      { advice: `lti.register.invitation.${answer.verdict}`, days: REGISTRATION_INVITATION_DAYS },
      { layout: 'bare', status: answer.verdict === 'unknown' ? 404 : 410 },
    );
  }
  ask.log.info({ reason: answer.reason, what: answer.what }, 'registration refused');
  return page('lti/register-refused', presentRegistrationRefusal(answer, ask.requestId), {
    layout: 'bare',
    status: answer.status,
  });
}
