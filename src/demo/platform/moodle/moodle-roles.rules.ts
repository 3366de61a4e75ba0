import type { PlatformRole, PlatformUser } from '../platform.schema.ts';

const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';

/** Who may see the activity's settings: asked for at a launch of a link. */
const MANAGES_TOOL: readonly PlatformRole[] = ['teacher', 'designer', 'nonEditingTeacher', 'assistant'];
/** Who may add activities: asked for where there is no activity, in rosters and deep linking. */
const MANAGES_ACTIVITIES: readonly PlatformRole[] = ['teacher', 'designer'];

/** Moodle knows Instructor, Learner and administrators, nothing else: watchers and assistants become one of them. */
export function launchRoles(user: PlatformUser, courseId: string, hasActivity: boolean): string[] {
  const instructor = `${VOCABULARY}membership#Instructor`;
  if (user.administrator)
    return [
      `${VOCABULARY}institution/person#Administrator`,
      instructor,
      `${VOCABULARY}system/person#Administrator`,
    ];
  return [manages(user, courseId, hasActivity) ? instructor : `${VOCABULARY}membership#Learner`];
}

/** Short names in rosters; an administrator who is in the course bears a role outside the vocabulary. */
export function rosterRoles(user: PlatformUser, courseId: string): string[] {
  if (user.administrator) return ['Instructor', `${VOCABULARY}person#Administrator`];
  return [manages(user, courseId, false) ? 'Instructor' : 'Learner'];
}

function manages(user: PlatformUser, courseId: string, hasActivity: boolean): boolean {
  const role = user.roles[courseId];
  return role !== undefined && (hasActivity ? MANAGES_TOOL : MANAGES_ACTIVITIES).includes(role);
}
