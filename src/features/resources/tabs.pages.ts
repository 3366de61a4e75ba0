import type { Role } from '../roster/index.ts';

export type ResourcesTab = 'library' | 'inbox' | 'coverage' | 'freshness' | 'cross' | 'law';

const LEADING: Role[] = ['instructor', 'administrator', 'supervisor'];
const TABS: { id: ResourcesTab; path: string; roles: Role[] | null }[] = [
  { id: 'library', path: '', roles: null },
  { id: 'inbox', path: '/inbox', roles: ['expert', 'enterprise_mentor'] },
  { id: 'coverage', path: '/coverage', roles: LEADING },
  { id: 'freshness', path: '/freshness', roles: LEADING },
  { id: 'cross', path: '/cross', roles: [...LEADING, 'career_teacher'] },
  { id: 'law', path: '/law', roles: null },
];

export interface TabView {
  id: ResourcesTab;
  path: string;
  current: boolean;
}

/** The parts of the room that somebody may open. */
export const presentTabs = (who: { roles: readonly Role[] }, current: ResourcesTab): TabView[] =>
  TABS.filter(({ roles }) => roles === null || roles.some((role) => who.roles.includes(role))).map(
    ({ id, path }) => ({ id, path, current: id === current }),
  );
