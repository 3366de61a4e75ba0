import type { Locale } from '../infra/views.ts';
import { COURSE_ID, type DemoUser } from './demo-people.rules.ts';
import type { DeepLinked } from './platform/deep-linking-return.ts';
import type { PlatformState } from './platform/platform-state.ts';
import type { FaceName } from './platform/platform.schema.ts';
import type { SampleCourse } from './sample-course.schema.ts';

export interface Option {
  userId: number;
  name: string;
  current: boolean;
}

export interface Picker {
  learners: Option[];
  staff: Option[];
}

/** What a reader calls somebody: in another language than the LMS's names, both. */
export type Label = (user: DemoUser) => string;

export function presentPicker(users: readonly DemoUser[], label: Label, currentId: number | null): Picker {
  const options = (wanted: (user: DemoUser) => boolean) =>
    users.filter(wanted).map((user): Option => ({
      userId: user.userId,
      name: label(user),
      current: user.userId === currentId,
    }));
  return {
    learners: options(({ kind }) => kind === 'learner'),
    staff: options(({ kind }) => kind !== 'learner'),
  };
}

const idOf = (users: readonly DemoUser[], kind: DemoUser['kind']) =>
  users.find((user) => user.kind === kind)?.userId ?? null;

export interface CoursePage extends Picker {
  teacherId: number | null;
  administratorId: number | null;
  isMoodle: boolean;
  /** Links to the tool in the course beside its main one. */
  links: { title: string; url: string; graded: boolean }[];
  /** Where a teacher adds contents, and what the LMS calls that place. */
  adding: { label: string; url: string }[];
  note: string;
  units: { number: number; title: Record<Locale, string>; tasks: Record<Locale, string>[] }[];
}

export function presentCourse(given: {
  face: FaceName;
  users: readonly DemoUser[];
  label: Label;
  course: SampleCourse;
  state: PlatformState;
}): CoursePage {
  const { face, users, label, course, state } = given;
  const teacherId = idOf(users, 'teacher');
  const links = [...state.links.values()].filter(({ courseId }) => courseId === String(COURSE_ID));
  // Tools registered anew have entries of their own in Canvas's navigation.
  const entries = face === 'canvas' ? [...state.tools.values()].slice(1).filter(({ active }) => active) : [];
  const placements = face === 'moodle' ? ['content'] : ['link_selection', 'assignment_selection'];
  return {
    ...presentPicker(users, label, null),
    teacherId,
    administratorId: idOf(users, 'administrator'),
    isMoodle: face === 'moodle',
    links: [
      ...entries.map(({ title, clientId }) => ({
        title,
        url: `/view?as=${teacherId}&client=${clientId}`,
        graded: false,
      })),
      ...(face === 'moodle' ? links.slice(1) : links).map(({ id, title, lineItemId }) => ({
        title,
        url: `/view?as=${teacherId}&link=${id}`,
        graded: lineItemId !== null,
      })),
    ],
    adding: placements.map((name) => ({
      label: `demo.add.${name}`,
      url: `/view?as=${teacherId}&add=${name}`,
    })),
    note: `demo.note.${face}`,
    units: course.units.map(({ title, tasks }, index) => ({
      number: index + 1,
      title,
      tasks: tasks.map((task) => task.title),
    })),
  };
}

export interface ViewPage extends Picker {
  user: DemoUser;
  /** Whether somebody else may look at the same. */
  switches: boolean;
  frameUrl: string;
  linkId: string;
  clientId: string;
  toolOrigin: string;
  /** Canvas keeps values for the tool. */
  keepsData: boolean;
}

export function presentView(given: {
  face: FaceName;
  users: readonly DemoUser[];
  label: Label;
  user: DemoUser;
  query: Readonly<Record<string, unknown>>;
  toolOrigin: string;
}): ViewPage {
  const { face, users, label, user, query, toolOrigin } = given;
  const kept = ['as', 'link', 'client', 'add', 'review', 'user', 'site'].flatMap(
    (name): [string, string][] => {
      const value = query[name];
      return typeof value === 'string' ? [[name, value]] : [];
    },
  );
  const asked = new Map(kept);
  const path = face === 'moodle' ? '/mod/lti/launch.php' : '/launch';
  return {
    ...presentPicker(users, label, user.userId),
    user,
    switches: !['add', 'review', 'site'].some((name) => asked.has(name)),
    frameUrl: `${path}?${new URLSearchParams(kept).toString()}`,
    linkId: asked.get('link') ?? '',
    clientId: asked.get('client') ?? '',
    toolOrigin,
    keepsData: face === 'canvas',
  };
}

export interface SitePage {
  launchUrl: string;
  /** What this LMS calls the place above its courses. */
  level: string;
  tools: { title: string; clientId: string; deploymentId: string; active: boolean }[];
}

export function presentSite(face: FaceName, users: readonly DemoUser[], state: PlatformState): SitePage {
  return {
    launchUrl: `/view?as=${idOf(users, 'administrator')}&site=1`,
    level: `demo.admin.level.${face}`,
    tools: [...state.tools.values()].map(({ title, clientId, deploymentId, active }) => ({
      title,
      clientId,
      deploymentId,
      active,
    })),
  };
}

/** A form that the reader's browser sends on by itself, as LMSs hand over between themselves and a tool. */
export interface PostPage {
  action: string;
  fields: { name: string; value: string }[];
}

export function presentPost(action: string, fields: Record<string, string>): PostPage {
  return { action, fields: Object.entries(fields).map(([name, value]) => ({ name, value })) };
}

export interface LinkedPage {
  titles: string[];
  message: string | null;
  /** Why nothing was taken, as an administrator would read it. */
  reason: string | null;
}

export function presentLinked(outcome: DeepLinked): LinkedPage {
  return outcome.kind === 'linked'
    ? {
        titles: outcome.links.map(({ title }) => title),
        message: outcome.message ?? outcome.error,
        reason: null,
      }
    : { titles: [], message: null, reason: outcome.reason };
}
