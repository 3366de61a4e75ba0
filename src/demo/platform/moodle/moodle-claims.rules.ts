import { expandCustom } from '../custom-values.rules.ts';
import { AGS_CLAIM, DEEP_LINKING, LTI, MESSAGE_TYPES, NRPS_CLAIM, type Scene } from '../message.schema.ts';
import { AGS, SCOPES } from '../platform.schema.ts';
import { lineItemUrl, lineItemsUrl, membershipsUrl } from './moodle-addresses.rules.ts';
import { launchRoles } from './moodle-roles.rules.ts';

const LIFE_SECONDS = 60;

/** The claims of a message as Moodle 4.5 words them. */
export function makeMoodleClaims(scene: Scene, nonce: string, now: Date): Record<string, unknown> {
  const { platform, tool, user, course, link } = scene;
  const iat = Math.floor(now.getTime() / 1000);
  const custom = expandCustom(scene);
  return {
    nonce,
    iat,
    exp: iat + LIFE_SECONDS,
    iss: platform.issuer,
    aud: tool.clientId,
    sub: user.id,
    ...(tool.sharesName && { name: user.name, given_name: user.givenName, family_name: user.familyName }),
    ...(tool.sharesEmail && { email: user.email }),
    [`${LTI}deployment_id`]: tool.deploymentId,
    [`${LTI}target_link_uri`]: scene.targetLinkUri,
    [`${LTI}message_type`]: MESSAGE_TYPES[scene.kind],
    [`${LTI}version`]: '1.3.0',
    [`${LTI}roles`]: launchRoles(user, course?.id ?? '', link !== null),
    ...(course && {
      [`${LTI}context`]: {
        id: course.contextId,
        label: course.label,
        title: course.title,
        // Not the vocabulary's whole address.
        type: [course.isSite ? 'Group' : 'CourseSection'],
      },
    }),
    ...(link && { [`${LTI}resource_link`]: { title: link.title, description: '', id: link.id } }),
    [`${LTI}lis`]: { person_sourcedid: '', course_section_sourcedid: '' },
    [`${LTI}ext`]: { user_username: user.username, lms: 'moodle-2' },
    [`${LTI}launch_presentation`]: {
      locale: scene.locale === 'en' ? 'en' : 'zh_cn',
      document_target: 'iframe',
      return_url: `${platform.url}/course/view.php?id=${course?.id ?? '1'}`,
    },
    [`${LTI}tool_platform`]: {
      product_family_code: 'moodle',
      version: '2024100706',
      guid: new URL(platform.url).host,
      name: platform.siteName,
      description: platform.siteName,
    },
    ...(Object.keys(custom).length > 0 && { [`${LTI}custom`]: custom }),
    ...makeServices(scene),
    ...(scene.kind === 'deepLinking' && { [`${DEEP_LINKING}deep_linking_settings`]: makeSettings(scene) }),
    ...(scene.kind === 'review' && { [`${LTI}for_user`]: { user_id: scene.forUser?.id } }),
  };
}

function makeServices({ platform, tool, course, link, kind, lineItem }: Scene): Record<string, unknown> {
  if (!course) return {};
  const { state, url } = platform;
  const scopes = tool.scopes.filter((scope) => scope.startsWith(AGS));
  const tied = [...state.lineItems.values()].filter(({ linkId }) => link !== null && linkId === link.id);
  // Only when there is one and no other.
  const own = kind === 'review' ? lineItem : tied.length === 1 ? tied[0] : null;
  const isUsedHere = [...state.links.values()].some(
    (one) => one.courseId === course.id && one.clientId === tool.clientId,
  );
  return {
    ...(scopes.length > 0 && {
      [AGS_CLAIM]: {
        scope: scopes,
        lineitems: lineItemsUrl(url, course.id, tool.deploymentId),
        ...(own && { lineitem: lineItemUrl(url, own, tool.deploymentId) }),
      },
    }),
    ...(tool.scopes.includes(SCOPES.memberships) &&
      isUsedHere && {
        [NRPS_CLAIM]: {
          context_memberships_url: membershipsUrl(url, course.id, tool.deploymentId),
          service_versions: ['1.0', '2.0'],
        },
      }),
  };
}

/** No `data`, and not a word on line items although they are taken. */
function makeSettings({ platform, course, tool }: Scene): object {
  const query = `course=${course?.id}&id=${tool.deploymentId}&sesskey=demo`;
  return {
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['frame', 'iframe', 'window'],
    accept_copy_advice: false,
    accept_multiple: true,
    accept_unsigned: false,
    auto_create: false,
    can_confirm: false,
    deep_link_return_url: `${platform.url}/mod/lti/contentitem_return.php?${query}`,
    title: '',
    text: '',
  };
}
