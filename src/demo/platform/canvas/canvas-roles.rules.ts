import type { PlatformRole, PlatformUser } from '../platform.schema.ts';

const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';

const IN_COURSE: Record<PlatformRole, string[]> = {
  learner: ['membership#Learner'],
  teacher: ['membership#Instructor'],
  nonEditingTeacher: ['membership#Instructor'],
  assistant: ['membership#Instructor', 'membership/Instructor#TeachingAssistant'],
  observer: ['membership#Mentor'],
  designer: ['membership#ContentDeveloper'],
};

const IN_INSTITUTION: Record<PlatformRole, string> = {
  learner: 'institution/person#Student',
  teacher: 'institution/person#Instructor',
  nonEditingTeacher: 'institution/person#Instructor',
  assistant: 'institution/person#Instructor',
  observer: 'institution/person#Observer',
  designer: 'institution/person#Instructor',
};

export function rosterRoles(user: PlatformUser, courseId: string): string[] {
  const role = user.roles[courseId];
  return role === undefined ? [] : IN_COURSE[role].map((name) => VOCABULARY + name);
}

/** All roles of a person: in the course, in the institution, in the system. */
export function launchRoles(user: PlatformUser, courseId: string | null): string[] {
  const held = Object.values(user.roles).map((role) => IN_INSTITUTION[role]);
  const above = user.administrator ? ['institution/person#Administrator', ...held] : held;
  return [
    ...new Set([
      ...[...above, 'system/person#User'].map((name) => VOCABULARY + name),
      ...(courseId === null ? [] : rosterRoles(user, courseId)),
    ]),
  ];
}
