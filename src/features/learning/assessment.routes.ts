import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireCourseStaff, requireInCourse, requireLearner } from '../roster/index.ts';
import { answerQuestion } from './answer-question.ts';
import { GivenAnswer, listGiven } from './given-answer.schema.ts';
import { getUnit, loadAssessment, loadAssessmentStart } from './load-assessment.ts';
import { getSkill, loadPracticeStart } from './load-practice-start.ts';
import { loadResults } from './load-results.ts';
import { startAssessment } from './start-assessment.ts';
import { foldOwnStatements } from './fold-school.ts';

const UnitParams = z.object({ unitId: z.uuid() });
const SittingParams = z.object({ unitId: z.uuid(), setId: z.uuid() });
const SkillParams = z.object({ skillId: z.string().min(1).max(100) });

/** What links in a course open: assessments, practice of a skill, and for staff how the class does in them. */
export function assessmentRoutes(deps: Deps): Route[] {
  const requireReader = requireInCourse(
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
      path: '/s/:sessionId/assessments/:unitId',
      guard: requireReader,
      params: UnitParams,
      async handle({ who, params }) {
        const unit = await getUnit(deps, who, params.unitId);
        if (!who.roles.includes('learner')) return redirect(`/results/assessment/${unit.id}`);
        return page('learning/assessment-start', await loadAssessmentStart(deps, who, unit));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/assessments/:unitId',
      guard: requireLearner,
      params: UnitParams,
      async handle({ who, params }) {
        const unit = await getUnit(deps, who, params.unitId);
        return redirect(`/assessments/${unit.id}/${await startAssessment(deps, who, unit)}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/assessments/:unitId/:setId',
      guard: requireLearner,
      params: SittingParams,
      query: z.object({ empty: z.literal('1').optional() }),
      async handle({ who, params, query }) {
        const shown = await loadAssessment(deps, who, { ...params, empty: query.empty !== undefined });
        return page(shown.view, shown.page);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/assessments/:unitId/:setId',
      guard: requireLearner,
      params: SittingParams,
      body: GivenAnswer,
      async handle({ who, params: { unitId, setId }, body }) {
        const given = { questionId: body.questionId, given: listGiven(body) };
        const outcome = await answerQuestion(deps, { ...who, setId, of: 'unit' }, given);
        if (outcome === 'taken') await foldOwnStatements(deps, who.schoolId);
        return redirect(`/assessments/${unitId}/${setId}${outcome === 'empty' ? '?empty=1' : ''}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/practice/skill/:skillId',
      guard: requireReader,
      params: SkillParams,
      async handle({ who, params }) {
        const skill = await getSkill(deps, who, params.skillId);
        if (!who.roles.includes('learner'))
          return redirect(`/results/practice/${encodeURIComponent(skill.id)}`);
        return page('learning/practice-start', await loadPracticeStart(deps, who, skill));
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/results/package',
      guard: requireCourseStaff,
      handle: async ({ who }) => page('learning/results', await loadResults(deps, who, 'package', '')),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/results/practice/:skillId',
      guard: requireCourseStaff,
      params: SkillParams,
      handle: async ({ who, params }) =>
        page('learning/results', await loadResults(deps, who, 'practice', params.skillId)),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/results/assessment/:unitId',
      guard: requireCourseStaff,
      params: UnitParams,
      handle: async ({ who, params }) =>
        page('learning/results', await loadResults(deps, who, 'assessment', params.unitId)),
    }),
  ];
}
