import type { Database } from '../../infra/db.ts';
import type { Locale } from '../../infra/views.ts';

/** One thing of a kind that a teacher can place in a course. */
export interface LinkChoice {
  /** '' where the kind has nothing to choose from. */
  ref: string;
  /** The name its link gets in the course, in the teacher's language. */
  title: Record<Locale, string>;
}

/** A kind of page that can be placed in an LMS course by deep linking; given by the feature that shows it. */
export interface LinkKind {
  /** Stored with each link, so never renamed; its words are `linkKind.<name>.…` in views/locales. */
  name: string;
  /** Whether learners get a grade for it. */
  gradable: boolean;
  /** Whether a grade is proposed when it is placed; the teacher decides. */
  gradedByDefault: boolean;
  /** Where its launch lands, below the session's base. */
  path(ref: string, readsAsLearner: boolean): string;
  choices(db: Database, course: { schoolId: string; courseId: string }): Promise<LinkChoice[]>;
}

/** What app.ts tells the launch about pages of features to the right. */
export interface Landings {
  kinds: LinkKind[];
  /** A student's evidence, for whoever reviews a submission; `itemId`: what it was handed in for, where that is known. */
  review(personId: string, itemId: string | null): string;
}

/** What a launch changed in what the platform tells of a course, for whoever reads its services. */
export interface LaunchNews {
  schoolId: string;
  registrationId: string;
  deploymentId: string;
  contextId: string;
  courseId: string;
  personId: string;
  /** Set where this link is known to show an item and a platform's line item is tied to it. */
  tiedLineItem: { itemId: string; url: string; resourceLinkId: string } | null;
  /** The context or its services are new: its roster may never have been read. */
  newContext: boolean;
  /** The course this one was just found to be a copy of. */
  copiedFromCourseId: string | null;
}

export type LaunchListener = (news: LaunchNews) => void;
