export type Confidence = 'certain' | 'likely';

/**
 * How an identifier was found to be somebody's, in the order in which they are believed (notes: the platform's own word,
 * then names it told, then mailboxes, then staff).
 */
export const MATCH_METHODS = [
  /** The platform's subject, at a launch or in a roster. */
  'lti',
  /** An account on the platform that statements told of first: the person was made of them. */
  'statement',
  /** An account of our own: our practice names people by their id. */
  'waymark',
  /** Login name. */
  'username',
  /** The school's own number. */
  'sourcedid',
  /** User id or login name in a custom parameter. */
  'custom',
  'mbox',
  'mbox_sha1sum',
  /** By a member of staff. */
  'manual',
] as const;
export type MatchMethod = (typeof MATCH_METHODS)[number];

/** `ignored`: a member of staff said that the actor is nobody here (a robot, a test account). */
export type IdentityMethod = MatchMethod | 'ignored';

/** What stands about one identifier; `personId` null: it is ignored. */
export interface IdentityState {
  personId: string | null;
  method: IdentityMethod;
  confidence: Confidence;
  since: Date;
  /** Who said so or confirmed it; null: the platform or a rule. */
  decidedBy: string | null;
}

/** One identifier before and after a change; null: nothing stands about it. */
export interface IdentityMove {
  actorKey: string;
  before: IdentityState | null;
  after: IdentityState | null;
}

/** Whom an actor most probably is. */
export interface Match {
  personId: string;
  method: MatchMethod;
  confidence: Confidence;
  /** Staff's rules cover it; else it is a suggestion, for them to judge. */
  trusted: boolean;
}

/** A match and how the person is called. */
export type NamedMatch = Match & { displayName: string };

/** Whose word it is; null: a rule's. */
export interface Decider {
  schoolId: string;
  personId: string | null;
}

/** `mailboxes`: found by a rule, by their verified addresses. */
export const CHANGE_KINDS = [
  'attach',
  'create',
  'ignore',
  'confirm',
  'detach',
  'merge',
  'mailboxes',
  'aliasAdd',
  'aliasRemove',
  'mailboxesOn',
  'mailboxesOff',
  'undo',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangeDetail {
  /** Of changes about a platform. */
  platform?: string;
  homePage?: string;
  /** Of a merge: who was merged into whom, and where the other became a member by it. */
  merged?: { personId: string; intoPersonId: string; joinedCourseIds: string[] };
  /** Courses left by people who lost their last identifier; they are members again when they get one. */
  left?: { personId: string; courseIds: string[] }[];
  /** Of an undoing: the change that was undone. */
  undoes?: string;
}

/** An actor whom nobody knows, with what courses have of them. */
export interface WaitingActor {
  actorKey: string;
  /** As senders call them; null: they don't. */
  name: string | null;
  statements: number;
  courses: string[];
  lastAt: Date | null;
}

/** A home page of accounts that are nobody, and how many of these somebody has on each platform. */
export interface UnknownHomePage {
  homePage: string;
  actors: number;
  known: { platform: string; actors: number }[];
}

/** A platform of the school, as its registration has it. */
export interface Platform {
  issuer: string;
  name: string | null;
}
