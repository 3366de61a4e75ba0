import { z } from 'zod';
import { UNIQUE_VIOLATION, sqlState } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Reply, type Route } from '../../infra/http.ts';
import { AnswerForm, PartForm, advanceAttempt } from './advance-attempt.ts';
import type { Holder } from './attempt-state.ts';
import { insertAttempt } from './begin-attempt.ts';
import { holdsLink, type LinkHolder } from './link.guards.ts';
import { judgeLink } from './link.rules.ts';
import { loadPlayer, loadResult } from './load-player.ts';
import { openAttempt } from './open-attempt.ts';
import { saveAnswers } from './save-answers.ts';

const Params = z.object({ token: z.string().max(200) });

/** The public door of forms: one answer per link, no account. */
export function linkRoutes(deps: Deps): Route[] {
  const guard = holdsLink();
  const present = ({ link }: LinkHolder, token: string): Reply => {
    const verdict = judgeLink(link ?? undefined, deps.now());
    const status = { unknown: 404, expired: 410, closed: 410 }[verdict as string] ?? 200;
    const open = link && (verdict === 'new' || verdict === 'begun') ? link : null;
    return page(
      'instruments/link',
      {
        verdict,
        token,
        form: open && {
          title: open.definition.title,
          about: open.definition.about,
          licence: open.definition.licence,
          attribution: open.definition.attribution,
          limits: open.definition.limits,
          schoolName: open.schoolName,
          expiresAt: open.expiresAt,
          minutes: open.definition.minutes ?? null,
        },
      },
      { status },
    );
  };
  return [
    route({
      method: 'get',
      path: '/forms/:token',
      guard,
      params: Params,
      handle: ({ who, params }) =>
        who.link?.submittedAt && findBegun(deps, who)
          ? redirect(`/forms/${params.token}/result`)
          : present(who, params.token),
    }),
    route({
      method: 'post',
      path: '/forms/:token',
      guard,
      params: Params,
      async handle({ who, params }) {
        const verdict = judgeLink(who.link ?? undefined, deps.now());
        if (!who.link || (verdict !== 'new' && verdict !== 'begun')) return present(who, params.token);
        if (verdict === 'new') await beginByLink(deps, who.link);
        return redirect(`/forms/${params.token}/fill`);
      },
    }),
    route({
      method: 'get',
      path: '/forms/:token/fill',
      guard,
      params: Params,
      query: z.object({ part: z.string().max(100).nullable().default(null) }),
      async handle({ who, params: { token }, query }) {
        const begun = findBegun(deps, who);
        if (!begun) return redirect(`/forms/${token}`);
        const action = `${who.base}/forms/${token}/fill`;
        const player = await loadPlayer(deps, begun.holder, begun.attemptId, { part: query.part, action });
        return player ? page('instruments/player', player) : redirect(`/forms/${token}/result`);
      },
    }),
    route({
      method: 'post',
      path: '/forms/:token/fill',
      guard,
      params: Params,
      body: PartForm,
      async handle({ who, params: { token }, body }) {
        const begun = findBegun(deps, who);
        if (!begun) return redirect(`/forms/${token}`);
        const action = `${who.base}/forms/${token}/fill`;
        const advanced = await advanceAttempt(deps, begun.holder, begun.attemptId, body, action);
        if (advanced.kind === 'again') return page('instruments/player', advanced.page, { status: 422 });
        return redirect(
          advanced.kind === 'ended'
            ? `/forms/${token}/result`
            : `/forms/${token}/fill?part=${encodeURIComponent(advanced.partId)}`,
        );
      },
    }),
    route({
      method: 'post',
      path: '/forms/:token/fill/answers',
      guard,
      params: Params,
      body: AnswerForm,
      async handle({ who, body }) {
        const begun = findBegun(deps, who);
        if (!begun) throw notFound();
        const taken = await saveAnswers(deps, begun.holder, begun.attemptId, body);
        const saved = { savedAt: deps.now(), ended: taken.kind === 'ended' };
        return page('instruments/saved', saved, { layout: 'fragment' });
      },
    }),
    route({
      method: 'get',
      path: '/forms/:token/result',
      guard,
      params: Params,
      async handle({ who, params: { token } }) {
        const begun = findBegun(deps, who);
        if (!begun) return redirect(`/forms/${token}`);
        const open = await openAttempt(deps, begun.holder, begun.attemptId);
        const reader = { locale: who.locale, personName: null, answers: true };
        const result = await loadResult(deps, open, reader);
        return result ? page('instruments/result', result) : redirect(`/forms/${token}/fill`);
      },
    }),
  ];
}

/** The attempt a link was used for; one that is handed in stays readable until the link expires. */
function findBegun(
  deps: Pick<Deps, 'now'>,
  { link }: LinkHolder,
): { holder: Holder; attemptId: string } | null {
  if (!link?.attemptId) return null;
  const verdict = judgeLink(link, deps.now());
  if (verdict === 'expired' || verdict === 'closed' || deps.now() >= link.expiresAt) return null;
  return {
    holder: { schoolId: link.schoolId, personId: null, linkId: link.id },
    attemptId: link.attemptId,
  };
}

/** Once per link: of two at once the second finds the attempt of the first. */
async function beginByLink(deps: Deps, link: NonNullable<LinkHolder['link']>): Promise<void> {
  const { schoolId, assignmentId } = link;
  const holder = { schoolId, personId: null, linkId: link.id, courseId: null, assignmentId };
  try {
    await insertAttempt(deps.db, deps, holder, link.definition);
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
  }
}
