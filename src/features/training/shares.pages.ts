import { presentTeaching, type CourseMentors } from './mentors.pages.ts';
import type { CourseTeaching } from './mentors.schema.ts';
import {
  presentCourseShares,
  presentProjectShares,
  type CourseProjectShares,
  type ProjectShares,
} from './projects.pages.ts';
import type { ClaimedTask, CourseTasks, ListedProject } from './projects.schema.ts';
import type { TabView } from './tabs.pages.ts';

export interface SharesPage {
  tabs: TabView[];
  /** Courses below come first. */
  rows: CourseMentors[];
  below: number;
  /** Projects and tasks from enterprises, of all courses and course by course. */
  shares: ProjectShares;
  courses: CourseProjectShares[];
  charts: { heads: string; hours: string };
}

const rank = ({ enough }: CourseMentors): number => (enough === false ? 0 : enough === null ? 1 : 2);

/** `charts` are drawn by the caller. */
export function presentShares(
  teaching: readonly CourseTeaching[],
  origins: {
    projects: readonly ListedProject[];
    courses: readonly CourseTasks[];
    claimed: readonly ClaimedTask[];
  },
  tabs: TabView[],
): SharesPage {
  const rows = teaching.map(presentTeaching).sort((a, b) => rank(a) - rank(b));
  return {
    tabs,
    rows,
    below: rows.filter(({ enough }) => enough === false).length,
    shares: presentProjectShares(origins.projects, origins.courses, origins.claimed),
    courses: presentCourseShares(origins.projects, origins.courses, origins.claimed),
    charts: { heads: '', hours: '' },
  };
}
