import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { addDays, dayIn } from '../../infra/day.rules.ts';
import { selectSkills, selectTasks } from '../programme/index.ts';
import { findCourse, type InCourse } from '../roster/index.ts';
import { selectLearners, selectMentors } from './course-people.queries.ts';
import { sharePeriod } from './load-mentors.ts';
import { teaches } from './log-mentor-act.ts';
import { BURNDOWN_CHART, buildBurndownChart, presentProject, type ProjectPage } from './project.pages.ts';
import { presentProjectForm, type ProjectFormPage } from './project-form.pages.ts';
import { presentProjects, type ProjectsPage } from './projects.pages.ts';
import {
  findProject,
  selectClaimedTasks,
  selectCourseTasks,
  selectGuidance,
  selectProjectMembers,
  selectProjectTasks,
  selectProjects,
} from './projects.queries.ts';
import { presentTabs } from './tabs.pages.ts';

export const PROJECTS_MAX = 2000;
const NEW_PROJECT_DAYS = 56;

/** Whoever is in the course for another reason than learning in it. */
const isStaff = ({ roles }: InCourse): boolean => roles.some((role) => role !== 'learner');

export async function loadProjects(deps: Deps, who: InCourse, saved: boolean): Promise<ProjectsPage> {
  const { db } = deps;
  const period = sharePeriod(deps, who);
  const staff = isStaff(who);
  const wanted = { ...who, ...period, limit: PROJECTS_MAX };
  return presentProjects(
    {
      projects: await selectProjects(db, { ...wanted, personId: staff ? null : who.personId }),
      mine: staff ? [] : await selectProjectTasks(db, who),
      origins: staff
        ? { courses: await selectCourseTasks(db, wanted), claimed: await selectClaimedTasks(db, wanted) }
        : null,
    },
    { tabs: presentTabs(who, 'projects'), saved, teaches: teaches(who), today: period.today },
  );
}

/** A project as staff see it, or a learner who is a member of it; nobody else does. */
export async function loadProject(
  deps: Deps,
  who: InCourse,
  projectId: string,
  saved: boolean,
): Promise<ProjectPage> {
  const { db } = deps;
  const key = { schoolId: who.schoolId, courseId: who.courseId, projectId };
  const project = await findProject(db, key);
  if (!project) throw notFound();
  const members = await selectProjectMembers(db, key);
  const membership = members.find(({ id }) => id === who.personId) ?? null;
  if (!isStaff(who) && membership === null) throw notFound();
  const page = presentProject(
    {
      project,
      members,
      tasks: await selectProjectTasks(db, key),
      guidance: await selectGuidance(db, key),
      skills: await selectSkills(db, who),
      learners: teaches(who) ? await selectLearners(db, who) : [],
      mentors: teaches(who) ? await selectMentors(db, who) : [],
    },
    {
      tabs: presentTabs(who, 'projects'),
      saved,
      today: dayIn(who.timeZone, deps.now()),
      reader: {
        personId: who.personId,
        teaches: teaches(who),
        isMentor: who.roles.includes('enterprise_mentor'),
        membership,
      },
    },
  );
  if (page.burndown.length === 0) return page;
  return { ...page, chart: await renderChart(buildBurndownChart(page.burndown), BURNDOWN_CHART, '') };
}

/** The form of a new project (`projectId` null) or of one there is. */
export async function loadProjectForm(
  deps: Deps,
  who: InCourse,
  projectId: string | null,
): Promise<ProjectFormPage> {
  const { db } = deps;
  const project = projectId === null ? null : await findProject(db, { ...who, projectId });
  if (project === undefined) throw notFound();
  const today = dayIn(who.timeZone, deps.now());
  return presentProjectForm(project, {
    tabs: presentTabs(who, 'projects'),
    skills: await selectSkills(db, who),
    tasks: await selectTasks(db, who),
    talentType: (await findCourse(db, who))?.talentType ?? null,
    today,
    endsOn: addDays(today, NEW_PROJECT_DAYS),
  });
}
