export type { AppointedRole, CourseRole, LearnerCategory, Role, Stage, TalentType } from './roster.schema.ts';
export { APPOINTED_ROLES, COURSE_ROLES, LEARNER_CATEGORIES, STAGES, TALENT_TYPES } from './roster.schema.ts';
export {
  anyone,
  anyoneUnframed,
  ownPages,
  requireAdministrator,
  requireCourseStaff,
  requireInCourse,
  requireLearner,
  requireRole,
  requireTeacher,
  signedIn,
  type InCourse,
  type SignedIn,
} from './roster.guards.ts';
export { openSession, sessionPath } from './open-session.ts';
export {
  LaunchOvertaken,
  launchKeys,
  likelyKeys,
  recordLaunch,
  type RecordedLaunch,
} from './record-launch.ts';
export type { LaunchRecord, LaunchedCourse } from './launch-record.schema.ts';
export { Visitor, visitorExpression } from './launch.queries.ts';
export type { VisitStore } from './session.rules.ts';
export type { ToldGroups } from './groups.rules.ts';
export { landingPath } from './landing.rules.ts';
export { createSchool } from './create-school.ts';
export { fromWallTime, isTimeZone, toWallTime } from './school-time.rules.ts';
export { dayAfter, dayAt, isSchoolDay, type SchoolCalendar } from './school-day.rules.ts';
export { getCalendar } from './calendar.queries.ts';
export { resolveTalentType } from './talent-type.rules.ts';
export { attachActors, type LearningActor } from './attach-actors.ts';
export { isResolvable, selectActorsOf, selectIdentities, takeMovedActors } from './identity.queries.ts';
export { openForPeople } from './open-for-people.ts';
export { holdPerson, openForPerson, sealForPerson } from './person-keys.ts';
export { rosterRoutes } from './roster.routes.ts';
export { identityJobs, rosterJobs } from './roster.jobs.ts';
export { releaseHomePage } from './edit-platform-trust.ts';
export { identityRoutes } from './identities.routes.ts';
export type { IdentityPorts } from './identity-ports.ts';
export { issuePass, newVisitKey } from './session-keys.ts';
export { ownRows } from './own-rows.queries.ts';
export type { PersonalDataSource } from './read-my-data.ts';
export { findCourse } from './people.queries.ts';
export { hasAddress } from './my-data.queries.ts';
export { reconcileMembers, type Reconciled } from './reconcile-members.ts';
export { takeCourseRosterLock } from './reconcile-members.queries.ts';
export type { RosterSnapshot, ToldMember } from './reconcile-members.schema.ts';
export { revertClassList, selectListCandidates, takeClassList, type ListEffect } from './take-class-list.ts';
export { selectClasses } from './school.queries.ts';
export { erasePerson } from './erase-person.ts';
export {
  findPersonName,
  selectErasedActors,
  selectPeopleNamed,
  selectPeopleOfActors,
} from './person-lookup.queries.ts';
export { selectPersonIdentities, type PersonKey } from './my-data.queries.ts';
export { setOwnCategory } from './set-category.ts';
