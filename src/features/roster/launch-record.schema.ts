import type { Locale } from '../../infra/views.ts';
import type { ToldGroups } from './groups.rules.ts';
import type { CourseRole } from './roster.schema.ts';
import type { VisitStore } from './session.rules.ts';

/** What a verified launch says about somebody, in this house's words. */
export interface LaunchRecord {
  schoolId: string;
  issuer: string;
  subject: string;
  /** The LMS's login name: statements of some senders name people by it. */
  username: string | null;
  /** The school's own number. */
  sourcedId: string | null;
  /** Ids and login names in custom parameters. */
  customIds: readonly string[];
  name: string | null;
  email: string | null;
  role: CourseRole;
  course: LaunchedCourse | null;
  /** Of the reader in the course; empty where the LMS tells none. */
  groups: ToldGroups;
  visit: {
    locale: Locale;
    embedOrigins: string[];
    landing: string | null;
    store: VisitStore | null;
    /** Hash of the key that the browser keeps in `store`. */
    keyHash: string | null;
  };
}

export interface LaunchedCourse {
  /** null: this course was never launched from before. */
  courseId: string | null;
  title: string;
  /** How statements name the course, where that is known of the LMS. */
  activityId: string | null;
  copiedFromId: string | null;
}
