import type { ToldGroups } from './groups.rules.ts';
import type { CourseRole } from './roster.schema.ts';

/** One active member of a course, as the LMS's roster tells of them. */
export interface ToldMember {
  /** The LTI subject. */
  subject: string;
  role: CourseRole;
  name: string | null;
  email: string | null;
  username: string | null;
  /** The school's own number. */
  sourcedId: string | null;
  /** Groups and sections; a kind that the roster doesn't tell (null) stays as it is known. */
  groups: ToldGroups;
}

export interface RosterSnapshot {
  members: ToldMember[];
  /** Whether it names everybody: only then absence means something. */
  complete: boolean;
  /** When its reading began; whoever launched since is not missing. */
  readAt: Date;
  /** Staff whom the reading before listed. */
  staffBefore: string[];
  /** A much smaller course than before is believed. */
  trusted: boolean;
  /** As many were missing at a reading some while ago: said twice, it is believed. */
  expectedLeaving: number;
}

export interface KnownPerson {
  personId: string;
  displayName: string;
  email: string | null;
  erased: boolean;
}

/** Whom a told member may be, by what is stored. */
export interface Candidates {
  /** By the subject, certainly. */
  own: KnownPerson | null;
  /** Told of by statements under the login name, and never by the platform. */
  byUsername: KnownPerson | null;
}

export interface KnownMembership {
  personId: string;
  role: CourseRole;
  active: boolean;
  toldBy: 'launch' | 'roster';
  groups: string[];
  lastLaunchAt: Date | null;
}

export interface KnownCourse {
  candidates: ReadonlyMap<string, Candidates>;
  memberships: readonly KnownMembership[];
  /** Of the likely names of these members, those that already stand for somebody. */
  takenNames: ReadonlySet<string>;
}

export interface MembershipChange {
  /** Whose; of somebody new the subject. */
  of: { personId: string } | { subject: string };
  role: CourseRole;
  toldBy: 'launch' | 'roster';
  groups: string[];
  /** Never a member of this course before. */
  first: boolean;
}

export interface PersonChange {
  personId: string;
  /** null: as it is. */
  displayName: string | null;
  email: string | null;
}

/** Name by which senders of statements may call somebody. */
export interface LikelyName {
  of: { personId: string } | { subject: string };
  name: string;
  method: 'username' | 'sourcedid';
}

/** What a roster's reading changed, counted. */
export interface ReconcileCounts {
  joined: number;
  left: number;
  changed: number;
  members: number;
}

/** A course that would lose most of its members: not believed at first. */
export interface RosterDoubt {
  leaving: number;
  known: number;
}

export interface Reconciliation {
  newPeople: ToldMember[];
  /** People found by login name who now get the subject as their own. */
  adopted: { personId: string; subject: string }[];
  people: PersonChange[];
  memberships: MembershipChange[];
  leavers: string[];
  names: LikelyName[];
  /** Known people among the listed who teach here. */
  staff: string[];
  counts: ReconcileCounts;
  doubt: RosterDoubt | null;
}
