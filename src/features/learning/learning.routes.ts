import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Reply, type Route } from '../../infra/http.ts';
import { TIERS } from '../programme/index.ts';
import {
  requireCourseStaff,
  requireInCourse,
  requireLearner,
  requireRole,
  requireTeacher,
} from '../roster/index.ts';
import { answerQuestion } from './answer-question.ts';
import { assessmentRoutes } from './assessment.routes.ts';
import { GivenAnswer, listGiven } from './given-answer.schema.ts';
import { loadClass, loadClassLive } from './load-class.ts';
import { loadEvidence } from './load-evidence.ts';
import { loadHome, loadHomeLive } from './load-home.ts';
import { loadLearner } from './load-learner.ts';
import { loadOverview } from './load-overview.ts';
import { loadPackage, loadResource, markResourceDone } from './load-package.ts';
import { loadPractice } from './load-practice.ts';
import { methodsRoutes } from './methods.routes.ts';
import { overrideTier } from './override-tier.ts';
import { answerReview, askForReview } from './review-tier.ts';
import { startPractice } from './start-practice.ts';
import { tierCheckRoutes } from './tier-check.routes.ts';
import { foldOwnStatements } from './fold-school.ts';

/** What a page that refreshes itself last showed. */
const Version = z.object({ v: z.string().max(64).default('') });
const Words = z.string().trim().max(500);
const SkillChoice = z.object({ skillId: z.string().min(1).max(100) });
const SetParams = z.object({ setId: z.uuid() });
const PlayerQuery = z.object({
  answered: z.string().max(100).optional(),
  empty: z.literal('1').optional(),
});
const ResourceParams = z.object({ resourceId: z.string().min(1).max(100) });
const LearnerParams = z.object({ personId: z.uuid() });
const TierChoice = z.object({ tier: z.enum(TIERS), reason: Words.min(2) });

/** All pages of learning. Practice is folded at once, so that its effect shows on the next page. */
export function learningRoutes(deps: Deps): Route[] {
  const requireOverview = requireRole('administrator', 'supervisor');
  const requireEvidenceReader = requireInCourse(
    'learner',
    'instructor',
    'administrator',
    'career_teacher',
    'supervisor',
    'enterprise_mentor',
  );
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/home',
      guard: requireLearner,
      handle: async ({ who }) => page('learning/home', await loadHome(deps, who)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/home/live',
      guard: requireLearner,
      query: Version,
      handle: async ({ who, query }) => {
        const live = await loadHomeLive(deps, who, query.v);
        return live ? page('learning/home-live', live, { layout: 'fragment' }) : unchanged;
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/tier-review',
      guard: requireLearner,
      body: z.object({ note: Words.default('') }),
      handle: async ({ who, body }) => {
        await askForReview(deps, who, body.note);
        return redirect('/home');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/package',
      guard: requireLearner,
      handle: async ({ who }) => page('learning/package', await loadPackage(deps, who)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/package/:resourceId',
      guard: requireLearner,
      params: ResourceParams,
      handle: async ({ who, params }) =>
        page('learning/resource', await loadResource(deps, who, params.resourceId)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/package/:resourceId/done',
      guard: requireLearner,
      params: ResourceParams,
      handle: async ({ who, params }) => {
        await markResourceDone(deps, who, params.resourceId);
        await foldOwnStatements(deps, who.schoolId);
        return redirect('/package');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/practice',
      guard: requireLearner,
      body: SkillChoice,
      handle: async ({ who, body }) =>
        redirect(`/practice/${await startPractice(deps, { ...who, skillId: body.skillId })}`),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/practice/:setId',
      guard: requireLearner,
      params: SetParams,
      query: PlayerQuery,
      handle: async ({ who, params, query }) => {
        const asked = { ...params, answered: query.answered ?? null, empty: query.empty !== undefined };
        const shown = await loadPractice(deps, who, asked);
        return page(shown.view, shown.page);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/practice/:setId',
      guard: requireLearner,
      params: SetParams,
      body: GivenAnswer,
      handle: async ({ who, params, body }) => {
        const given = { questionId: body.questionId, given: listGiven(body) };
        const outcome = await answerQuestion(deps, { ...who, ...params, of: 'skill' }, given);
        if (outcome === 'empty') return redirect(`/practice/${params.setId}?empty=1`);
        await foldOwnStatements(deps, who.schoolId);
        return redirect(`/practice/${params.setId}?answered=${encodeURIComponent(body.questionId)}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/class',
      guard: requireCourseStaff,
      handle: async ({ who }) => page('learning/class', await loadClass(deps, who)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/class/live',
      guard: requireCourseStaff,
      query: Version,
      handle: async ({ who, query }) => {
        const live = await loadClassLive(deps, who, query.v);
        return live ? page('learning/class-live', live, { layout: 'fragment' }) : unchanged;
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/learners/:personId',
      guard: requireCourseStaff,
      params: LearnerParams,
      query: Saved.extend({ item: z.uuid().nullable().default(null) }),
      handle: async ({ who, params, query }) =>
        page('learning/learner', await loadLearner(deps, who, { ...params, ...query })),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/learners/:personId/tier',
      guard: requireTeacher,
      params: LearnerParams,
      body: TierChoice,
      handle: async ({ who, params, body }) => {
        const key = { schoolId: who.schoolId, courseId: who.courseId, personId: params.personId };
        await overrideTier(deps, who, { ...params, ...body });
        await answerReview(deps, key, { byPersonId: who.personId, words: body.reason });
        return redirect(`/learners/${params.personId}?saved=1#tier`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/learners/:personId/tier-review',
      guard: requireTeacher,
      params: LearnerParams,
      body: z.object({ answer: Words.min(2) }),
      handle: async ({ who, params, body }) => {
        const key = { schoolId: who.schoolId, courseId: who.courseId, personId: params.personId };
        await answerReview(deps, key, { byPersonId: who.personId, words: body.answer });
        return redirect(`/learners/${params.personId}?saved=1#tier`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/statements/:statementId',
      guard: requireEvidenceReader,
      params: z.object({ statementId: z.uuid() }),
      handle: async ({ who, params }) =>
        page('learning/evidence', await loadEvidence(deps, who, params.statementId)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/overview',
      guard: requireOverview,
      handle: async ({ who }) => page('learning/overview', await loadOverview(deps, who)),
    }),
    ...assessmentRoutes(deps),
    ...methodsRoutes(deps),
    ...tierCheckRoutes(deps),
  ];
}

/** htmx leaves the page as it is. */
const unchanged: Reply = { kind: 'text', type: 'text/plain', content: '', status: 204 };
