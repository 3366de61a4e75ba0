import type { Config } from './infra/config.ts';
import type { Caller } from './infra/http.ts';
import type { Role } from './features/roster/index.ts';
import type { SignedIn, VisitStore } from './features/roster/index.ts';

/** One page of the navigation; shown to whoever has one of the roles. `href` is below the session's base. */
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
const EDITORS: Role[] = ['instructor', 'administrator'];
const ADMINISTRATOR: Role[] = ['administrator'];

/** All pages by chapter, in the order in which they are shown. */
const CHAPTERS: { label: string; pages: NavItem[] }[] = [
  {
    label: 'nav.chapter.learning',
    pages: [
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
      { href: '/warnings', label: 'nav.warnings', roles: STAFF, also: ['/cases'] },
      { href: '/training', label: 'nav.training', roles: ['learner', ...STAFF], also: ['/scenes'] },
      {
        href: '/reports',
        label: 'nav.reports',
        roles: ['learner', 'instructor', 'administrator', 'career_teacher', 'supervisor'],
        ofCourse: true,
      },
    ],
  },
  {
    label: 'nav.chapter.course',
    pages: [
      { href: '/plan', label: 'nav.plan', roles: EDITORS, ofCourse: true },
      { href: '/cmi5', label: 'nav.cmi5', roles: EDITORS, ofCourse: true },
      { href: '/grades', label: 'nav.grades', roles: ['instructor'], ofCourse: true },
      { href: '/skills', label: 'nav.skills', roles: [...EDITORS, 'career_teacher'] },
      { href: '/resources', label: 'nav.resources', roles: ['learner', ...STAFF, 'expert'] },
    ],
  },
  {
    label: 'nav.chapter.career',
    pages: [
      {
        href: '/career',
        label: 'nav.career',
        roles: ['learner', ...STAFF, 'expert'],
        also: ['/occupations'],
      },
      {
        href: '/instruments',
        label: 'nav.instruments',
        roles: ['learner', ...STAFF, 'expert'],
        also: ['/attempts'],
      },
      {
        href: '/employment',
        label: 'nav.employment',
        roles: ['learner', 'instructor', 'administrator', 'career_teacher', 'supervisor'],
      },
      { href: '/jobs', label: 'nav.jobs', roles: ['learner'] },
      { href: '/employers', label: 'nav.employers', roles: ['administrator', 'career_teacher'] },
      { href: '/signing', label: 'nav.signing', roles: ['learner', 'career_teacher'] },
    ],
  },
  {
    label: 'nav.chapter.school',
    pages: [
      { href: '/overview', label: 'nav.overview', roles: ['administrator', 'supervisor'] },
      { href: '/people', label: 'nav.people', roles: EDITORS, also: ['/roster', '/identities', '/imports'] },
      {
        href: '/partners/mentors',
        label: 'nav.partners',
        roles: ['instructor', 'administrator', 'supervisor', 'enterprise_mentor'],
      },
      { href: '/school', label: 'nav.school', roles: ADMINISTRATOR },
    ],
  },
  {
    label: 'nav.chapter.data',
    pages: [
      { href: '/lms', label: 'nav.lms', roles: ADMINISTRATOR },
      { href: '/sources', label: 'nav.sources', roles: ADMINISTRATOR },
      { href: '/records', label: 'nav.records', roles: ADMINISTRATOR },
      { href: '/vocabulary', label: 'nav.vocabulary', roles: EDITORS },
    ],
  },
  {
    label: 'nav.chapter.mine',
    pages: [
      { href: '/inbox', label: 'nav.inbox', roles: ['learner', ...STAFF, 'expert'] },
      { href: '/my-data', label: 'nav.myData', roles: ['learner', ...STAFF, 'expert'] },
    ],
  },
];

/** Whoever has no more pages than this sees them all at once, without chapters. */
const MOST_WITHOUT_CHAPTERS = 8;

interface Tab {
  href: string;
  label: string;
  current: boolean;
}

export interface Frame {
  base: string;
  assets: string;
  /** Key of the current tab's name, for the window's title. */
  tab: string | null;
  person: { name: string; roles: Role[]; courseTitle: string | null; synthetic: boolean } | null;
  /** Whether there is somebody whose work waits somewhere: before the notice is accepted, no page opens. */
  inbox: boolean;
  /** The chapters, each leading to its first page; or all pages, where they are few. */
  navigation: Tab[];
  /** The pages of the current chapter, where it has several. */
  pages: Tab[];
  /** Set where no cookie came: scripts carry the reader from page to page. */
  visit: { base: string; store: VisitStore } | null;
}

/** The layout's page object: who is reading, and the tabs they have. */
export function presentFrame(config: Config, who: Caller, path: string): Frame {
  const signedIn = 'sessionId' in who ? (who as SignedIn) : null;
  const below = path.replace(/^.*?\/s\/[^/]+/, '');
  const isCurrent = ({ href, also = [] }: NavItem) =>
    [href, ...also].some((start) => below === start || below.startsWith(`${start}/`));
  const isOpen = ({ roles, ofCourse }: NavItem) =>
    roles.some((role) => signedIn?.roles.includes(role)) && (!ofCourse || signedIn?.courseId !== null);
  const toTab = (item: NavItem): Tab => ({
    href: who.base + item.href,
    label: item.label,
    current: isCurrent(item),
  });
  const chapters = CHAPTERS.map(({ label, pages }) => ({ label, pages: pages.filter(isOpen).map(toTab) }));
  const tabs = chapters.flatMap(({ pages }) => pages);
  const inChapters = tabs.length > MOST_WITHOUT_CHAPTERS;
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
    inbox: signedIn?.privacyAccepted ?? false,
    tab: tabs.find(({ current }) => current)?.label ?? null,
    navigation: inChapters ? chapters.flatMap(presentChapter) : tabs,
    pages: inChapters
      ? (chapters.find(({ pages }) => pages.length > 1 && hasCurrent(pages))?.pages ?? [])
      : [],
  };
}

const hasCurrent = (pages: readonly Tab[]): boolean => pages.some(({ current }) => current);

/** A chapter of one page is that page. */
function presentChapter({ label, pages }: { label: string; pages: Tab[] }): Tab[] {
  const [first, ...others] = pages;
  if (!first || others.length === 0) return pages;
  return [{ href: first.href, label, current: hasCurrent(pages) }];
}
