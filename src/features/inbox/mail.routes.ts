import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Ticked, Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { anyoneUnframed, requireAdministrator, signedIn } from '../roster/index.ts';
import { refuseMails, saveMailPolicy } from './choose-mails.ts';
import { EVERY_KIND, type NoticeKind } from './inbox.schema.ts';
import { kindsFor, loadMailSettings } from './load-inbox.ts';
import { minuteOf } from './mail-time.rules.ts';
import { readStopToken, stopMails } from './stop-mails.ts';

const Clock = z.iso.time({ precision: -1 }).transform(minuteOf);
const StopParams = z.object({ token: z.string().max(500) });
const DONE = '/inbox/mail?saved=1';

/** E-mails: who wants which, when the school lets them go out, and the link that stops them. */
export function mailRoutes(deps: Deps, kinds: readonly NoticeKind[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/inbox/mail',
      guard: signedIn,
      query: Saved,
      handle: async ({ who, query }) =>
        page('inbox/mail', await loadMailSettings(deps, who, kinds, query.saved)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/inbox/mail',
      guard: signedIn,
      body: z.looseObject({ everything: Ticked }),
      async handle({ who, body: { everything, ...ticked } }) {
        const refused = kindsFor(who, kinds)
          .map(({ name }) => name)
          .filter((name) => ticked[name] === undefined);
        await refuseMails(deps, who, everything ? refused : [EVERY_KIND, ...refused]);
        return redirect(DONE);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/inbox/mail/school',
      guard: requireAdministrator,
      body: z.object({
        quietFrom: Clock,
        quietUntil: Clock,
        schoolDaysOnly: Ticked,
        dailyCap: z.coerce.number().int().min(1).max(20),
      }),
      async handle({ who, body }) {
        await saveMailPolicy(deps, who, body);
        return redirect(`${DONE}#school`);
      },
    }),
    route({
      method: 'get',
      path: '/mail/stop/:token',
      guard: anyoneUnframed,
      params: StopParams,
      // Mail scanners open every link: only the button stops anything.
      handle: ({ params }) => presentStop(deps, params.token, null),
    }),
    route({
      method: 'post',
      path: '/mail/stop/:token',
      guard: anyoneUnframed,
      params: StopParams,
      body: z.looseObject({ all: Ticked }),
      async handle({ params, body }) {
        const stop = readStopToken(deps, params.token);
        if (stop) await stopMails(deps.db, deps, body.all ? { ...stop, kind: EVERY_KIND } : stop);
        return presentStop(deps, params.token, body.all ? EVERY_KIND : (stop?.kind ?? null));
      },
    }),
  ];
}

function presentStop(deps: Deps, token: string, stopped: string | null) {
  const stop = readStopToken(deps, token);
  return page(
    'inbox/stop',
    { token, known: stop !== null, kind: stop?.kind ?? EVERY_KIND, stopped },
    { layout: 'bare', status: stop ? 200 : 404 },
  );
}
