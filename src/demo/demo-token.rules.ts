import { COURSE_ID, DEPLOYMENT_ID, TOOL_MODULE, type DemoUser } from './demo-people.rules.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';

/** Moodle knows these three: who manages the activity, who administers the site, everybody else. */
const ROLES: Record<DemoUser['kind'], string[]> = {
  learner: [`${VOCABULARY}membership#Learner`],
  teacher: [`${VOCABULARY}membership#Instructor`],
  administrator: [
    `${VOCABULARY}institution/person#Administrator`,
    `${VOCABULARY}membership#Instructor`,
    `${VOCABULARY}system/person#Administrator`,
  ],
};

export interface DemoLaunch {
  user: DemoUser;
  issuer: string;
  clientId: string;
  targetLinkUri: string;
  nonce: string;
  courseTitle: string;
  toolTitle: string;
  siteName: string;
  /** Moodle's language code, e.g. zh_cn. */
  locale: string;
}

/** The claims of a resource link launch, as Moodle 4.5 words them when it shares names but no e-mail. */
export function makeLaunchClaims(launch: DemoLaunch, now: Date): Record<string, unknown> {
  const { user, issuer } = launch;
  const iat = Math.floor(now.getTime() / 1000);
  return {
    nonce: launch.nonce,
    iat,
    exp: iat + 60,
    iss: issuer,
    aud: launch.clientId,
    sub: String(user.userId),
    name: user.name,
    given_name: user.name,
    family_name: '',
    [`${LTI}deployment_id`]: DEPLOYMENT_ID,
    [`${LTI}target_link_uri`]: launch.targetLinkUri,
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}roles`]: ROLES[user.kind],
    [`${LTI}context`]: {
      id: String(COURSE_ID),
      label: 'DSP',
      title: launch.courseTitle,
      type: ['CourseSection'],
    },
    [`${LTI}resource_link`]: { title: launch.toolTitle, description: '', id: String(TOOL_MODULE) },
    [`${LTI}lis`]: { person_sourcedid: '', course_section_sourcedid: '' },
    [`${LTI}ext`]: { user_username: user.username, lms: 'moodle-2' },
    [`${LTI}launch_presentation`]: {
      locale: launch.locale,
      document_target: 'iframe',
      return_url: `${issuer}/course/view.php?id=${COURSE_ID}`,
    },
    [`${LTI}tool_platform`]: {
      product_family_code: 'moodle',
      version: '2024100706',
      guid: new URL(issuer).host,
      name: launch.siteName,
      description: launch.siteName,
    },
  };
}

/** What Moodle's auth.php asks of a request; the answer is the error it would post back, or null. */
export function checkAuthentication(query: Readonly<Record<string, unknown>>): string | null {
  const wants: [string, (value: unknown) => boolean, string][] = [
    ['scope', (value) => value === 'openid', 'invalid_scope'],
    ['response_type', (value) => value === 'id_token', 'unsupported_response_type'],
    ['response_mode', (value) => value === 'form_post', 'invalid_request'],
    ['prompt', (value) => value === undefined || value === 'none', 'invalid_request'],
    ['nonce', (value) => typeof value === 'string' && value !== '', 'invalid_request'],
    ['login_hint', (value) => typeof value === 'string' && value !== '', 'invalid_request'],
  ];
  return wants.find(([name, holds]) => !holds(query[name]))?.[2] ?? null;
}
