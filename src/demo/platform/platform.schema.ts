/** What a platform of the demo knows: plain rows that tests and pages read and change directly. */
export type FaceName = 'moodle' | 'canvas';

/** As an LMS has them; what a tool is told of them differs by face. */
export type PlatformRole =
  'learner' | 'teacher' | 'nonEditingTeacher' | 'assistant' | 'observer' | 'designer';

export interface PlatformUser {
  /** `sub` of launches and `user_id` of rosters. */
  id: string;
  username: string;
  name: string;
  givenName: string;
  familyName: string;
  email: string;
  /** By course id; who isn't in it is no member. */
  roles: Record<string, PlatformRole>;
  administrator: boolean;
  suspended: boolean;
  /** Ids of those an observer watches. */
  observes: string[];
  /** Ids of groups and sections, by course id. */
  groups: Record<string, string[]>;
  sections: Record<string, string[]>;
}

export interface PlatformCourse {
  /** As addresses name it. */
  id: string;
  /** As launches name it: the same on Moodle, opaque on Canvas. */
  contextId: string;
  title: string;
  label: string;
  copiedFrom: string | null;
  /** Moodle's front page is a course of its own kind. */
  isSite: boolean;
}

export interface SubmissionReview {
  url: string | null;
  custom: Record<string, string>;
}

/** A link to the tool in a course. */
export interface PlatformLink {
  id: string;
  clientId: string;
  courseId: string;
  title: string;
  url: string;
  custom: Record<string, string>;
  lineItemId: string | null;
}

export interface PlatformLineItem {
  id: string;
  clientId: string;
  courseId: string;
  label: string;
  scoreMaximum: number;
  resourceId: string;
  tag: string;
  linkId: string | null;
  submissionReview: SubmissionReview | null;
  locked: boolean;
  madeBy: 'platform' | 'tool';
  /** Canvas: how many submissions one learner may make; null: without end. */
  allowedAttempts: number | null;
  /** Moodle: a column made with an impossible maximum takes scores and keeps none. */
  losesScores: boolean;
}

/** Where Canvas shows a tool. */
export interface PlatformPlacement {
  name: string;
  /** null: the tool's own. */
  targetLinkUri: string | null;
  custom: Record<string, string>;
}

export interface PlatformTool {
  clientId: string;
  deploymentId: string;
  title: string;
  jwksUrl: string;
  redirectUris: string[];
  initiateLoginUrl: string;
  targetLinkUri: string;
  deepLinkingUri: string;
  scopes: string[];
  sharesName: boolean;
  sharesEmail: boolean;
  custom: Record<string, string>;
  /** Of Canvas; Moodle shows a tool where a teacher puts it. */
  placements: PlatformPlacement[];
  /** false after a registration until an administrator of the LMS activates the tool. */
  active: boolean;
}

/** A score as it was taken. */
export interface AcceptedScore {
  lineItemId: string;
  userId: string;
  scoreGiven: number | null;
  scoreMaximum: number | null;
  activityProgress: string;
  gradingProgress: string;
  timestamp: string;
  comment: string | null;
  acceptedAt: Date;
  /** Canvas: whether it made a new submission. */
  madeSubmission: boolean;
}

/** What the gradebook shows in one cell. */
export interface PlatformResult {
  lineItemId: string;
  userId: string;
  /** On the line item's own scale; null: no grade. */
  score: number | null;
  comment: string | null;
  modifiedAtMs: number;
  /** A teacher wrote over it: scores are still taken, but no longer shown. */
  overridden: boolean;
  submissions: number;
}

export interface SeenRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface PlannedAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

export const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
export const SCOPES = {
  lineItem: `${AGS}lineitem`,
  lineItemReadOnly: `${AGS}lineitem.readonly`,
  resultReadOnly: `${AGS}result.readonly`,
  score: `${AGS}score`,
  memberships: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;

/** What a platform of this kind answers to a burst of calls. */
export const CANVAS_RATE_LIMIT: PlannedAnswer = {
  status: 403,
  body: '403 Forbidden (Rate Limit Exceeded)\n',
  headers: { 'content-type': 'text/plain', 'x-rate-limit-remaining': '0' },
};
