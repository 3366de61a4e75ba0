import type { AccessToken } from '../access-tokens.ts';
import { listMembers } from '../platform-state.ts';
import { SCOPES, type PlatformCourse, type PlatformTool } from '../platform.schema.ts';
import {
  ServiceRefusal,
  cut,
  readCount,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
} from '../service-door.ts';
import { membershipsUrl } from './moodle-addresses.rules.ts';
import { rosterRoles } from './moodle-roles.rules.ts';

export const MEMBERSHIPS_TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

/** Moodle compares the whole header letter by letter: a list of types or any type at all matches nothing. */
export function requireType(given: string | undefined, known: readonly string[]): void {
  if (given !== undefined && given !== '' && !known.includes(given))
    throw new ServiceRefusal(400, 'No context or unsupported content type');
}

export function presentRefusal(call: ServiceCall, { status, message }: ServiceRefusal): ServiceAnswer {
  const request = { method: call.method, contentType: call.headers['content-type'] ?? '' };
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: { status, reason: message, request },
  };
}

export interface Caller {
  course: PlatformCourse;
  tool: PlatformTool;
  token: AccessToken;
}

/** The tool that calls, for a course that is there, with one of these scopes in its token. */
export function requireCaller(
  { state, accessTokens }: Platform,
  call: ServiceCall,
  scopes: readonly string[],
): Caller {
  const token = accessTokens.find(call.headers.authorization);
  const tool = token && state.tools.get(token.clientId);
  if (!token || !tool || !scopes.some((scope) => token.scopes.includes(scope)))
    throw new ServiceRefusal(401, 'Unauthorized');
  const course = state.courses.get(call.params['course'] ?? '');
  if (!course) throw new ServiceRefusal(404, 'Not Found: Course not found');
  const typeId = call.query.get('type_id');
  if (typeId !== null && typeId !== tool.deploymentId) throw new ServiceRefusal(403, 'Forbidden');
  return { course, tool, token };
}

/** A course's members: all at once unless a limit is asked for. Who is suspended or has left isn't there at all. */
export function listMemberships(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, url } = platform;
  const { course, tool } = requireCaller(platform, call, [SCOPES.memberships]);
  requireType(call.headers.accept, [MEMBERSHIPS_TYPE, 'application/vnd.ims.lis.v2.membershipcontainer+json']);
  const role = call.query.get('role')?.split('#').at(-1) ?? null;
  const linkId = call.query.get('rlid');
  const members = listMembers(state, course.id).map((user) => ({
    status: 'Active',
    roles: rosterRoles(user, course.id),
    user_id: user.id,
    lis_person_sourcedid: '',
    ...(tool.sharesName && { name: user.name, given_name: user.givenName, family_name: user.familyName }),
    ...(tool.sharesEmail && { email: user.email }),
    // Of a link's own message Moodle tells its type and nothing that is customised.
    ...(linkId !== null && {
      message: [{ 'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiResourceLinkRequest' }],
    }),
  }));
  const limit = readCount(call.query, 'limit');
  const from = readCount(call.query, 'from') ?? 0;
  const { page, next } = cut(members, from, limit);
  const path = membershipsUrl(url, course.id, tool.deploymentId);
  return {
    status: 200,
    type: MEMBERSHIPS_TYPE,
    headers: next === null ? {} : { link: `<${path}?limit=${limit}&from=${next}>; rel="next"` },
    body: {
      id: path,
      context: { id: course.contextId, label: course.label, title: course.title },
      // The filter comes after the cut: a page may hold fewer than asked for.
      members: page.filter(({ roles }) => role === null || roles.includes(role)),
    },
  };
}
