import type { Role } from '../roster/index.ts';

/** Pages of career planning below /career, by who has them; the room of assessments answers /career itself. */
const TABS = [
  { id: 'goals', roles: ['learner'] },
  { id: 'path', roles: ['learner'] },
  { id: 'calibration', roles: ['learner'] },
  { id: 'execution', roles: ['learner'] },
  { id: 'portfolio', roles: ['learner'] },
  {
    id: 'desk',
    roles: ['career_teacher', 'instructor', 'administrator', 'supervisor', 'enterprise_mentor'],
  },
  { id: 'gauges', roles: ['career_teacher', 'instructor', 'administrator', 'supervisor'] },
  { id: 'offers', roles: ['career_teacher', 'instructor', 'administrator'] },
  { id: 'literacy', roles: ['career_teacher', 'instructor', 'administrator', 'enterprise_mentor'] },
] as const satisfies readonly { id: string; roles: readonly Role[] }[];
export type CareerTab = (typeof TABS)[number]['id'];

export interface TabView {
  id: CareerTab;
  current: boolean;
}

/** The parts of career planning that somebody may open. */
export const presentCareerTabs = (who: { roles: readonly Role[] }, current: CareerTab | null): TabView[] =>
  TABS.filter(({ roles }) => roles.some((role) => who.roles.includes(role))).map(({ id }) => ({
    id,
    current: id === current,
  }));
