import type { Request } from 'express';
import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { addToQuery, readCookies } from '../../infra/edge.ts';
import { forbidden, notFound, notSignedIn } from '../../infra/errors.ts';
import { RedirectTo, addressOf, anonymous, type Caller, type Guard } from '../../infra/http.ts';
import { pickLocale } from '../../infra/views.ts';
import { COOKIE_NAME, loadClaims, presentCookie, readToken, sessionPath } from './open-session.ts';
import type { Role } from './roster.schema.ts';
import { findStoredVisit, type VisitId } from './session-keys.queries.ts';
import { issuePass, keepVisit, proveByKey, proveByPass } from './session-keys.ts';
import { cameFromOwnPage, readBearer } from './session-secrets.rules.ts';
import { judgeToken, type SessionClaims, type VisitStore } from './session.rules.ts';

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

/** As anyone, for what only scripts of our own pages ask. */
export const ownPages: Guard<Caller> = (req, deps) => {
  const { origin } = req.headers;
  if (origin !== undefined && origin !== new URL(deps.config.publicUrl).origin)
    throw forbidden('foreignOrigin');
  return anyone(req, deps);
};

/** Somebody with a session, whatever their role, also before the privacy notice. */
export const signedInBeforeNotice: Guard<SignedIn> = async (req, deps) => {
  const sessionId = String(req.params['sessionId']);
  const verdict = judgeToken(
    readToken(deps, readCookies(req.headers.cookie)[COOKIE_NAME]),
    sessionId,
    deps.now(),
  );
  if (verdict.kind === 'fresh') return present(deps, verdict.claims);
  const proof = verdict.kind === 'renew' ? verdict : await proveWithoutCookie(req, deps, sessionId);
  if (!proof) {
    await leadToKey(req, deps, sessionId);
    throw notSignedIn('sessionMissing');
  }
  const claims = await loadClaims(deps.db, deps, proof);
  if (!claims) throw notSignedIn('sessionEnded');
  if (verdict.kind === 'renew' && claims.store) await keepVisit(deps, proof);
  return {
    ...present(deps, claims),
    // Also after a pass: in a window of its own the browser may keep it, and goes on without passes.
    cookies: proof.kind === 'key' ? [] : [presentCookie(deps, claims)],
    ...(verdict.kind === 'renew' ? {} : { onward: async () => ({ pass: await issuePass(deps, proof) }) }),
  };
};

const present = (deps: Deps, claims: SessionClaims): SignedIn => ({
  ...claims,
  base: deps.config.basePath + sessionPath(claims.sessionId),
  cookies: [],
});

type Proof = VisitId & { kind: 'key' | 'pass' };

/** A visit whose browser gives no cookie back: by its key in a header or, on its way to a page, by a pass. */
async function proveWithoutCookie(req: Request, deps: Deps, sessionId: string): Promise<Proof | null> {
  if (!isUuid(sessionId)) return null;
  const key = readBearer(req.headers.authorization);
  if (key !== null) {
    const id = await proveByKey(deps, sessionId, key);
    return id && { kind: 'key', ...id };
  }
  const { pass } = req.query;
  if (typeof pass !== 'string' || !cameFromOwnPage(req.headers, new URL(deps.config.publicUrl).origin))
    return null;
  const id = await proveByPass(deps, sessionId, pass);
  return id && { kind: 'pass', ...id };
}

/**
 * A page that was reloaded or gone back to carries no pass: its browser is sent to fetch one with the key, once. Of
 * any other session, or of none, this says nothing.
 */
async function leadToKey(req: Request, deps: Deps, sessionId: string): Promise<void> {
  const { authorization, 'hx-request': part } = req.headers;
  const byScript = authorization !== undefined || part !== undefined;
  const asksForPage = req.method === 'GET' && req.accepts(['json', 'html']) === 'html';
  if (!asksForPage || byScript || req.query['resumed'] !== undefined) return;
  if (!isUuid(sessionId) || !(await findStoredVisit(deps.db, sessionId, deps.now()))) return;
  const base = deps.config.basePath + sessionPath(sessionId);
  const below = new URL(req.originalUrl, deps.config.publicUrl);
  below.searchParams.delete('pass');
  const to = below.pathname.slice(base.length) + below.search;
  throw new RedirectTo(addToQuery(`${base}/resume`, { to }));
}

/** Holds a visit's key: may ask for passes. */
export const holdsKey: Guard<Caller & VisitId> = async (req, deps) => {
  const sessionId = String(req.params['sessionId']);
  const key = readBearer(req.headers.authorization);
  const id = key === null || !isUuid(sessionId) ? null : await proveByKey(deps, sessionId, key);
  if (!id) throw notSignedIn('sessionMissing');
  return { ...(await anyone(req, deps)), ...id };
};

export interface Returning extends Caller {
  store: VisitStore;
}

/** Comes back to a visit without anything in hand; told where its browser keeps the key, and no more. */
export const returning: Guard<Returning> = async (req, deps) => {
  const sessionId = String(req.params['sessionId']);
  const visit = isUuid(sessionId) ? await findStoredVisit(deps.db, sessionId, deps.now()) : null;
  if (!visit) throw notSignedIn('sessionMissing');
  return {
    ...(await anyone(req, deps)),
    ...visit,
    base: deps.config.basePath + sessionPath(sessionId),
  };
};

const isUuid = (text: string): boolean => z.uuid().safeParse(text).success;

/** Somebody with a session who has seen the privacy notice. */
export const signedIn: Guard<SignedIn> = async (req, deps) => {
  const who = await signedInBeforeNotice(req, deps);
  if (!who.privacyAccepted) throw new RedirectTo(await addressOf(who, '/privacy'));
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
