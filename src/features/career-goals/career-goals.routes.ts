import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Ask, type Route } from '../../infra/http.ts';
import { requireInCourse, requireLearner, type InCourse } from '../roster/index.ts';
import { answerAdjustment } from './answer-adjustment.ts';
import { commentGoal, recordCalibration, recordConversation } from './calibrate-goals.ts';
import { ADJUSTMENT_CHOICES, CONVERSATION_TOPICS, VERDICTS } from './calibration.schema.ts';
import { HORIZONS, MEASURES } from './goal.schema.ts';
import { loadCalibration, loadStudent } from './load-calibration.ts';
import { loadGoalCheck, loadGoals } from './load-goals.ts';
import { endGoal, saveGoal } from './save-goal.ts';

/** Who sees a learner's plans: whoever teaches, guides or answers for them in this course. */
const requireGuide = requireInCourse(
  'career_teacher',
  'enterprise_mentor',
  'instructor',
  'administrator',
  'supervisor',
);
const requireInterviewer = requireInCourse('career_teacher', 'enterprise_mentor');
const requireCareerTeacher = requireInCourse('career_teacher');

const Words = z.string().trim().min(2).max(4000);
const Goal = z.object({
  occupationId: orNothing(z.string().max(100)).default(null),
  measure: orNothing(z.enum(MEASURES)).default(null),
  target: orNothing(z.coerce.number().int().min(1).max(1000)).default(null),
  dueOn: orNothing(z.iso.date()).default(null),
  words: z.string().trim().max(4000).default(''),
});
/** `occupation`: the post whose page the learner comes from. */
const GoalsQuery = Saved.extend({ occupation: z.string().max(100).nullable().default(null) });
const HorizonParams = z.object({ horizon: z.enum(HORIZONS) });
const Calibration = z.object({
  heldOn: z.iso.date(),
  place: orNothing(z.string().trim().max(200)).default(null),
  verdict: z.enum(VERDICTS),
  words: Words,
});
const Conversation = z.object({
  heldOn: z.iso.date(),
  topic: z.enum(CONVERSATION_TOPICS),
  nextOn: orNothing(z.iso.date()).default(null),
  words: Words,
});
const PersonParams = z.object({ personId: z.uuid() });

/** Goals, calibration and conversations (§5.4.2). */
export function careerGoalsRoutes(deps: Deps): Route[] {
  /** One form of a learner's page as staff see it. */
  const step = <B>(
    name: string,
    guard: typeof requireGuide,
    body: z.ZodType<B>,
    act: (who: InCourse, personId: string, given: B) => Promise<void>,
  ): Route =>
    route({
      method: 'post',
      path: `/s/:sessionId/career/students/:personId/${name}`,
      guard,
      params: PersonParams,
      body,
      handle: async ({ who, params, body: given }: Ask<InCourse, { personId: string }, unknown, B>) => {
        await act(who, params.personId, given);
        return redirect(`/career/students/${params.personId}?saved=1#${name}`);
      },
    });
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/career/goals',
      guard: requireLearner,
      query: GoalsQuery,
      handle: async ({ who, query }) => page('career-goals/goals', await loadGoals(deps, who, query)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/goals/:horizon/check',
      guard: requireLearner,
      params: HorizonParams,
      body: Goal,
      handle: async ({ who, params, body }) =>
        page('career-goals/goal-check', await loadGoalCheck(deps, who, params.horizon, body), {
          layout: 'fragment',
        }),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/goals/:horizon',
      guard: requireLearner,
      params: HorizonParams,
      body: Goal,
      async handle({ who, params, body }) {
        await saveGoal(deps, who, params.horizon, body);
        return redirect(`/career/goals?saved=1#${params.horizon}`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/goals/:horizon/end',
      guard: requireLearner,
      params: HorizonParams,
      body: z.object({ state: z.enum(['reached', 'dropped']) }),
      async handle({ who, params, body }) {
        await endGoal(deps, who, params.horizon, body.state);
        return redirect('/career/goals?saved=1');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/calibration',
      guard: requireLearner,
      query: Saved,
      handle: async ({ who, query }) =>
        page('career-goals/calibration', await loadCalibration(deps, who, query.saved)),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/calibration',
      guard: requireLearner,
      body: Calibration,
      async handle({ who, body }) {
        await recordCalibration(deps, who, { personId: who.personId, kind: 'experience' }, body);
        return redirect('/career/calibration?saved=1');
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/career/adjustments/:adjustmentId',
      guard: requireLearner,
      params: z.object({ adjustmentId: z.uuid() }),
      body: z.object({ choice: z.enum(ADJUSTMENT_CHOICES), words: Words }),
      async handle({ who, params, body }) {
        await answerAdjustment(deps, who, params.adjustmentId, body);
        return redirect(body.choice === 'adjust' ? '/career/goals?saved=1' : '/career/calibration?saved=1');
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/career/students/:personId',
      guard: requireGuide,
      params: PersonParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('career-goals/student', await loadStudent(deps, who, params.personId, query.saved)),
    }),
    step(
      'comments',
      requireInCourse('career_teacher', 'enterprise_mentor', 'instructor'),
      z.object({ goalId: z.uuid(), words: Words }),
      (who, personId, given) => commentGoal(deps, who, personId, given),
    ),
    step('interviews', requireInterviewer, Calibration, (who, personId, given) =>
      recordCalibration(deps, who, { personId, kind: 'interview' }, given),
    ),
    step('conversations', requireCareerTeacher, Conversation, (who, personId, given) =>
      recordConversation(deps, who, personId, given),
    ),
  ];
}
