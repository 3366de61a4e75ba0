import { expandCustom } from '../custom-values.rules.ts';
import { LTI, type Scene } from '../message.schema.ts';
import { listMembers } from '../platform-state.ts';
import {
  SCOPES,
  type PlatformCourse,
  type PlatformLink,
  type PlatformTool,
  type PlatformUser,
} from '../platform.schema.ts';
import {
  ServiceRefusal,
  cut,
  readCount,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
} from '../service-door.ts';
import { legacyId, present } from './canvas-claims.rules.ts';
import { rosterRoles } from './canvas-roles.rules.ts';

const MEMBERSHIPS = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
/** The most, and what comes unasked. */
export const PAGE_SIZE = 50;

export function presentRefusal(_call: ServiceCall, { status, message }: ServiceRefusal): ServiceAnswer {
  return {
    status,
    type: 'application/json; charset=utf-8',
    headers: { 'x-rate-limit-remaining': '600.0' },
    body: { errors: { type: status === 404 ? 'not_found' : 'unprocessable_entity', message } },
  };
}

/** Since 2026 no programme may call without saying its name. */
export function requireUserAgent({ headers }: ServiceCall): void {
  if (!headers['user-agent']) throw new ServiceRefusal(403, 'User-Agent header is required');
}

export interface Caller {
  course: PlatformCourse;
  tool: PlatformTool;
}

export function requireCaller(
  { state, accessTokens }: Platform,
  call: ServiceCall,
  scopes: readonly string[],
): Caller {
  const token = accessTokens.find(call.headers.authorization);
  const tool = token && state.tools.get(token.clientId);
  if (!token || !tool) throw new ServiceRefusal(401, 'Invalid Developer Key or access token');
  if (!scopes.some((scope) => token.scopes.includes(scope)))
    throw new ServiceRefusal(401, 'Insufficient scopes on access token');
  const course = state.courses.get(call.params['course'] ?? '');
  if (!course) throw new ServiceRefusal(404, 'The specified resource does not exist.');
  return { course, tool };
}

/** One page of a list, and a Link header with where the others are. */
export function cutPage<T>(
  rows: readonly T[],
  call: ServiceCall,
  address: string,
): { page: T[]; headers: Record<string, string> } {
  const limit = Math.min(readCount(call.query, 'limit') || PAGE_SIZE, PAGE_SIZE);
  const number = readCount(call.query, 'page') ?? 1;
  const { page, next } = cut(rows, (number - 1) * limit, limit);
  const kept = new URLSearchParams([...call.query].filter(([name]) => !['page', 'limit'].includes(name)));
  const link = (rel: string, at: number) => {
    const query = new URLSearchParams([...kept, ['page', String(at)], ['limit', String(limit)]]);
    return `<${address}?${query.toString()}>; rel="${rel}"`;
  };
  const last = Math.max(1, Math.ceil(rows.length / limit));
  const links = [
    link('current', number),
    ...(next === null ? [] : [link('next', number + 1)]),
    link('first', 1),
    link('last', last),
  ];
  return {
    page,
    headers: { link: links.join(','), 'x-rate-limit-remaining': '600.0', 'x-request-cost': '0.1' },
  };
}

/** Active members only, in pages; with `rlid` each with the link's custom parameters as that member would get them. */
export function listMemberships(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, url } = platform;
  const { course, tool } = requireCaller(platform, call, [SCOPES.memberships]);
  const linkId = call.query.get('rlid');
  const link =
    linkId === null || linkId === course.contextId
      ? null
      : requireLink(state.links.get(linkId), course, tool);
  const role = call.query.get('role');
  const members = listMembers(state, course.id).filter(
    (user) =>
      role === null || rosterRoles(user, course.id).some((one) => one === role || one.endsWith(`#${role}`)),
  );
  const address = `${url}/api/lti/courses/${course.id}/names_and_roles`;
  const { page, headers } = cutPage(members, call, address);
  return {
    status: 200,
    type: MEMBERSHIPS,
    headers,
    body: {
      id: `${address}${linkId === null ? '' : `?rlid=${linkId}`}`,
      context: { id: course.contextId, label: course.label, title: course.title },
      members: page.map((user) => ({
        status: 'Active',
        ...present(user, tool),
        user_id: user.id,
        lti11_legacy_user_id: legacyId(user.id),
        roles: rosterRoles(user, course.id),
        ...(linkId !== null && { message: [makeMessage(platform, { course, tool, user, link })] }),
      })),
    },
  };
}

function requireLink(
  link: PlatformLink | undefined,
  course: PlatformCourse,
  tool: PlatformTool,
): PlatformLink {
  if (!link || link.courseId !== course.id)
    throw new ServiceRefusal(400, 'Requested ResourceLink was not found');
  if (link.clientId !== tool.clientId)
    throw new ServiceRefusal(400, 'Requested ResourceLink bound to unexpected external tool');
  return link;
}

function makeMessage(
  platform: Platform,
  given: { course: PlatformCourse; tool: PlatformTool; user: PlatformUser; link: PlatformLink | null },
): object {
  const scene: Scene = {
    ...given,
    platform,
    kind: 'resource',
    lineItem: platform.state.lineItems.get(given.link?.lineItemId ?? '') ?? null,
    forUser: null,
    placement: null,
    targetLinkUri: given.link?.url ?? given.tool.targetLinkUri,
    locale: 'en',
  };
  return {
    [`${LTI}message_type`]: 'LtiResourceLinkRequest',
    locale: 'en',
    [`${LTI}custom`]: expandCustom(scene),
    [`${LTI}lti11_legacy_user_id`]: legacyId(given.user.id),
  };
}
