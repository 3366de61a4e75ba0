import type { Locale } from '../infra/views.ts';
import type { DeepLinked } from './platform/deep-linking-return.ts';
import type { DemoUser } from './demo-people.rules.ts';
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

export interface CoursePage extends Picker {
  teacherId: number | null;
  administratorId: number | null;
  units: { number: number; title: Record<Locale, string>; tasks: Record<Locale, string>[] }[];
}

export function presentCourse(users: readonly DemoUser[], label: Label, course: SampleCourse): CoursePage {
  const idOf = (kind: DemoUser['kind']) => users.find((user) => user.kind === kind)?.userId ?? null;
  return {
    ...presentPicker(users, label, null),
    teacherId: idOf('teacher'),
    administratorId: idOf('administrator'),
    units: course.units.map(({ title, tasks }, index) => ({
      number: index + 1,
      title,
      tasks: tasks.map((task) => task.title),
    })),
  };
}

/** A form that the reader's browser sends on by itself, as Moodle hands over between itself and a tool. */
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
  courseUrl: string;
}

export function presentLinked(outcome: DeepLinked): LinkedPage {
  return outcome.kind === 'linked'
    ? {
        titles: outcome.links.map(({ title }) => title),
        message: outcome.message ?? outcome.error,
        reason: null,
        courseUrl: '/',
      }
    : { titles: [], message: null, reason: outcome.reason, courseUrl: '/' };
}
