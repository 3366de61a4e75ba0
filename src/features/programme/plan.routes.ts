import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { Saved, Several, Ticked, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { findCourse, fromWallTime, requireTeacher, toWallTime, type InCourse } from '../roster/index.ts';
import { toActivityId } from './activity.rules.ts';
import { addUnit, deleteTask, deleteUnit, renameUnit, saveTask } from './edit-plan.ts';
import { presentPlan, presentTask, type TaskForm } from './plan.pages.ts';
import { findPlanSource, selectCoursePlan, selectTasks, selectUnits } from './plan.queries.ts';
import { TASK_KINDS, TIERS } from './programme.schema.ts';
import { selectSkills } from './skill.queries.ts';

/** Told after a course's plan changed: what was counted on its tasks may be counted anew. */
export type PlanChanged = (course: { schoolId: string; courseId: string }) => void;

const Title = z.string().trim().min(1).max(200);
const UnitParams = z.object({ unitId: z.uuid() });
const TaskParams = z.object({ taskId: z.uuid() });
const TaskBody = z.object({
  unitId: z.uuid(),
  title: Title,
  kind: z.enum(TASK_KINDS),
  tier: orNothing(z.enum(TIERS)),
  dueAt: z.string().max(20),
  activity: z.string().trim().max(1000),
  required: Ticked,
  fromEnterprise: Ticked,
  skillIds: Several,
});
const DONE = '/plan?saved=1';

/** Units and tasks of the course. */
export function planRoutes(deps: Deps, planChanged: PlanChanged): Route[] {
  const done = (who: InCourse, anchor = '') => {
    planChanged({ schoolId: who.schoolId, courseId: who.courseId });
    return redirect(DONE + anchor);
  };
  const save = async (who: InCourse, taskId: string | null, body: z.output<typeof TaskBody>) => {
    const { activity, dueAt, ...content } = body;
    const activityId = activity === '' ? null : toActivityId(activity);
    if (activity !== '' && activityId === null)
      return presentForm(deps, who, taskId, body, { problem: 'activityUnreadable' });
    const due = dueAt === '' ? null : fromWallTime(dueAt, who.timeZone);
    if (dueAt !== '' && due === null) throw badRequest('badInput', { field: 'dueAt', problem: '' });
    await saveTask(deps, who, taskId, { ...content, activityId, dueAt: due });
    return done(who, `#unit-${body.unitId}`);
  };
  return [
    route({
      method: 'get',
      path: '/s/:sessionId/plan',
      guard: requireTeacher,
      query: Saved,
      handle: async ({ who, query }) =>
        page(
          'programme/plan',
          presentPlan(await selectCoursePlan(deps.db, who), {
            skills: await selectSkills(deps.db, who),
            talentType: (await findCourse(deps.db, who))?.talentType ?? null,
            timeZone: who.timeZone,
            now: deps.now(),
            saved: query.saved,
            copiedFrom: (await findPlanSource(deps.db, who))?.title ?? null,
          }),
        ),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/units',
      guard: requireTeacher,
      body: z.object({ title: Title }),
      async handle({ who, body }) {
        await addUnit(deps, who, body.title);
        return done(who);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/units/:unitId',
      guard: requireTeacher,
      params: UnitParams,
      body: z.object({ title: Title }),
      async handle({ who, params, body }) {
        await renameUnit(deps, who, { id: params.unitId, title: body.title });
        return done(who, `#unit-${params.unitId}`);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/units/:unitId/delete',
      guard: requireTeacher,
      params: UnitParams,
      async handle({ who, params }) {
        await deleteUnit(deps, who, params.unitId);
        return done(who);
      },
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/plan/tasks/new',
      guard: requireTeacher,
      query: z.object({ unit: z.uuid().optional() }),
      handle: ({ who, query }) => presentForm(deps, who, null, { ...NEW_TASK, unitId: query.unit ?? '' }),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/tasks/new',
      guard: requireTeacher,
      body: TaskBody,
      handle: ({ who, body }) => save(who, null, body),
    }),
    route({
      method: 'get',
      path: '/s/:sessionId/plan/tasks/:taskId',
      guard: requireTeacher,
      params: TaskParams,
      async handle({ who, params }) {
        const task = (await selectTasks(deps.db, who)).find(({ id }) => id === params.taskId);
        if (!task) throw notFound();
        const form = {
          ...task,
          dueAt: task.dueAt ? toWallTime(task.dueAt, who.timeZone) : '',
          activity: task.activityId ?? '',
        };
        return presentForm(deps, who, task.id, form);
      },
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/tasks/:taskId',
      guard: requireTeacher,
      params: TaskParams,
      body: TaskBody,
      handle: ({ who, params, body }) => save(who, params.taskId, body),
    }),
    route({
      method: 'post',
      path: '/s/:sessionId/plan/tasks/:taskId/delete',
      guard: requireTeacher,
      params: TaskParams,
      async handle({ who, params }) {
        await deleteTask(deps, who, params.taskId);
        return done(who);
      },
    }),
  ];
}

const NEW_TASK: TaskForm = {
  unitId: '',
  title: '',
  kind: 'assignment',
  tier: null,
  dueAt: '',
  activity: '',
  required: true,
  fromEnterprise: false,
  skillIds: [],
};

async function presentForm(
  deps: Deps,
  who: InCourse,
  taskId: string | null,
  form: TaskForm,
  { problem = null }: { problem?: string | null } = {},
) {
  const units = await selectUnits(deps.db, who);
  if (units.length === 0) return redirect('/plan');
  const given = {
    taskId,
    problem,
    units,
    skills: await selectSkills(deps.db, who),
    talentType: (await findCourse(deps.db, who))?.talentType ?? null,
  };
  return page('programme/task', presentTask(form, given), { status: problem ? 422 : 200 });
}
