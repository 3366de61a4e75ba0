import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { cmi5Registrations, cmi5Sessions } from './cmi5.tables.ts';
import type { Session } from './session.schema.ts';

const SESSION = {
  schoolId: cmi5Sessions.schoolId,
  id: cmi5Sessions.id,
  registrationId: cmi5Sessions.registrationId,
  packageId: cmi5Registrations.packageId,
  personId: cmi5Registrations.personId,
  unitId: cmi5Sessions.unitId,
  courseId: cmi5Sessions.courseId,
  publisherId: cmi5Sessions.publisherId,
  launchMode: cmi5Sessions.launchMode,
  masteryScore: cmi5Sessions.masteryScore,
  launchedAt: cmi5Sessions.launchedAt,
  expiresAt: cmi5Sessions.expiresAt,
  verbs: cmi5Sessions.verbs,
  initializedAt: cmi5Sessions.initializedAt,
  terminatedAt: cmi5Sessions.terminatedAt,
  lastStatementAt: cmi5Sessions.lastStatementAt,
  endedAt: cmi5Sessions.endedAt,
  abandonedAt: cmi5Sessions.abandonedAt,
};

export interface SessionKey {
  schoolId: string;
  sessionId: string;
}

const is = ({ schoolId, sessionId }: SessionKey) =>
  and(eq(cmi5Sessions.schoolId, schoolId), eq(cmi5Sessions.id, sessionId));

const selectSessions = (db: Database) =>
  db
    .select({ ...SESSION, fetchHash: cmi5Sessions.fetchHash, tokenHash: cmi5Sessions.tokenHash })
    .from(cmi5Sessions)
    .innerJoin(
      cmi5Registrations,
      and(
        eq(cmi5Registrations.schoolId, cmi5Sessions.schoolId),
        eq(cmi5Registrations.id, cmi5Sessions.registrationId),
      ),
    );

/** With the hashes of its two secrets. */
export type KeptSession = Session & { fetchHash: string; tokenHash: string | null };

export async function findSession(db: Database, key: SessionKey): Promise<KeptSession | undefined> {
  const [row] = await selectSessions(db).where(is(key));
  return row;
}

/** Sessions of a registration that neither ended nor were abandoned (9.3.6), oldest first. */
export const selectActiveSessions = (
  tx: Database,
  { schoolId, registrationId }: { schoolId: string; registrationId: string },
): Promise<KeptSession[]> =>
  selectSessions(tx)
    .where(
      and(
        eq(cmi5Sessions.schoolId, schoolId),
        eq(cmi5Sessions.registrationId, registrationId),
        isNull(cmi5Sessions.endedAt),
        isNull(cmi5Sessions.abandonedAt),
      ),
    )
    .orderBy(asc(cmi5Sessions.launchedAt));

export async function insertSession(tx: Database, row: typeof cmi5Sessions.$inferInsert): Promise<void> {
  await tx.insert(cmi5Sessions).values(row);
}

/** What its statements changed. */
export async function updateSession(tx: Database, session: Session): Promise<void> {
  const { verbs, initializedAt, terminatedAt, lastStatementAt, endedAt, abandonedAt } = session;
  await tx
    .update(cmi5Sessions)
    .set({ verbs, initializedAt, terminatedAt, lastStatementAt, endedAt, abandonedAt })
    .where(is({ schoolId: session.schoolId, sessionId: session.id }));
}

/** Gives the session its token; false when it has one already: who is first gets it, once. */
export async function updateTokenHash(db: Database, key: SessionKey, tokenHash: string): Promise<boolean> {
  const rows = await db
    .update(cmi5Sessions)
    .set({ tokenHash })
    .where(and(is(key), isNull(cmi5Sessions.tokenHash)))
    .returning({ id: cmi5Sessions.id });
  return rows.length === 1;
}
