import type { Role } from '../roster/index.ts';
import { mayFollow } from './scope.rules.ts';

export interface TabView {
  href: string;
  label: string;
  current: boolean;
}

interface Reader {
  roles: readonly Role[];
  courseId: string | null;
}

const has =
  (...wanted: Role[]) =>
  ({ roles }: Reader): boolean =>
    roles.some((role) => wanted.includes(role));
const inCourse =
  (...wanted: Role[]) =>
  (who: Reader): boolean =>
    who.courseId !== null && has(...wanted)(who);

/** All pages of the chapter, also those of the rooms to the right, in the order in which they are shown. */
const TABS = [
  { id: 'centre', href: '/career', shown: has('learner') },
  {
    id: 'desk',
    href: '/career/desk',
    shown: inCourse('career_teacher', 'instructor', 'administrator', 'supervisor', 'enterprise_mentor'),
  },
  { id: 'class', href: '/career/class', shown: mayFollow },
  { id: 'occupations', href: '/career/occupations', shown: () => true },
  { id: 'goals', href: '/career/goals', shown: inCourse('learner') },
  { id: 'path', href: '/career/path', shown: inCourse('learner') },
  { id: 'calibration', href: '/career/calibration', shown: inCourse('learner') },
  { id: 'execution', href: '/career/execution', shown: inCourse('learner') },
  { id: 'portfolio', href: '/career/portfolio', shown: inCourse('learner') },
  { id: 'portrait', href: '/career/portrait', shown: has('learner') },
  {
    id: 'gauges',
    href: '/career/gauges',
    shown: inCourse('career_teacher', 'instructor', 'administrator', 'supervisor'),
  },
  { id: 'offers', href: '/career/offers', shown: inCourse('career_teacher', 'instructor', 'administrator') },
  {
    id: 'literacy',
    href: '/career/literacy',
    shown: inCourse('career_teacher', 'instructor', 'administrator', 'enterprise_mentor'),
  },
] as const satisfies readonly { id: string; href: string; shown: (who: Reader) => boolean }[];
export type CareerTab = (typeof TABS)[number]['id'];

/** The parts of career planning that somebody may open. */
export const presentTabs = (who: Reader, current: CareerTab): TabView[] =>
  TABS.filter(({ shown }) => shown(who)).map(({ id, href }) => ({
    href,
    label: `career.tab.${id}`,
    current: id === current,
  }));
