import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { sameSecret } from '../../infra/vault.ts';
import type { Locale } from '../../infra/views.ts';
import { PRIVACY_VERSION } from './privacy.rules.ts';
import { selectRolesOf } from './roster.queries.ts';
import { COURSE_ROLES, type Role } from './roster.schema.ts';
import { selectVisit } from './session.queries.ts';
import { sessions } from './sessions.tables.ts';
import { visitEnd, type SessionClaims, type VisitStore } from './session.rules.ts';

export interface NewSession {
  schoolId: string;
  personId: string;
  courseId: string | null;
  locale: Locale;
  embedOrigins: string[];
  landing?: string | null;
  store?: VisitStore | null;
  keyHash?: string | null;
}

/** Path of a session's pages below the public URL. */
export const sessionPath = (sessionId: string): string => `/s/${sessionId}`;

type SessionRow = typeof sessions.$inferSelect;

/**
 * The row of a visit that begins now. `role` is what the LMS said, or the first appointment: of someone who came from
 * no course the session alone holds it.
 */
export function prepareSession(deps: Deps, wanted: NewSession & { role: Role }): SessionRow {
  const createdAt = deps.now();
  const { landing = null, store = null, keyHash = null } = wanted;
  return {
    ...wanted,
    landing,
    store,
    keyHash,
    id: deps.newId(),
    createdAt,
    expiresAt: visitEnd({ createdAt, store }, createdAt),
    endedAt: null,
  };
}

/** Opens a visit of somebody who is known already; its cookie is scoped to its path, so tabs don't disturb each other. */
export async function openSession(
  tx: Database,
  deps: Deps,
  wanted: NewSession,
): Promise<{ path: string; cookie: Cookie }> {
  const [role] = await selectRolesOf(tx, wanted);
  if (!role) throw new Error('A session needs a role.');
  const session = prepareSession(deps, { ...wanted, role });
  await tx.insert(sessions).values(session);
  const claims = await loadClaims(tx, deps, { schoolId: wanted.schoolId, sessionId: session.id });
  if (!claims) throw new Error('A session that was just opened is not there.');
  return { path: sessionPath(session.id), cookie: presentCookie(deps, claims) };
}

/** The session's claims as of now, or null when it ended, expired or its person was erased. */
export async function loadClaims(
  db: Database,
  deps: Deps,
  key: { schoolId: string; sessionId: string },
): Promise<SessionClaims | null> {
  const [visit] = await selectVisit(db, { ...key, now: deps.now().toISOString() });
  if (!visit) return null;
  const held = visit.courseId === null ? COURSE_ROLES.filter((role) => role === visit.role) : [];
  const roles = [...new Set<Role>([...held, ...visit.told, ...visit.appointed])];
  if (roles.length === 0) return null;
  return presentClaims(deps, {
    session: { ...visit, id: key.sessionId, schoolId: key.schoolId },
    person: {
      displayName: visit.displayName,
      locale: visit.personLocale,
      privacyAccepted: visit.privacyVersion === PRIVACY_VERSION,
    },
    school: visit,
    courseTitle: visit.courseTitle,
    roles,
  });
}

/** What the cookie of a visit says, from rows that were read or just written. */
export function presentClaims(
  deps: Deps,
  given: {
    session: Pick<
      SessionRow,
      'id' | 'schoolId' | 'personId' | 'courseId' | 'locale' | 'embedOrigins' | 'landing' | 'store'
    >;
    person: { displayName: string; locale: Locale | null; privacyAccepted: boolean };
    school: { timeZone: string; synthetic: boolean };
    courseTitle: string | null;
    roles: Role[];
  },
): SessionClaims {
  const { session, person, school } = given;
  return {
    sessionId: session.id,
    schoolId: session.schoolId,
    personId: session.personId,
    personName: person.displayName,
    courseId: session.courseId,
    courseTitle: given.courseTitle,
    roles: given.roles,
    locale: person.locale ?? session.locale,
    timeZone: school.timeZone,
    embedOrigins: session.embedOrigins,
    privacyAccepted: person.privacyAccepted,
    synthetic: school.synthetic,
    landing: session.landing,
    store: session.store,
    issuedAtMs: deps.now().getTime(),
  };
}

export const COOKIE_NAME = '__Secure-waymark';

export function presentCookie(deps: Deps, claims: SessionClaims): Cookie {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return {
    name: COOKIE_NAME,
    value: `${body}.${deps.vault.fingerprint('session', body)}`,
    path: `${deps.config.basePath}${sessionPath(claims.sessionId)}`,
    maxAgeSeconds: null,
  };
}

/** Takes a session's cookie back. */
export const spentCookie = (deps: Deps, sessionId: string): Cookie => ({
  name: COOKIE_NAME,
  value: '',
  path: `${deps.config.basePath}${sessionPath(sessionId)}`,
  maxAgeSeconds: 0,
});

/** The claims of a cookie whose signature holds, else null. */
export function readToken(deps: Deps, token: string | undefined): SessionClaims | null {
  const [body, signature] = (token ?? '').split('.');
  if (!body || !signature || !sameSecret(signature, deps.vault.fingerprint('session', body))) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as SessionClaims;
}

/** The cookie of a session as of now, after something that its claims tell was changed. */
export async function renewCookie(
  deps: Deps,
  key: { schoolId: string; sessionId: string },
): Promise<Cookie[]> {
  const claims = await loadClaims(deps.db, deps, key);
  return claims ? [presentCookie(deps, claims)] : [];
}
