import type { Role } from '../roster/index.ts';

export type TrainingTab = 'mine' | 'sessions' | 'mentors' | 'projects' | 'scenes' | 'shares';

const TABS: { id: TrainingTab; roles: Role[]; ofCourse: boolean }[] = [
  { id: 'mine', roles: ['learner'], ofCourse: true },
  { id: 'sessions', roles: ['instructor', 'administrator'], ofCourse: true },
  {
    id: 'mentors',
    roles: ['instructor', 'administrator', 'enterprise_mentor', 'supervisor', 'career_teacher'],
    ofCourse: true,
  },
  {
    id: 'projects',
    roles: ['learner', 'instructor', 'administrator', 'enterprise_mentor', 'supervisor', 'career_teacher'],
    ofCourse: true,
  },
  // A room of its own, reached from here.
  {
    id: 'scenes',
    roles: ['learner', 'instructor', 'administrator', 'enterprise_mentor', 'supervisor', 'career_teacher'],
    ofCourse: true,
  },
  { id: 'shares', roles: ['administrator', 'supervisor'], ofCourse: false },
];

interface Reader {
  roles: readonly Role[];
  courseId: string | null;
}

export interface TabView {
  id: TrainingTab;
  /** Below the visit. */
  href: string;
  current: boolean;
}

/** The parts of the room that somebody may open. */
export const presentTabs = (who: Reader, current: TrainingTab | null): TabView[] =>
  TABS.filter(
    ({ roles, ofCourse }) =>
      roles.some((role) => who.roles.includes(role)) && (!ofCourse || who.courseId !== null),
  ).map(({ id }) => ({
    id,
    href: id === 'scenes' ? '/scenes' : `/training/${id}`,
    current: id === current,
  }));
