import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved, orNothing } from '../../infra/forms.ts';
import { page, redirect, route, type Ask, type Guard, type Route } from '../../infra/http.ts';
import { requireInCourse, requireTeacher, type InCourse } from '../roster/index.ts';
import { loadProject, loadProjectForm, loadProjects } from './load-projects.ts';
import { MembersBody, Owner, ProjectBody } from './project-form.schema.ts';
import { deleteProject, saveProject, setMembers } from './save-project.ts';
import { PROJECT_STAGES, PROJECT_TASK_STATES } from './training.schema.ts';
import { deleteTask, noteGuidance, saveTask, setTaskState } from './work-on-project.ts';

const requireMember = requireInCourse(
  'learner',
  'instructor',
  'administrator',
  'career_teacher',
  'supervisor',
  'enterprise_mentor',
);
const requireGuide = requireInCourse('instructor', 'administrator', 'enterprise_mentor');
const ProjectParams = z.object({ projectId: z.uuid() });
const TaskParams = ProjectParams.extend({ projectTaskId: z.uuid() });
const TaskBody = z
  .object({
    title: z.string().trim().min(1).max(200),
    stage: z.enum(PROJECT_STAGES),
    dueOn: z.iso.date(),
    owner: Owner,
  })
  .transform(({ owner, ...task }) => ({ ...task, ...owner }));
const GuidanceBody = z.object({
  mentorPersonId: orNothing(z.uuid()).default(null),
  day: z.iso.date(),
  hours: z.coerce.number().min(0.25).max(24),
  words: z.string().trim().min(2).max(2000),
});
const PATH = '/s/:sessionId/training/projects';

/** Training projects (§5.6.2, §6.2.3.2): teachers plan them, learners move their tasks, mentors guide. */
export function projectsRoutes(deps: Deps): Route[] {
  /** One form of a project's page. */
  const step = <P extends { projectId: string }, B>(
    name: string,
    guard: Guard<InCourse>,
    params: z.ZodType<P>,
    body: z.ZodType<B>,
    act: (who: InCourse, params: P, given: B) => Promise<void>,
  ): Route =>
    route({
      method: 'post',
      path: `${PATH}/:projectId/${name}`,
      guard,
      params,
      body,
      handle: async ({ who, params: given, body: content }: Ask<InCourse, P, unknown, B>) => {
        await act(who, given, content);
        return redirect(`/training/projects/${given.projectId}?saved=1`);
      },
    });
  return [
    route({
      method: 'get',
      path: PATH,
      guard: requireMember,
      query: Saved,
      handle: async ({ who, query }) => page('training/projects', await loadProjects(deps, who, query.saved)),
    }),
    route({
      method: 'get',
      path: `${PATH}/new`,
      guard: requireTeacher,
      handle: async ({ who }) => page('training/project-form', await loadProjectForm(deps, who, null)),
    }),
    route({
      method: 'post',
      path: `${PATH}/new`,
      guard: requireTeacher,
      body: ProjectBody,
      handle: async ({ who, body }) =>
        redirect(`/training/projects/${await saveProject(deps, who, null, body)}?saved=1`),
    }),
    route({
      method: 'get',
      path: `${PATH}/:projectId`,
      guard: requireMember,
      params: ProjectParams,
      query: Saved,
      handle: async ({ who, params, query }) =>
        page('training/project', await loadProject(deps, who, params.projectId, query.saved)),
    }),
    route({
      method: 'get',
      path: `${PATH}/:projectId/edit`,
      guard: requireTeacher,
      params: ProjectParams,
      handle: async ({ who, params }) =>
        page('training/project-form', await loadProjectForm(deps, who, params.projectId)),
    }),
    step('edit', requireTeacher, ProjectParams, ProjectBody, async (who, { projectId }, body) => {
      await saveProject(deps, who, projectId, body);
    }),
    route({
      method: 'post',
      path: `${PATH}/:projectId/delete`,
      guard: requireTeacher,
      params: ProjectParams,
      async handle({ who, params }) {
        await deleteProject(deps, who, params.projectId);
        return redirect('/training/projects?saved=1');
      },
    }),
    step('members', requireTeacher, ProjectParams, MembersBody, (who, { projectId }, members) =>
      setMembers(deps, who, projectId, members),
    ),
    step('tasks', requireTeacher, ProjectParams, TaskBody, (who, { projectId }, task) =>
      saveTask(deps, who, projectId, null, task),
    ),
    step('tasks/:projectTaskId', requireTeacher, TaskParams, TaskBody, (who, params, task) =>
      saveTask(deps, who, params.projectId, params.projectTaskId, task),
    ),
    step('tasks/:projectTaskId/delete', requireTeacher, TaskParams, z.object({}), (who, params) =>
      deleteTask(deps, who, params.projectId, params.projectTaskId),
    ),
    step(
      'tasks/:projectTaskId/state',
      requireInCourse('learner', 'instructor', 'administrator'),
      TaskParams,
      z.object({ state: z.enum(PROJECT_TASK_STATES) }),
      (who, { projectId, projectTaskId: id }, { state }) => setTaskState(deps, who, { projectId, id, state }),
    ),
    step('guidance', requireGuide, ProjectParams, GuidanceBody, (who, { projectId }, { hours, ...given }) =>
      noteGuidance(deps, who, projectId, { ...given, minutes: Math.round(hours * 60) }),
    ),
  ];
}
