import type { Role } from '../roster/index.ts';

export type EmploymentTab = 'mine' | 'resumes' | 'reviews' | 'graduates' | 'calls' | 'tickets' | 'quality';

const OFFICE: Role[] = ['administrator', 'career_teacher', 'supervisor'];
const TABS: { id: EmploymentTab; roles: Role[]; ofCourse?: boolean }[] = [
  { id: 'mine', roles: ['learner'] },
  { id: 'resumes', roles: ['learner'] },
  { id: 'graduates', roles: OFFICE },
  { id: 'calls', roles: OFFICE },
  { id: 'tickets', roles: OFFICE },
  { id: 'quality', roles: OFFICE },
  { id: 'reviews', roles: ['instructor', 'career_teacher', 'administrator'], ofCourse: true },
];

export interface Reader {
  roles: readonly Role[];
  courseId: string | null;
}

export interface TabView {
  id: EmploymentTab;
  current: boolean;
}

/** The parts of the room that somebody may open. */
export const presentTabs = ({ roles, courseId }: Reader, current: EmploymentTab | null): TabView[] =>
  TABS.filter(
    (tab) => tab.roles.some((role) => roles.includes(role)) && (!tab.ofCourse || courseId !== null),
  ).map(({ id }) => ({
    id,
    current: id === current,
  }));
