import type { Role } from '../roster/index.ts';
import { mayFollow } from './scope.rules.ts';

export type CareerTab = 'centre' | 'occupations' | 'class' | 'portrait';

const HREFS: Record<CareerTab, string> = {
  centre: '/career',
  occupations: '/career/occupations',
  class: '/career/class',
  portrait: '/career/portrait',
};

export interface TabView {
  href: string;
  label: string;
  current: boolean;
}

/** The parts of career planning that somebody may open. */
export function presentTabs(
  who: { roles: readonly Role[]; courseId: string | null },
  current: CareerTab,
): TabView[] {
  const learner = who.roles.includes('learner');
  const shown: CareerTab[] = [
    ...(learner ? (['centre'] as const) : []),
    ...(mayFollow(who) ? (['class'] as const) : []),
    'occupations',
    ...(learner ? (['portrait'] as const) : []),
  ];
  return shown.map((id) => ({ href: HREFS[id], label: `career.tab.${id}`, current: id === current }));
}
