import type { Role } from '../roster/index.ts';

/**
 * What a notice may be about, given by the feature that tells it. Its sentence stands at `inbox.kind.<name>` in
 * views/locales; the name is stored with each notice and so never changes.
 */
export interface NoticeKind {
  name: string;
  /** Who can get such a notice: others aren't asked whether they want e-mails about it. */
  roles: readonly Role[];
  /** Worth an e-mail of its own; what isn't waits for the day's digest. */
  urgent: boolean;
  /** A duty that passes to the deputy while its owner is away; what isn't stays the person's own. */
  forDeputy: boolean;
}

/** Keys and values, never text: who reads it chooses the language, and what is erased is gone here too. */
export interface NewNotice {
  schoolId: string;
  /** Who is to hear of it. */
  personId: string;
  kind: NoticeKind;
  /** Told once for each key and person. */
  key: string;
  /** What it is about, e.g. `case/<id>`: a later notice about the same takes its place, and all end with it. */
  subject: string;
  courseId: string | null;
  /** Shown by name in the tool only, never in an e-mail. */
  aboutPersonId?: string | null;
  /** The page where it is done, below the visit's base. */
  link: string;
  /** Numbers and codes for the sentence; nothing about a person. */
  values?: Record<string, string | number>;
  /** null: for information, nothing has to be done by a day. */
  dueAt: Date | null;
  /** Who caused it: people aren't told of what they did themselves. */
  byPersonId?: string | null;
}

/** A notice as the inbox lists it. */
export interface ListedNotice {
  id: string;
  kind: string;
  values: Record<string, string | number>;
  dueAt: Date | null;
  createdAt: Date;
  readAt: Date | null;
  doneAt: Date | null;
  aboutName: string | null;
  courseTitle: string | null;
  /** Whose it is where the reader stands in for somebody; else null. */
  forName: string | null;
}

/** Somebody's own work in one course (null: in the whole school), done by somebody else for a time. */
export interface StoodInFor {
  personId: string;
  courseId: string | null;
}

export interface ListedDelegation {
  id: string;
  personId: string;
  name: string;
  deputyPersonId: string;
  deputyName: string;
  courseTitle: string | null;
  role: DelegableRole;
  startsAt: Date;
  endsAt: Date;
}

/** Who has duties that somebody else of the same role can take over. */
export const DELEGABLE_ROLES = [
  'instructor',
  'administrator',
  'career_teacher',
  'supervisor',
  'enterprise_mentor',
] as const;
export type DelegableRole = (typeof DELEGABLE_ROLES)[number];

export type MailState = 'waiting' | 'sent' | 'dropped' | 'dead';

/** When a school lets e-mails go out. Minutes of the day, in its own zone. */
export interface MailPolicy {
  quietFrom: number;
  quietUntil: number;
  schoolDaysOnly: boolean;
  /** E-mails a person gets on one day at most. */
  dailyCap: number;
}

export const DEFAULT_POLICY: MailPolicy = {
  quietFrom: 22 * 60,
  quietUntil: 7 * 60,
  schoolDaysOnly: true,
  dailyCap: 3,
};

/** Declined: everything, instead of one kind. */
export const EVERY_KIND = '*';
