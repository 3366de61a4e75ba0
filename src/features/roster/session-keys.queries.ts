import { and, eq, gt, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { sessionPasses, sessions } from './sessions.tables.ts';
import type { VisitStore } from './session.rules.ts';

export interface VisitId {
  schoolId: string;
  sessionId: string;
}

const isLive = (now: Date) => and(isNull(sessions.endedAt), gt(sessions.expiresAt, now));

export type LiveVisit = VisitId & {
  createdAt: Date;
  expiresAt: Date;
  store: VisitStore | null;
  keyHash: string | null;
};

export async function findLiveVisit(db: Database, id: VisitId, now: Date): Promise<LiveVisit | null> {
  const [visit] = await db
    .select({
      createdAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
      store: sessions.store,
      keyHash: sessions.keyHash,
    })
    .from(sessions)
    .where(and(eq(sessions.schoolId, id.schoolId), eq(sessions.id, id.sessionId), isLive(now)));
  return visit ? { ...visit, ...id } : null;
}

/**
 * Where the browser keeps the key of a visit, and who may frame its pages: nothing of anybody. In any school, as the
 * address alone asks for it; only visits that last are looked through.
 */
export async function findStoredVisit(
  db: Database,
  sessionId: string,
  now: Date,
): Promise<{ store: VisitStore; embedOrigins: string[] } | null> {
  const [visit] = await db
    .select({ store: sessions.store, embedOrigins: sessions.embedOrigins })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), isNotNull(sessions.keyHash), isLive(now)));
  return visit?.store ? { ...visit, store: visit.store } : null;
}

export async function updateVisitEnd(
  db: Database,
  { schoolId, sessionId, expiresAt }: VisitId & { expiresAt: Date },
): Promise<void> {
  await db
    .update(sessions)
    .set({ expiresAt })
    .where(and(eq(sessions.schoolId, schoolId), eq(sessions.id, sessionId)));
}

export async function insertPass(
  db: Database,
  pass: VisitId & { codeHash: string; expiresAt: Date },
): Promise<void> {
  await db.insert(sessionPasses).values(pass);
}

/** Whether the pass was there for that visit; of many that ask at a time one is told so. */
export async function takePass(
  db: Database,
  { schoolId, sessionId, codeHash }: VisitId & { codeHash: string },
  now: Date,
): Promise<boolean> {
  const taken = await db
    .delete(sessionPasses)
    .where(
      and(
        eq(sessionPasses.schoolId, schoolId),
        eq(sessionPasses.sessionId, sessionId),
        eq(sessionPasses.codeHash, codeHash),
        gt(sessionPasses.expiresAt, now),
      ),
    )
    .returning({ codeHash: sessionPasses.codeHash });
  return taken.length === 1;
}

export async function deleteExpiredPasses(db: Database, now: Date): Promise<void> {
  await db.delete(sessionPasses).where(lt(sessionPasses.expiresAt, now));
}

/** Visits that ended so long ago that nobody asks about them; what began in them stays. */
export async function deleteOldVisits(db: Database, expiredBefore: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, expiredBefore));
}
