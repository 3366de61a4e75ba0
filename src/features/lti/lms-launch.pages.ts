import { REASONS, refuse, type Reason } from './refusal.rules.ts';
import type { RecordedLaunch } from './lms.schema.ts';

const ROLES = 'https://purl.imsglobal.org/spec/lti/claim/roles';
const KNOWN_MESSAGES = ['LtiResourceLinkRequest', 'LtiDeepLinkingRequest', 'LtiSubmissionReviewRequest'];
const CLAIM = /^https:\/\/purl\.imsglobal\.org\/spec\/[\w-]+\/claim\//;
const TIME_CLAIMS = ['iat', 'exp', 'nbf'];

/** One line of the list of launches. */
export function presentLaunchLine(launch: RecordedLaunch) {
  return {
    id: launch.id,
    at: launch.at,
    personName: launch.personName,
    roles: shortRoles(launch.claims[ROLES]).join(', '),
    ...presentMessage(launch.messageType),
    issuer: launch.issuer,
    refusal: launch.refusal === null ? null : presentReason(launch.refusal),
    bindingStore: launch.bindingStore,
  };
}

export function presentLaunch(launch: RecordedLaunch) {
  return {
    ...presentLaunchLine(launch),
    registrationId: launch.registrationId,
    deploymentId: launch.deploymentId,
    requestId: launch.requestId,
    claims: Object.entries(launch.claims).map(([name, value]) => presentClaim(name, value)),
  };
}

function presentMessage(type: string | null) {
  return { message: type !== null && KNOWN_MESSAGES.includes(type) ? type : null, messageType: type };
}

/** Why a launch was refused: the sentence for administrators, and the rule with its address where it has one. */
function presentReason(code: string) {
  const reason = REASONS.find((known): known is Reason => known === code);
  const { claim, specSection } = reason ? refuse(reason) : { claim: null, specSection: '' };
  return {
    code,
    sentence: reason ? `lti.reasons.${reason}` : null,
    claim,
    specSection,
    specUrl: /^[\w-]+\/v\w+#/.test(specSection) ? `https://www.imsglobal.org/spec/${specSection}` : null,
  };
}

/** The last part of each role, without the vocabulary before it; each once. */
export function shortRoles(roles: unknown): string[] {
  if (!Array.isArray(roles)) return [];
  const names = roles
    .filter((role) => typeof role === 'string')
    .map((role) => role.split(/[#/]/).at(-1) ?? '')
    .filter((name) => name !== '');
  return [...new Set(names)];
}

/** A claim as rows of text: members of an object and entries of a list each stand on a line of their own. */
export function presentClaim(name: string, value: unknown) {
  const at =
    TIME_CLAIMS.includes(name) && typeof value === 'number' && Math.abs(value) < 8e12
      ? new Date(value * 1000)
      : null;
  return { name, short: name.replace(CLAIM, ''), at, lines: linesOf(value, '') };
}

function linesOf(value: unknown, path: string): { path: string; text: string }[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [{ path, text: '[]' }];
    return value.flatMap((entry) => linesOf(entry, path));
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    if (members.length === 0) return [{ path, text: '{}' }];
    return members.flatMap(([name, member]) => linesOf(member, path === '' ? name : `${path}.${name}`));
  }
  return [{ path, text: typeof value === 'string' && value !== '' ? value : JSON.stringify(value ?? null) }];
}
