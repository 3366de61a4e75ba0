import { readCookies } from '../../infra/edge.ts';
import { forbidden, notFound, notSignedIn } from '../../infra/errors.ts';
import { RedirectTo, anonymous, type Caller, type Guard } from '../../infra/http.ts';
import { pickLocale } from '../../infra/views.ts';
import { COOKIE_NAME, loadClaims, presentCookie, readToken, sessionPath } from './open-session.ts';
import type { Role } from './roster.schema.ts';
import { judgeToken, type SessionClaims } from './session.rules.ts';

export interface SignedIn extends Caller, SessionClaims {}

/** Signed in and inside a course: what most pages need. */
export interface InCourse extends SignedIn {
  courseId: string;
  courseTitle: string;
}

/** Pages and endpoints that authenticate by other means, or not at all. */
export const anyone: Guard<Caller> = (req, deps) =>
  anonymous(pickLocale(req.headers['accept-language']), deps.config.basePath);

/** As anyone, for pages that nobody may frame: they set a cookie for whoever presses their button. */
export const anyoneUnframed: Guard<Caller> = async (req, deps) => ({
  ...(await anyone(req, deps)),
  embedOrigins: [],
});

/** Somebody with a session, whatever their role, also before the privacy notice. */
export const signedInBeforeNotice: Guard<SignedIn> = async (req, deps) => {
  const sessionId = String(req.params['sessionId']);
  const verdict = judgeToken(
    readToken(deps, readCookies(req.headers.cookie)[COOKIE_NAME]),
    sessionId,
    deps.now(),
  );
  if (verdict.kind === 'refuse') throw notSignedIn('sessionMissing');
  const claims = verdict.kind === 'fresh' ? verdict.claims : await loadClaims(deps.db, deps, verdict);
  if (!claims) throw notSignedIn('sessionEnded');
  const renewed = verdict.kind === 'renew' ? [presentCookie(deps, claims)] : [];
  return { ...claims, base: deps.config.basePath + sessionPath(claims.sessionId), cookies: renewed };
};

/** Somebody with a session who has seen the privacy notice. */
export const signedIn: Guard<SignedIn> = async (req, deps) => {
  const who = await signedInBeforeNotice(req, deps);
  if (!who.privacyAccepted) throw new RedirectTo(`${who.base}/privacy`);
  return who;
};

/** Refuses whoever has none of the roles, in any session. */
export const requireRole =
  (...roles: Role[]): Guard<SignedIn> =>
  async (req, deps) =>
    checkRole(await signedIn(req, deps), roles);

/** As requireRole, for pages about the session's course. */
export const requireInCourse =
  (...roles: Role[]): Guard<InCourse> =>
  async (req, deps) => {
    const { courseId, courseTitle, ...who } = checkRole(await signedIn(req, deps), roles);
    if (courseId === null || courseTitle === null) throw notFound('noCourse');
    return { ...who, courseId, courseTitle };
  };

function checkRole(who: SignedIn, roles: Role[]): SignedIn {
  if (!who.roles.some((role) => roles.includes(role))) throw forbidden('roleMissing');
  return who;
}

export const requireLearner = requireInCourse('learner');
/** Teaches the course, or administers the LMS it stands in. */
export const requireTeacher = requireInCourse('instructor', 'administrator');
/** May see a course's learners: teachers, and those appointed to help them. */
export const requireCourseStaff = requireInCourse(
  'instructor',
  'administrator',
  'career_teacher',
  'supervisor',
  'enterprise_mentor',
);
export const requireAdministrator = requireRole('administrator');
