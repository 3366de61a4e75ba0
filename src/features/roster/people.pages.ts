import { appointableRoles, INVITED_ROLES, mayEndAppointment, type Scope } from './appointment.rules.ts';
import { judgeInvitation, type InvitationVerdict } from './invitation.rules.ts';
import type { AppointedRole, CourseRole, LearnerCategory, Role, TalentType } from './roster.schema.ts';
import { LEARNER_CATEGORIES, TALENT_TYPES } from './roster.schema.ts';
import { resolveTalentType } from './talent-type.rules.ts';

export interface PeopleRows {
  roles: Role[];
  courseId: string | null;
  now: Date;
  course: { talentType: TalentType | null; termId: string | null } | null;
  terms: { id: string; name: string }[];
  members: {
    personId: string;
    name: string;
    role: CourseRole;
    category: LearnerCategory;
    className: string | null;
    ownTalentType: TalentType | null;
    majorTalentType: TalentType | null;
    lastLaunchAt: Date | null;
    groups: string[];
  }[];
  appointments: {
    id: string;
    name: string;
    role: AppointedRole;
    courseId: string | null;
    appointedAt: Date;
    appointedByName: string | null;
    invited: boolean;
  }[];
  invitations: {
    id: string;
    name: string;
    role: AppointedRole;
    createdAt: Date;
    expiresAt: Date;
    acceptedAt: Date | null;
    revokedAt: Date | null;
  }[];
  /** null: nothing was searched for. */
  found: { personId: string; name: string }[] | null;
  find: string;
  /** Only this group's learners are to be shown; null: all. */
  group: string | null;
  saved: boolean;
}

export interface Option<T> {
  value: T;
  selected: boolean;
}
const options = <T>(values: readonly T[], chosen: T | null): Option<T>[] =>
  values.map((value) => ({ value, selected: value === chosen }));

/** A group or section as the LMS numbers it. */
export interface GroupTag {
  value: string;
  kind: 'group' | 'section';
  id: string;
}

export interface PeoplePage {
  inCourse: boolean;
  /** May say who is who. */
  administers: boolean;
  saved: boolean;
  course: {
    talentTypes: Option<TalentType>[];
    terms: { value: string; name: string; selected: boolean }[];
  } | null;
  learners: {
    personId: string;
    name: string;
    className: string | null;
    talentType: TalentType | null;
    /** Where the talent type comes from. */
    source: 'own' | 'major' | 'course' | 'none';
    talentTypes: Option<TalentType>[];
    category: LearnerCategory;
    categories: Option<LearnerCategory>[];
    lastLaunchAt: Date | null;
    groups: GroupTag[];
  }[];
  /** To choose from; empty where the LMS tells none. */
  groups: (GroupTag & { selected: boolean })[];
  groupChosen: boolean;
  staff: { name: string; role: CourseRole; lastLaunchAt: Date | null }[];
  unknownTalentType: number;
  appointments: {
    id: string;
    name: string;
    role: AppointedRole;
    schoolWide: boolean;
    appointedAt: Date;
    appointedByName: string | null;
    mayEnd: boolean;
    mayInviteAgain: boolean;
  }[];
  invitations: {
    id: string;
    name: string;
    role: AppointedRole;
    createdAt: Date;
    expiresAt: Date;
    verdict: InvitationVerdict;
    open: boolean;
  }[];
  find: string;
  found: { personId: string; name: string }[] | null;
  scopes: Scope[];
  appointableRoles: AppointedRole[];
  invitedRoles: AppointedRole[];
}

export function presentPeople(rows: PeopleRows): PeoplePage {
  const inCourse = rows.courseId !== null;
  const { group } = rows;
  const byName = new Intl.Collator('zh-CN', { numeric: true });
  const members = [...rows.members].sort((a, b) => byName.compare(a.name, b.name));
  const learners = members
    .filter(({ role, groups }) => role === 'learner' && (group === null || groups.includes(group)))
    .map((member) => presentLearner(member, rows.course?.talentType ?? null));
  const scopes = (['course', 'school'] as const).filter(
    (scope) => appointableRoles(rows.roles, scope, inCourse).length > 0,
  );
  return {
    inCourse,
    administers: rows.roles.includes('administrator'),
    saved: rows.saved,
    course: rows.course && {
      talentTypes: options(TALENT_TYPES, rows.course.talentType),
      terms: rows.terms.map(({ id, name }) => ({
        value: id,
        name,
        selected: id === rows.course?.termId,
      })),
    },
    learners,
    groups: groupChoices(rows),
    groupChosen: group !== null,
    staff: members
      .filter(({ role }) => role !== 'learner')
      .map(({ name, role, lastLaunchAt }) => ({ name, role, lastLaunchAt })),
    unknownTalentType: learners.filter(({ talentType }) => talentType === null).length,
    appointments: rows.appointments.map((appointment) => {
      const mayEnd = mayEndAppointment(rows.roles, appointment, rows.courseId);
      const { id, name, role, appointedAt, appointedByName, invited } = appointment;
      const schoolWide = appointment.courseId === null;
      return {
        id,
        name,
        role,
        schoolWide,
        appointedAt,
        appointedByName,
        mayEnd,
        mayInviteAgain: mayEnd && invited,
      };
    }),
    invitations: rows.invitations.map((invitation) => {
      const { id, name, role, createdAt, expiresAt } = invitation;
      const verdict = judgeInvitation(invitation, rows.now);
      return { id, name, role, createdAt, expiresAt, verdict, open: verdict === 'open' };
    }),
    find: rows.find,
    found: rows.found,
    scopes,
    appointableRoles: scopes[0] ? appointableRoles(rows.roles, scopes[0], inCourse) : [],
    invitedRoles: INVITED_ROLES.filter((role) =>
      appointableRoles(rows.roles, inCourse ? 'course' : 'school', inCourse).includes(role),
    ),
  };
}

function presentLearner(
  member: PeopleRows['members'][number],
  ofCourse: TalentType | null,
): PeoplePage['learners'][number] {
  const { ownTalentType, majorTalentType } = member;
  return {
    personId: member.personId,
    name: member.name,
    className: member.className,
    talentType: resolveTalentType(ownTalentType, majorTalentType, ofCourse),
    source: ownTalentType ? 'own' : majorTalentType ? 'major' : ofCourse ? 'course' : 'none',
    talentTypes: options(TALENT_TYPES, ownTalentType),
    category: member.category,
    categories: options(LEARNER_CATEGORIES, member.category),
    lastLaunchAt: member.lastLaunchAt,
    groups: member.groups.map(presentGroup),
  };
}

/** Those of the learners, and the one asked for even where nobody is in it any more. */
function groupChoices({ members, group }: PeopleRows): PeoplePage['groups'] {
  const learners = members.filter(({ role }) => role === 'learner');
  const values = new Set([...learners.flatMap(({ groups }) => groups), ...(group === null ? [] : [group])]);
  const inOrder = new Intl.Collator('en', { numeric: true });
  return [...values]
    .sort((a, b) => inOrder.compare(a, b))
    .map((value) => ({ ...presentGroup(value), selected: value === group }));
}

/** Stored as `group:<id>` and `section:<id>`. */
function presentGroup(value: string): GroupTag {
  const section = value.startsWith('section:');
  return { value, kind: section ? 'section' : 'group', id: value.slice(value.indexOf(':') + 1) };
}
