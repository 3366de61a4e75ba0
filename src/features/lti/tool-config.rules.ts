import type { Locale } from '../../infra/views.ts';

/** How the tool presents itself to platforms: the one source of Canvas's JSON and of dynamic registration. */
export interface Tool {
  publicUrl: string;
  words: ToolWords;
}

export interface ToolWords {
  name: Record<Locale, string>;
  description: Record<Locale, string>;
  labels: Record<Placement, Record<Locale, string>>;
}

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
/** All that we ever ask a token for. */
export const SCOPES = [
  `${AGS}lineitem`,
  `${AGS}result.readonly`,
  `${AGS}score`,
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
] as const;

/** Least personal data: a name to greet and list people by, and the platform's own id for them. */
export const CLAIMS = ['iss', 'sub', 'name', 'given_name', 'family_name'] as const;

export const PLACEMENTS = [
  'course_navigation',
  'account_navigation',
  'link_selection',
  'assignment_selection',
] as const;
export type Placement = (typeof PLACEMENTS)[number];

export interface Entrance {
  /** As Canvas names it. */
  placement: Placement;
  message: 'LtiResourceLinkRequest' | 'LtiDeepLinkingRequest';
  /** Who sees a navigation entry in Canvas; null where a teacher's dialog decides. */
  visibility: 'members' | 'admins' | null;
}

/** Where a platform that has places to choose from may show us. */
export const ENTRANCES: readonly Entrance[] = [
  { placement: 'course_navigation', message: 'LtiResourceLinkRequest', visibility: 'members' },
  { placement: 'account_navigation', message: 'LtiResourceLinkRequest', visibility: 'admins' },
  { placement: 'link_selection', message: 'LtiDeepLinkingRequest', visibility: null },
  { placement: 'assignment_selection', message: 'LtiDeepLinkingRequest', visibility: null },
];

/** Custom parameters for every launch; a platform leaves a variable it doesn't know as it stands. */
export function customParameters(family: string): Record<string, string> {
  const history = { context_history: '$Context.id.history' };
  if (family === 'moodle') return { ...history, group_ids: '$Moodle.Person.userGroupIds' };
  if (family === 'canvas')
    return { ...history, group_ids: '$Canvas.group.contextIds', section_ids: '$Canvas.course.sectionIds' };
  return history;
}

/** What an LMS has to know of us. */
export function toolAddresses(publicUrl: string) {
  return {
    targetLinkUri: `${publicUrl}/`,
    initiateLoginUrl: `${publicUrl}/lti/login`,
    redirectUri: `${publicUrl}/lti/launch`,
    jwksUrl: `${publicUrl}/lti/jwks`,
    logoUrl: `${publicUrl}/assets/icon.svg`,
    canvasConfigUrl: `${publicUrl}/lti/config/canvas.json`,
    /** With its port: Moodle compares it so with the addresses of links. */
    domain: new URL(publicUrl).host,
  };
}
