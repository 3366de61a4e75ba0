import { countsAsEnterprise, findLacking, type Lacking } from './project.rules.ts';
import type { ClaimedTask, CourseTasks, ListedProject, ProjectTask } from './projects.schema.ts';
import { ENTERPRISE_PROJECT_SHARE, ENTERPRISE_TASK_SHARE, judgeShare, type Share } from './shares.rules.ts';
import type { TabView } from './tabs.pages.ts';
import type { ProjectTaskState } from './training.schema.ts';

export interface ProjectView extends ListedProject {
  /** Claimed and shown. */
  enterprise: boolean;
  /** What an enterprise project lacks to count; empty for others. */
  lacking: Lacking[];
  progress: Share;
}

export interface ProjectShares {
  projects: Share;
  tasks: Share;
  /** Projects that are said to be an enterprise's and don't count. */
  unproved: ProjectView[];
  /** Tasks that are said to be and aren't part of a project that counts. */
  unprovedTasks: { title: string; courseTitle: string }[];
}

const viewOf = (project: ListedProject): ProjectView => ({
  ...project,
  enterprise: countsAsEnterprise(project),
  lacking: project.source === 'enterprise' ? findLacking(project) : [],
  progress: judgeShare(project.done, project.tasks, 1),
});

/** Both shares over whatever projects and tasks are given: a course's or a school's (R041, R050, R105). */
export function presentProjectShares(
  projects: readonly ListedProject[],
  courses: readonly CourseTasks[],
  claimed: readonly ClaimedTask[],
): ProjectShares {
  const views = projects.map(viewOf);
  const proved = new Set(views.filter(({ enterprise }) => enterprise).map(({ id }) => id));
  const isProved = ({ projectIds }: ClaimedTask) => projectIds.some((id) => proved.has(id));
  const all = courses.reduce((sum, { tasks }) => sum + tasks, 0);
  return {
    projects: judgeShare(proved.size, views.length, ENTERPRISE_PROJECT_SHARE),
    tasks: judgeShare(claimed.filter(isProved).length, all, ENTERPRISE_TASK_SHARE),
    unproved: views.filter(({ lacking }) => lacking.length > 0),
    unprovedTasks: claimed
      .filter((task) => !isProved(task))
      .map(({ title, courseTitle }) => ({ title, courseTitle })),
  };
}

export interface CourseProjectShares extends Pick<ProjectShares, 'projects' | 'tasks'> {
  courseId: string;
  title: string;
  enough: boolean | null;
}

/** The same course by course; those below come first. */
export function presentCourseShares(
  projects: readonly ListedProject[],
  courses: readonly CourseTasks[],
  claimed: readonly ClaimedTask[],
): CourseProjectShares[] {
  const titles = new Map([
    ...projects.map(({ courseId, courseTitle }): [string, string] => [courseId, courseTitle]),
    ...courses.map(({ courseId, title }): [string, string] => [courseId, title]),
  ]);
  const rank = ({ enough }: CourseProjectShares) => (enough === false ? 0 : enough === null ? 1 : 2);
  return [...titles]
    .map(([courseId, title]) => {
      const own = <T extends { courseId: string }>(rows: readonly T[]) =>
        rows.filter((row) => row.courseId === courseId);
      const shares = presentProjectShares(own(projects), own(courses), own(claimed));
      const known = [shares.projects.enough, shares.tasks.enough].filter((enough) => enough !== null);
      return {
        courseId,
        title,
        projects: shares.projects,
        tasks: shares.tasks,
        enough: known.length === 0 ? null : known.every(Boolean),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

export interface ProjectsPage {
  tabs: TabView[];
  saved: boolean;
  teaches: boolean;
  projects: ProjectView[];
  /** null for learners: it is about the school, not about them. */
  shares: ProjectShares | null;
  /** A learner's own tasks that aren't done. */
  mine: (ProjectTask & { overdue: boolean; states: { value: ProjectTaskState; current: boolean }[] })[];
}

export function presentProjects(
  rows: {
    projects: readonly ListedProject[];
    mine: readonly ProjectTask[];
    /** null: the reader is a learner. */
    origins: { courses: readonly CourseTasks[]; claimed: readonly ClaimedTask[] } | null;
  },
  given: Pick<ProjectsPage, 'tabs' | 'saved' | 'teaches'> & { today: string },
): ProjectsPage {
  return {
    tabs: given.tabs,
    saved: given.saved,
    teaches: given.teaches,
    projects: rows.projects.map(viewOf),
    shares: rows.origins && presentProjectShares(rows.projects, rows.origins.courses, rows.origins.claimed),
    mine: rows.mine.map((task) => ({
      ...task,
      overdue: task.dueOn < given.today,
      states: statesOf(task),
    })),
  };
}

export const statesOf = ({ state }: ProjectTask) =>
  (['todo', 'doing', 'done'] as const).map((value) => ({ value, current: value === state }));
