import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { LOCALES, type Locale } from '../../infra/views.ts';
import { findCourse, requireInCourse, requireLearner, type InCourse } from '../roster/index.ts';
import { SCENE_KINDS } from './scene.schema.ts';
import { presentScene, presentScenes } from './scenes.pages.ts';
import { findRun, selectClassRuns, selectOwnRuns } from './scenes.queries.ts';
import { enterScene, takeStep, type SceneNames } from './take-step.ts';

const Params = z.object({ runId: z.uuid() });
const Step = z.object({
  place: z.coerce.number().int().min(0).max(1000),
  act: z.string().max(40),
  target: z.string().max(80).default(''),
});

export interface ScenesPorts {
  /** For what statements call a scene in both languages. */
  t: (locale: Locale, key: string) => string;
  /** Statements about scenes were stored. */
  onStored: (schoolId: string) => void;
}

/** Simulated scenes of work (§6.2.3.2, R107): learners work in them, staff of the course see how it went. */
export function scenesRoutes(deps: Deps, { t, onStored }: ScenesPorts): Route[] {
  const names: SceneNames = (kind) =>
    Object.fromEntries(LOCALES.map((locale) => [locale, t(locale, `scenes.kind.${kind}`)]));
  const requireMember = requireInCourse(
    'learner',
    'instructor',
    'administrator',
    'career_teacher',
    'supervisor',
    'enterprise_mentor',
  );
  const step = async (who: InCourse, runId: string, body: z.output<typeof Step>) => {
    const run = await takeStep(deps, names, who, runId, body);
    onStored(who.schoolId);
    return run;
  };
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/scenes',
      guard: requireMember,
      async handle({ who }) {
        const course = await findCourse(deps.db, who);
        const isStaff = who.roles.some((role) => role !== 'learner');
        return page(
          'scenes/scenes',
          presentScenes(
            await selectOwnRuns(deps.db, who),
            course?.talentType ?? null,
            isStaff ? await selectClassRuns(deps.db, who) : null,
          ),
        );
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/scenes',
      guard: requireLearner,
      body: z.object({ kind: z.enum(SCENE_KINDS) }),
      async handle({ who, body }) {
        const runId = await enterScene(deps, names, who, body.kind);
        onStored(who.schoolId);
        return redirect(`/scenes/runs/${runId}`);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/scenes/runs/:runId',
      guard: requireLearner,
      params: Params,
      async handle({ who, params }) {
        const run = await findRun(deps.db, { ...who, ...params }, 'read');
        if (!run) throw notFound();
        return page('scenes/scene', presentScene(run));
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/scenes/runs/:runId/steps',
      guard: requireLearner,
      params: Params,
      body: Step,
      async handle({ who, params: { runId }, body }) {
        await step(who, runId, body);
        return redirect(`/scenes/runs/${runId}`);
      },
    }),
    // The same step where scripts run: what changed comes back, and the page stays where it is.
    route({
      method: 'post',
      path: '/s/:sessionId/scenes/runs/:runId/steps/live',
      guard: requireLearner,
      params: Params,
      body: Step,
      async handle({ who, params: { runId }, body }) {
        return page('scenes/scene-live', presentScene(await step(who, runId, body)), { layout: 'fragment' });
      },
    }),
  ];
}
