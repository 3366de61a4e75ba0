import { refuse, type Refusal } from './refusal.rules.ts';

const CONTEXT_ROLE =
  /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership[#/]|urn:lti:role:ims\/lis\/)/;
const ABOVE_CONTEXT =
  /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/(?:system|institution)\/person#|http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/person#|urn:lti:(?:sysrole|instrole):ims\/lis\/)/;

/** Who manages the course's teaching, by the principal role that a sub-role (`Instructor#TeachingAssistant`) starts with. */
const TEACHING = new Set(['instructor', 'teachingassistant', 'contentdeveloper', 'administrator', 'manager']);
const WATCHING = new Set(['mentor', 'observer']);

/**
 * What an LMS's roles make of somebody here. Short names count as roles in the course (Moodle's rosters send them),
 * unknown ones as learner: the least. Only an administrator of the system or institution administers; a course's
 * own "Administrator" manages that course and nothing else. Who merely watches a learner is let in by nobody's roles.
 */
export function decideCourseRole(
  roles: string[],
): { kind: 'role'; role: 'learner' | 'instructor' | 'administrator' } | Refusal {
  const above = roles.filter((role) => ABOVE_CONTEXT.test(role)).map(lastName);
  if (above.some((name) => name === 'administrator' || name === 'sysadmin'))
    return { kind: 'role', role: 'administrator' };

  const inCourse = roles.filter((role) => CONTEXT_ROLE.test(role) || /^[A-Za-z]+$/.test(role));
  if (inCourse.some((role) => TEACHING.has(principalName(role)))) return { kind: 'role', role: 'instructor' };
  if (inCourse.some((role) => ['learner', 'student'].includes(principalName(role))))
    return { kind: 'role', role: 'learner' };

  const watches = [...inCourse.map(principalName), ...above].some((name) => WATCHING.has(name));
  return watches ? refuse('role_observer') : { kind: 'role', role: 'learner' };
}

function lastName(role: string): string {
  return (role.split(/[#/]/).at(-1) ?? '').toLowerCase();
}

/** `…/membership/Instructor#TeachingAssistant` → instructor; `…/membership#Learner` → learner; `Mentor` → mentor. */
function principalName(role: string): string {
  const rest = role.replace(CONTEXT_ROLE, '');
  return (rest.split(/[#/]/)[0] ?? '').toLowerCase();
}
