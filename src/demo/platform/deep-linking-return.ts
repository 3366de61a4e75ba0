import { decodeJwt, type JWTPayload } from 'jose';
import { MULTIPLE_PLACEMENTS } from './canvas/canvas-claims.rules.ts';
import { readContentItem, type ContentItem } from './content-item.rules.ts';
import { DEEP_LINKING, LTI } from './message.schema.ts';
import { opaqueId } from './platform-state.ts';
import { AGS, type PlatformLink, type PlatformTool } from './platform.schema.ts';
import type { Platform } from './service-door.ts';

export interface DeepLinkingReturn {
  token: string;
  courseId: string;
  placement: string | null;
}

export type DeepLinked =
  | { kind: 'linked'; courseId: string; links: PlatformLink[]; message: string | null; error: string | null }
  | { kind: 'refused'; reason: string };

/** A response older than this was made for another request. */
const OLDEST_SECONDS = 300;
/** Canvas: what makes an assignment of a link that has a line item. The link alone is taken elsewhere. */
const GRADED_PLACEMENTS = ['assignment_selection', 'course_assignments_menu', 'module_index_menu_modal'];
const DEFAULT_MAXIMUM = 100;

/** Takes what the tool's deep linking page sends back, and puts the links into the course. */
export function createDeepLinkingReturn(platform: Platform) {
  const spent = new Set<string>();
  return async (given: DeepLinkingReturn): Promise<DeepLinked> => {
    const checked = await check(platform, given);
    if (typeof checked === 'string') return { kind: 'refused', reason: checked };
    const { tool, claims } = checked;
    if (spent.has(String(claims['nonce']))) return { kind: 'refused', reason: 'nonce_used' };
    spent.add(String(claims['nonce']));
    const listed = claims[`${DEEP_LINKING}content_items`] ?? [];
    if (!Array.isArray(listed)) return { kind: 'refused', reason: 'content_items_invalid' };
    const items = listed.flatMap((item: unknown) => readContentItem(platform.face, item) ?? []);
    if (items.length > 1 && !takesMany(platform, given.placement))
      return { kind: 'refused', reason: 'too_many_items' };
    return {
      kind: 'linked',
      courseId: given.courseId,
      links: items.map((item) => makeLink(platform, tool, given, item)),
      message: readText(claims[`${DEEP_LINKING}msg`]),
      error: readText(claims[`${DEEP_LINKING}errormsg`]),
    };
  };
}

const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const takesMany = ({ face }: Platform, placement: string | null) =>
  face === 'moodle' || MULTIPLE_PLACEMENTS.includes(placement ?? '');

async function check(
  { face, state, issuer, now, verifyToolToken }: Platform,
  { token, courseId, placement }: DeepLinkingReturn,
): Promise<{ tool: PlatformTool; claims: JWTPayload } | string> {
  let claims: JWTPayload;
  let tool: PlatformTool | undefined;
  try {
    tool = state.tools.get(decodeJwt(token).iss ?? '');
    if (!tool?.active) return 'client_unknown';
    claims = await verifyToolToken(tool, token);
  } catch {
    return 'signature_or_time_invalid';
  }
  if (![claims.aud].flat().includes(issuer)) return 'aud_invalid';
  if (now().getTime() / 1000 - (claims.iat ?? 0) > OLDEST_SECONDS) return 'iat_too_old';
  if (!readText(claims['nonce'])) return 'nonce_missing';
  if (claims[`${LTI}message_type`] !== 'LtiDeepLinkingResponse') return 'message_type_invalid';
  if (claims[`${LTI}version`] !== '1.3.0') return 'version_invalid';
  if (claims[`${LTI}deployment_id`] !== tool.deploymentId) return 'deployment_id_invalid';
  const data = face === 'canvas' ? opaqueId('data', `${courseId}/${placement}`) : undefined;
  if (claims[`${DEEP_LINKING}data`] !== data) return 'data_not_echoed';
  if (!state.courses.has(courseId)) return 'course_unknown';
  return { tool, claims };
}

function makeLink(
  { face, state }: Platform,
  tool: PlatformTool,
  { courseId, placement }: DeepLinkingReturn,
  item: ContentItem,
): PlatformLink {
  const takesGrades = tool.scopes.some((scope) => scope.startsWith(AGS));
  const isGraded =
    face === 'moodle'
      ? takesGrades && item.lineItem !== null
      : placement === 'assignment_selection' ||
        (item.lineItem !== null && GRADED_PLACEMENTS.includes(placement ?? ''));
  const title = item.title ?? tool.title;
  return state.addLink({
    clientId: tool.clientId,
    courseId,
    title,
    url: item.url ?? tool.targetLinkUri,
    custom: item.custom,
    ...(isGraded && {
      lineItem: {
        label: title,
        ...item.lineItem,
        scoreMaximum: item.lineItem?.scoreMaximum ?? DEFAULT_MAXIMUM,
      },
    }),
  });
}
