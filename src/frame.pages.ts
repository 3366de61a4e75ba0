import type { Config } from './infra/config.ts';
import type { Caller } from './infra/http.ts';
import type { Role } from './features/roster/index.ts';
import type { SignedIn, VisitStore } from './features/roster/index.ts';

/** One tab of the navigation; shown to whoever has one of the roles. `href` is below the session's base. */
export interface NavItem {
  href: string;
  label: string;
  roles: Role[];
  /** Further pages that belong to this tab. */
  also?: string[];
  /** It is about the visit's course: an administrator who came from the account level has none. */
  ofCourse?: boolean;
}

const STAFF: Role[] = ['instructor', 'administrator', 'career_teacher', 'supervisor', 'enterprise_mentor'];

const NAVIGATION: NavItem[] = [
  {
    href: '/home',
    label: 'nav.home',
    roles: ['learner'],
    also: ['/practice', '/assessments', '/tier-check'],
    ofCourse: true,
  },
  { href: '/package', label: 'nav.package', roles: ['learner'], ofCourse: true },
  {
    href: '/class',
    label: 'nav.class',
    roles: STAFF,
    also: ['/learners', '/statements', '/results', '/methods'],
    ofCourse: true,
  },
  {
    href: '/instruments',
    label: 'nav.instruments',
    roles: ['learner', ...STAFF, 'expert'],
    also: ['/attempts'],
  },
  { href: '/training', label: 'nav.training', roles: ['learner', ...STAFF] },
  {
    href: '/career',
    label: 'nav.career',
    roles: ['learner', ...STAFF, 'expert'],
    also: ['/occupations'],
  },
  { href: '/warnings', label: 'nav.warnings', roles: STAFF, also: ['/cases'] },
  {
    href: '/reports',
    label: 'nav.reports',
    roles: ['learner', 'instructor', 'administrator', 'career_teacher', 'supervisor'],
    ofCourse: true,
  },
  { href: '/plan', label: 'nav.plan', roles: ['instructor', 'administrator'], ofCourse: true },
  { href: '/cmi5', label: 'nav.cmi5', roles: ['instructor', 'administrator'], ofCourse: true },
  { href: '/grades', label: 'nav.grades', roles: ['instructor'], ofCourse: true },
  { href: '/skills', label: 'nav.skills', roles: ['instructor', 'administrator', 'career_teacher'] },
  {
    href: '/people',
    label: 'nav.people',
    roles: ['instructor', 'administrator'],
    also: ['/roster', '/identities'],
  },
  { href: '/overview', label: 'nav.overview', roles: ['administrator', 'supervisor'] },
  { href: '/school', label: 'nav.school', roles: ['administrator'] },
  { href: '/lms', label: 'nav.lms', roles: ['administrator'] },
  { href: '/vocabulary', label: 'nav.vocabulary', roles: ['instructor', 'administrator'] },
  { href: '/sources', label: 'nav.sources', roles: ['administrator'] },
  { href: '/records', label: 'nav.records', roles: ['administrator'] },
  { href: '/my-data', label: 'nav.myData', roles: ['learner', ...STAFF, 'expert'] },
];

export interface Frame {
  base: string;
  assets: string;
  /** Key of the current tab's name, for the window's title. */
  tab: string | null;
  person: { name: string; roles: Role[]; courseTitle: string | null; synthetic: boolean } | null;
  navigation: { href: string; label: string; current: boolean }[];
  /** Set where no cookie came: scripts carry the reader from page to page. */
  visit: { base: string; store: VisitStore } | null;
}

/** The layout's page object: who is reading, and the tabs they have. */
export function presentFrame(config: Config, who: Caller, path: string): Frame {
  const signedIn = 'sessionId' in who ? (who as SignedIn) : null;
  const below = path.replace(/^.*?\/s\/[^/]+/, '');
  const tabs = NAVIGATION.filter(
    ({ roles, ofCourse }) =>
      roles.some((role) => signedIn?.roles.includes(role)) && (!ofCourse || signedIn?.courseId !== null),
  );
  const isCurrent = ({ href, also = [] }: NavItem) =>
    [href, ...also].some((start) => below === start || below.startsWith(`${start}/`));
  return {
    base: who.base,
    assets: `${config.basePath}/assets`,
    person: signedIn && {
      name: signedIn.personName,
      roles: signedIn.roles,
      courseTitle: signedIn.courseTitle,
      synthetic: signedIn.synthetic,
    },
    visit: signedIn?.onward && signedIn.store ? { base: who.base, store: signedIn.store } : null,
    tab: tabs.find(isCurrent)?.label ?? null,
    navigation: tabs.map((item) => ({
      href: who.base + item.href,
      label: item.label,
      current: isCurrent(item),
    })),
  };
}
