import { expandCustom } from '../custom-values.rules.ts';
import { AGS_CLAIM, DEEP_LINKING, LTI, MESSAGE_TYPES, NRPS_CLAIM, type Scene } from '../message.schema.ts';
import { opaqueId } from '../platform-state.ts';
import { AGS, SCOPES, type PlatformUser } from '../platform.schema.ts';
import { launchRoles } from './canvas-roles.rules.ts';

const LIFE_SECONDS = 3600;
const COURSE = 'http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering';

/** Canvas's older name for a person, by which it still tells whom an observer watches. */
export const legacyId = (userId: string) => opaqueId('legacy', userId).replaceAll('-', '');
/** The account as launches at its level name it. */
export const accountGuid = (url: string) => opaqueId('account', url).replaceAll('-', '');

/** The claims of a message as Canvas words them. */
export function makeCanvasClaims(scene: Scene, nonce: string, now: Date): Record<string, unknown> {
  const { platform, tool, user, course } = scene;
  const iat = Math.floor(now.getTime() / 1000);
  return {
    nonce,
    iat,
    exp: iat + LIFE_SECONDS,
    iss: platform.issuer,
    aud: tool.clientId,
    azp: tool.clientId,
    sub: user.id,
    locale: scene.locale,
    errors: { errors: {} },
    ...present(user, tool),
    [`${LTI}deployment_id`]: tool.deploymentId,
    [`${LTI}target_link_uri`]: scene.targetLinkUri,
    [`${LTI}message_type`]: MESSAGE_TYPES[scene.kind],
    [`${LTI}version`]: '1.3.0',
    [`${LTI}roles`]: launchRoles(user, course?.id ?? null),
    ...(course && {
      [`${LTI}context`]: { id: course.contextId, label: course.label, title: course.title, type: [COURSE] },
    }),
    ...(scene.kind !== 'deepLinking' && { [`${LTI}resource_link`]: makeResourceLink(scene) }),
    [`${LTI}lis`]: { person_sourcedid: null, course_offering_sourcedid: null },
    [`${LTI}lti11_legacy_user_id`]: legacyId(user.id),
    [`${LTI}lti1p1`]: { user_id: legacyId(user.id) },
    [`${LTI}launch_presentation`]: {
      document_target: 'iframe',
      locale: scene.locale,
      return_url: `${platform.url}/${course ? `courses/${course.id}` : 'accounts/1'}/external_content/success/external_tool_redirect`,
    },
    [`${LTI}tool_platform`]: {
      guid: `${accountGuid(platform.url)}:canvas-lms`,
      name: platform.siteName,
      version: 'cloud',
      product_family_code: 'canvas',
    },
    [`${LTI}custom`]: expandCustom(scene),
    'https://www.instructure.com/placement': scene.placement?.name ?? null,
    ...makeMentor(scene),
    ...makeServices(scene),
    ...(scene.kind === 'deepLinking' && { [`${DEEP_LINKING}deep_linking_settings`]: makeSettings(scene) }),
    ...(scene.kind === 'review' && {
      [`${LTI}for_user`]: {
        user_id: scene.forUser?.id,
        roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      },
    }),
  };
}

export const present = (user: PlatformUser, tool: Scene['tool']) => ({
  ...(tool.sharesName && { name: user.name, given_name: user.givenName, family_name: user.familyName }),
  ...(tool.sharesEmail && { email: user.email }),
});

/** From the navigation the course or the account stands in for a link. */
function makeResourceLink({ platform, course, link }: Scene): object {
  if (link) return { id: link.id, title: link.title, description: null };
  return { id: course?.contextId ?? accountGuid(platform.url), title: null, description: null };
}

/** Told only to tools that see everything of a person, and by the older id. */
function makeMentor({ user, course, tool }: Scene): Record<string, unknown> {
  const watches = course && user.roles[course.id] === 'observer' && tool.sharesName && tool.sharesEmail;
  return watches ? { [`${LTI}role_scope_mentor`]: user.observes.map(legacyId) } : {};
}

/** None outside of courses. */
function makeServices({ platform, tool, course, lineItem }: Scene): Record<string, unknown> {
  if (!course) return {};
  const base = `${platform.url}/api/lti/courses/${course.id}`;
  const scopes = tool.scopes.filter((scope) => scope.startsWith(AGS));
  return {
    ...(scopes.length > 0 && {
      [AGS_CLAIM]: {
        scope: scopes,
        lineitems: `${base}/line_items`,
        ...(lineItem && { lineitem: `${base}/line_items/${lineItem.id}` }),
        validation_context: null,
        errors: { errors: {} },
      },
    }),
    ...(tool.scopes.includes(SCOPES.memberships) && {
      [NRPS_CLAIM]: {
        context_memberships_url: `${base}/names_and_roles`,
        service_versions: ['2.0'],
        validation_context: null,
        errors: { errors: {} },
      },
    }),
  };
}

/** Where several links can be taken at once: elsewhere the teacher fills one assignment or one page. */
export const MULTIPLE_PLACEMENTS = ['link_selection', 'course_assignments_menu', 'module_index_menu_modal'];

function makeSettings({ platform, course, placement }: Scene): object {
  return {
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['iframe', 'window'],
    accept_media_types: 'application/vnd.ims.lti.v1.ltilink',
    accept_multiple: MULTIPLE_PLACEMENTS.includes(placement?.name ?? ''),
    auto_create: false,
    deep_link_return_url: `${platform.url}/courses/${course?.id}/deep_linking_response?placement=${placement?.name}`,
    data: opaqueId('data', `${course?.id}/${placement?.name}`),
  };
}
