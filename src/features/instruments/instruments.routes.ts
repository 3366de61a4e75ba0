import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { signedIn, type SignedIn } from '../roster/index.ts';
import { AnswerForm, PartForm, advanceAttempt } from './advance-attempt.ts';
import type { Holder } from './attempt-state.ts';
import { beginAttempt } from './begin-attempt.ts';
import { linkRoutes } from './link.routes.ts';
import { loadMine } from './load-mine.ts';
import { loadPlayer, loadResult } from './load-player.ts';
import { manageRoutes } from './manage.routes.ts';
import { markingRoutes } from './marking.routes.ts';
import { openAttempt } from './open-attempt.ts';
import { saveAnswers } from './save-answers.ts';

const InstrumentId = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);
const AttemptParams = z.object({ attemptId: z.uuid() });
export const PlayerQuery = z.object({
  part: z.string().max(100).nullable().default(null),
});

const holderOf = ({ schoolId, personId }: SignedIn): Holder => ({ schoolId, personId, linkId: null });

export interface InstrumentsListeners {
  /** Statements about attempts were stored. */
  onStored: (schoolId: string) => void;
}

/** Instruments: filling them in, by account or by link, and giving them to others. */
export function instrumentsRoutes(deps: Deps, { onStored }: InstrumentsListeners): Route[] {
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/instruments',
      guard: signedIn,
      handle: async ({ who }) => page('instruments/mine', await loadMine(deps, who)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/instruments',
      guard: signedIn,
      body: z.object({
        instrumentId: InstrumentId,
        assignmentId: orNothing(z.uuid()).default(null),
      }),
      async handle({ who, body }) {
        const attemptId = await beginAttempt(deps, { ...who, ...body });
        onStored(who.schoolId);
        return redirect(`/attempts/${attemptId}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/attempts/:attemptId',
      guard: signedIn,
      params: AttemptParams,
      query: PlayerQuery,
      async handle({ who, params: { attemptId }, query }) {
        const action = `${who.base}/attempts/${attemptId}`;
        const player = await loadPlayer(deps, holderOf(who), attemptId, { part: query.part, action });
        return player ? page('instruments/player', player) : redirect(`/attempts/${attemptId}/result`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/attempts/:attemptId',
      guard: signedIn,
      params: AttemptParams,
      body: PartForm,
      async handle({ who, params: { attemptId }, body }) {
        const action = `${who.base}/attempts/${attemptId}`;
        const advanced = await advanceAttempt(deps, holderOf(who), attemptId, body, action);
        if (advanced.kind === 'again') return page('instruments/player', advanced.page, { status: 422 });
        if (advanced.kind === 'ended') onStored(who.schoolId);
        return redirect(
          advanced.kind === 'ended'
            ? `/attempts/${attemptId}/result`
            : `/attempts/${attemptId}?part=${encodeURIComponent(advanced.partId)}`,
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/attempts/:attemptId/answers',
      guard: signedIn,
      params: AttemptParams,
      body: AnswerForm,
      async handle({ who, params: { attemptId }, body }) {
        const taken = await saveAnswers(deps, holderOf(who), attemptId, body);
        return page('instruments/saved', presentSaved(deps, taken), { layout: 'fragment' });
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/attempts/:attemptId/result',
      guard: signedIn,
      params: AttemptParams,
      async handle({ who, params: { attemptId } }) {
        const open = await openAttempt(deps, holderOf(who), attemptId);
        const reader = { locale: who.locale, personName: null, answers: true };
        const result = await loadResult(deps, open, reader);
        return result ? page('instruments/result', result) : redirect(`/attempts/${attemptId}`);
      },
    }),
    ...linkRoutes(deps),
    ...manageRoutes(deps),
    ...markingRoutes(deps, onStored),
  ];
}

/** What an autosave answers: when, and that it is over where it is. */
export const presentSaved = (deps: Pick<Deps, 'now'>, taken: { kind: 'saved' | 'ended' }) => ({
  savedAt: deps.now(),
  ended: taken.kind === 'ended',
});
