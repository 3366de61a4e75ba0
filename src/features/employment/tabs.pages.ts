import type { Role } from '../roster/index.ts';

export type EmploymentTab = 'mine' | 'graduates' | 'calls' | 'tickets' | 'quality';

const OFFICE: Role[] = ['administrator', 'career_teacher', 'supervisor'];
const TABS: { id: EmploymentTab; roles: Role[] }[] = [
  { id: 'mine', roles: ['learner'] },
  { id: 'graduates', roles: OFFICE },
  { id: 'calls', roles: OFFICE },
  { id: 'tickets', roles: OFFICE },
  { id: 'quality', roles: OFFICE },
];

export interface TabView {
  id: EmploymentTab;
  current: boolean;
}

/** The parts of the room that somebody may open. */
export const presentTabs = (roles: readonly Role[], current: EmploymentTab | null): TabView[] =>
  TABS.filter((tab) => tab.roles.some((role) => roles.includes(role))).map(({ id }) => ({
    id,
    current: id === current,
  }));
