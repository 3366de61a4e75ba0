import type { Locale } from '../../infra/views.ts';
import type { Role } from './roster.schema.ts';

/**
 * Where a browser that gives no cookie back keeps a visit's key: the platform's storage (asked by postMessage, in a
 * named frame of its window) or the frame's own partitioned web storage.
 */
export type VisitStore = { kind: 'web' } | { kind: 'platform'; origin: string; target: string };

/** What a session's cookie says, signed: enough to serve a page without reading the database. */
export interface SessionClaims {
  sessionId: string;
  schoolId: string;
  personId: string;
  personName: string;
  courseId: string | null;
  courseTitle: string | null;
  roles: Role[];
  locale: Locale;
  timeZone: string;
  embedOrigins: string[];
  privacyAccepted: boolean;
  synthetic: boolean;
  /** Where the visit begins, below its base; null: the page that suits the roles. */
  landing: string | null;
  /** null: kept by a cookie. */
  store: VisitStore | null;
  /** Milliseconds since the epoch: when the token was made. */
  issuedAtMs: number;
}

const FRESH_MS = 5 * 60_000;
/** A tab left open over a school day still works; a stolen laptop next week doesn't. */
export const SESSION_HOURS = 10;
/** Left alone for so long, a visit ends: the next pupil at a shared computer must not be the last one. */
export const IDLE_HOURS = 2;
const HOUR_MS = 3_600_000;

/** When a visit ends. One without a cookie, which would tell how long it was left alone, ends earlier unless it is used. */
export function visitEnd(visit: { createdAt: Date; store: VisitStore | null }, now: Date): Date {
  const atTheLatest = visit.createdAt.getTime() + SESSION_HOURS * HOUR_MS;
  return new Date(visit.store ? Math.min(atTheLatest, now.getTime() + IDLE_HOURS * HOUR_MS) : atTheLatest);
}

/** Whether its use moves a visit's end far enough to be written down. */
export const movesEnd = (from: Date, to: Date): boolean => to.getTime() - from.getTime() >= FRESH_MS;
/** Clocks of two processes may differ a little. */
const CLOCK_SKEW_MS = 60_000;

/** `fresh`: serve from the token. `renew`: look at the session's row again, then serve. `refuse`: not a token of this session. */
export type TokenVerdict =
  | { kind: 'fresh'; claims: SessionClaims }
  | { kind: 'renew'; sessionId: string; schoolId: string }
  | { kind: 'refuse' };

/** Decides on a token whose signature the shell has checked (`payload` null: it didn't hold). */
export function judgeToken(payload: SessionClaims | null, sessionId: string, now: Date): TokenVerdict {
  if (!payload || payload.sessionId !== sessionId) return { kind: 'refuse' };
  const age = now.getTime() - payload.issuedAtMs;
  if (age < -CLOCK_SKEW_MS) return { kind: 'refuse' };
  if (age < FRESH_MS) return { kind: 'fresh', claims: payload };
  // An older token still names its session: the row decides whether that has ended.
  return age < IDLE_HOURS * HOUR_MS
    ? { kind: 'renew', sessionId, schoolId: payload.schoolId }
    : { kind: 'refuse' };
}
