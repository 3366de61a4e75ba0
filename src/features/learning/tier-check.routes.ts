import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { selectQuestionsByIds } from '../programme/index.ts';
import { requireLearner } from '../roster/index.ts';
import { foldOwnStatements } from './fold-school.ts';
import { GivenAnswer, listGiven } from './given-answer.schema.ts';
import { selectLearner } from './learner.queries.ts';
import { INTAKE, answerTierCheck, readSelfReport, startTierCheck } from './take-tier-check.ts';
import { presentTierCheckQuestion, presentTierCheckStart } from './tier-check.pages.ts';
import { findNewestCheck } from './tier-check.queries.ts';
import { judgeCheck } from './tier-check.rules.ts';

const Params = z.object({ checkId: z.uuid() });

/** The check that places a learner: what it is, its questions one by one, and what it led to. */
export function tierCheckRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/tier-check',
      guard: requireLearner,
      async handle({ who }) {
        const learner = await selectLearner(deps.db, who);
        if (!learner) throw notFound();
        const newest = await findNewestCheck(deps.db, who);
        const state = {
          overridden: learner.tier !== null && learner.tier.decidedByName !== null,
          running: newest !== null && newest.finishedAt === null,
          lastFinishedAt: newest?.finishedAt ?? null,
        };
        const selfReport = await readSelfReport(deps, who);
        const rows = { selfReport, intakeId: INTAKE, newest };
        const start = presentTierCheckStart(learner.tier, judgeCheck(state, deps.now()), rows);
        return page('learning/tier-check', start);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/tier-check',
      guard: requireLearner,
      handle: async ({ who }) => redirect(`/tier-check/${await startTierCheck(deps, who)}`),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/tier-check/:checkId',
      guard: requireLearner,
      params: Params,
      query: z.object({ empty: z.literal('1').optional() }),
      async handle({ who, params, query }) {
        const check = await findNewestCheck(deps.db, who);
        if (check?.id !== params.checkId) throw notFound();
        if (check.finishedAt) return redirect('/tier-check');
        const [question] = await selectQuestionsByIds(deps.db, { ...who, questionIds: [check.questionId] });
        if (!question) throw notFound();
        const asked = presentTierCheckQuestion(check, question, query.empty !== undefined);
        return page('learning/tier-check-question', asked);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/tier-check/:checkId',
      guard: requireLearner,
      params: Params,
      body: GivenAnswer,
      async handle({ who, params: { checkId }, body }) {
        const given = { questionId: body.questionId, given: listGiven(body) };
        const outcome = await answerTierCheck(deps, { ...who, checkId }, given);
        // Folded when all is answered: a tier isn't looked at in the middle of a check.
        if (outcome === 'over') await foldOwnStatements(deps, who.schoolId);
        if (outcome === 'over') return redirect('/tier-check');
        return redirect(`/tier-check/${checkId}${outcome === 'empty' ? '?empty=1' : ''}`);
      },
    }),
  ];
}
