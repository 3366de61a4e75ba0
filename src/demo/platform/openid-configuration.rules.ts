import { SCOPES, type FaceName } from './platform.schema.ts';

const CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const CANVAS = 'https://canvas.instructure.com/lti/';

export const CANVAS_SCOPES = [
  'openid',
  ...Object.values(SCOPES),
  `${CANVAS}public_jwk/scope/update`,
  `${CANVAS}account_lookup/scope/show`,
  `${CANVAS}progress/scope/show`,
  'https://purl.imsglobal.org/spec/lti/scope/noticehandlers',
];
const MOODLE_SCOPES = [
  ...Object.values(SCOPES),
  'https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting',
  'openid',
];

export interface Described {
  url: string;
  issuer: string;
  siteName: string;
  addresses: { authentication: string; token: string; keys: string; registration: string };
}

/** How a platform introduces itself to a tool that is to register with it (lti-dr v1p0 §3.5). */
export function describePlatform(face: FaceName, given: Described): Record<string, unknown> {
  const { addresses, issuer } = given;
  return {
    issuer,
    token_endpoint: addresses.token,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    jwks_uri: addresses.keys,
    authorization_endpoint: addresses.authentication,
    registration_endpoint: addresses.registration,
    scopes_supported: face === 'moodle' ? MOODLE_SCOPES : CANVAS_SCOPES,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
    ...(face === 'canvas' && { authorization_server: new URL(addresses.token).host }),
    [CONFIGURATION]: face === 'moodle' ? describeMoodle() : describeCanvas(given),
  };
}

/** Submission review isn't told of, though it is done. */
const describeMoodle = () => ({
  product_family_code: 'moodle',
  version: '4.5.6 (Build: 20250811)',
  messages_supported: [
    { type: 'LtiResourceLinkRequest' },
    { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
  ],
  variables: ['Context.id', 'Context.id.history', 'ResourceLink.id', 'User.id', 'Moodle.Person.userGroupIds'],
});

const describeCanvas = ({ siteName }: Described) => ({
  product_family_code: 'canvas',
  version: 'OpenSource',
  messages_supported: [
    {
      type: 'LtiResourceLinkRequest',
      placements: [
        ...['account_navigation', 'course_navigation'].map((name) => CANVAS + name),
        'ContentArea',
      ],
    },
    {
      type: 'LtiDeepLinkingRequest',
      placements: [
        ...['assignment_selection', 'link_selection', 'module_index_menu_modal'].map((name) => CANVAS + name),
        'ContentArea',
        'RichTextEditor',
      ],
    },
  ],
  variables: ['Context.id.history', 'Canvas.course.sectionIds', 'Canvas.group.contextIds', 'Canvas.user.id'],
  [`${CANVAS}account_name`]: siteName,
  [`${CANVAS}account_lti_guid`]: 'demo-account:canvas-lms',
});
