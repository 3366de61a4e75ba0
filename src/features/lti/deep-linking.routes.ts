import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { page, route, type Reply, type Route } from '../../infra/http.ts';
import type { Views } from '../../infra/views.ts';
import { requireCourseStaff, requireTeacher, type InCourse } from '../roster/index.ts';
import { answerDeepLinking } from './answer-deep-linking.ts';
import {
  judgeSettings,
  suitable,
  readPicks,
  type PickForm,
  type PickProblem,
} from './deep-link-pick.rules.ts';
import type { ResponseWords } from './deep-link-response.rules.ts';
import { presentPicking, type LinkReturnPage } from './deep-linking.pages.ts';
import { findDeepLinking, selectPlacedItems } from './deep-linking.queries.ts';
import type { DeepLinking, Offer, Pick } from './deep-linking.schema.ts';
import type { Landings, LinkKind } from './link-kinds.ts';

const Field = z.string().max(300);
const Form = z.record(Field, z.union([Field, z.array(Field).max(500)]));
const PATH = '/s/:sessionId/link';

/** Placing things in an LMS course, and where a review leads whose learner is unknown here. */
export function deepLinkingRoutes(deps: Deps, { kinds }: Landings, t: Views['t']): Route[] {
  return [
    route({
      method: 'get',
      path: PATH,
      guard: requireTeacher,
      async handle({ who }) {
        const picking = await findDeepLinking(deps.db, who);
        if (picking?.answeredAt !== null) return presentClosed(picking);
        return presentOffers(deps, kinds, who, { picking, form: {}, problem: null });
      },
    }),
    route({
      method: 'post',
      path: PATH,
      guard: requireTeacher,
      body: Form,
      async handle({ who, body }) {
        const picking = await findDeepLinking(deps.db, who);
        if (picking?.answeredAt !== null) return presentClosed(picking);
        const send = (picks: readonly Pick[]) => sendAnswer(deps, t, who, picking, picks);
        if (body['cancel'] !== undefined) return send([]);
        const granted = judgeSettings(picking.settings, picking.registration.family);
        const read = readPicks(body, suitable(await loadOffers(deps, kinds, who), granted), granted);
        return read.kind === 'picked'
          ? send(read.picks)
          : presentOffers(deps, kinds, who, { picking, form: body, problem: read.problem });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/not-seen',
      guard: requireCourseStaff,
      handle: () => page('lti/not-seen', {}),
    }),
  ];
}

/** Nothing to pick for: opened beside a launch, or answered already. */
const presentClosed = (picking: DeepLinking | undefined): Reply =>
  page(
    'lti/link-closed',
    { answered: picking !== undefined },
    { layout: 'bare', status: picking ? 409 : 404 },
  );

async function loadOffers(deps: Deps, kinds: readonly LinkKind[], who: InCourse): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const { name, gradable, gradedByDefault, ...kind } of kinds)
    for (const { ref, title } of await kind.choices(deps.db, who))
      offers.push({ kind: name, ref, title: title[who.locale], gradable, gradedByDefault });
  return offers;
}

async function presentOffers(
  deps: Deps,
  kinds: readonly LinkKind[],
  who: InCourse,
  { picking, form, problem }: { picking: DeepLinking; form: PickForm; problem: PickProblem | null },
): Promise<Reply> {
  const granted = judgeSettings(picking.settings, picking.registration.family);
  const offers = suitable(await loadOffers(deps, kinds, who), granted);
  const shown = presentPicking(offers, await selectPlacedItems(deps.db, who), {
    kinds: kinds.map(({ name }) => name),
    granted,
    problem,
    form,
  });
  return page('lti/link', shown, { layout: 'bare', status: problem ? 422 : 200 });
}

async function sendAnswer(
  deps: Deps,
  t: Views['t'],
  who: InCourse,
  picking: DeepLinking,
  picks: readonly Pick[],
): Promise<Reply> {
  const words: ResponseWords = {
    message: picks.length === 0 ? null : t(who.locale, 'lti.link.placed', { count: picks.length }),
    about: (kind) => t(who.locale, `linkKind.${kind}.about`),
    review: t(who.locale, 'lti.link.review'),
  };
  const answer = await answerDeepLinking(deps, who, picking, { picks, words });
  if (answer === null) return presentClosed(picking);
  const shown: LinkReturnPage = {
    ...answer,
    script: `${deps.config.basePath}/assets/send-form.js`,
    count: picks.length,
  };
  // Else the browser would name no origin at all to the platform, which some refuse.
  const headers = { 'referrer-policy': 'strict-origin' };
  return page('lti/link-return', shown, { layout: 'bare', headers });
}
