import { sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { isFor } from './attendance.rules.ts';
import type { AttendanceInput } from './attendance.schema.ts';
import { selectLearners, selectWrappedKeys } from './course-people.queries.ts';
import { findSession } from './offline.queries.ts';
import type { SessionRow } from './offline.schema.ts';
import { attendances } from './offline.tables.ts';
import type { Actor } from './record-session.ts';
import type { AttendanceState } from './training.schema.ts';

/** Writes down who came, with scores and notes (R035); who isn't a learner of the session is passed over. */
export async function recordAttendance(
  deps: Deps,
  who: Actor,
  offlineSessionId: string,
  given: readonly AttendanceInput[],
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const session = await requireSession(tx, who, offlineSessionId);
    const expected = await learnersOf(tx, who, session);
    const rows = given.flatMap(({ state, ...row }) =>
      state !== null && expected.has(row.personId) ? [{ ...row, state }] : [],
    );
    const noted = rows.filter(({ note }) => note !== '').map(({ personId }) => personId);
    const keys = await selectWrappedKeys(tx, who.schoolId, noted);
    const seal = (personId: string, note: string): string | null => {
      if (note === '') return null;
      const key = keys.get(personId);
      if (key === undefined) throw conflict('noPersonKey');
      return deps.vault.seal(key, note);
    };
    await upsert(
      tx,
      deps,
      who,
      offlineSessionId,
      rows.map(({ personId, state, score, note }) => ({
        personId,
        state,
        score,
        noteSealed: seal(personId, note),
      })),
    );
  });
}

/** One click: who has no state yet was there. What was recorded before stays. */
export async function recordRestPresent(deps: Deps, who: Actor, offlineSessionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const session = await requireSession(tx, who, offlineSessionId);
    const personIds = [...(await learnersOf(tx, who, session))];
    if (personIds.length === 0) return;
    await tx
      .insert(attendances)
      .values(
        personIds.map((personId) => ({
          schoolId: who.schoolId,
          offlineSessionId,
          personId,
          state: 'present' as const,
          recordedBy: who.personId,
          recordedAt: deps.now(),
        })),
      )
      .onConflictDoNothing();
    await audit(tx, deps, who, offlineSessionId);
  });
}

async function requireSession(tx: Database, who: Actor, offlineSessionId: string): Promise<SessionRow> {
  const session = await findSession(tx, { ...who, offlineSessionId });
  if (!session) throw notFound();
  return session;
}

async function learnersOf(tx: Database, who: Actor, session: SessionRow): Promise<Set<string>> {
  const learners = (await selectLearners(tx, who)).filter((learner) => isFor(session, learner));
  return new Set(learners.map(({ personId }) => personId));
}

interface Row {
  personId: string;
  state: AttendanceState;
  score: number | null;
  noteSealed: string | null;
}

async function upsert(
  tx: Database,
  deps: Deps,
  who: Actor,
  offlineSessionId: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(attendances)
    .values(
      rows.map((row) => ({
        ...row,
        schoolId: who.schoolId,
        offlineSessionId,
        recordedBy: who.personId,
        recordedAt: deps.now(),
      })),
    )
    .onConflictDoUpdate({
      target: [attendances.schoolId, attendances.offlineSessionId, attendances.personId],
      set: {
        state: sql`excluded.state`,
        score: sql`excluded.score`,
        noteSealed: sql`excluded.note_sealed`,
        recordedBy: sql`excluded.recorded_by`,
        recordedAt: sql`excluded.recorded_at`,
      },
    });
  await audit(tx, deps, who, offlineSessionId);
}

const audit = (tx: Database, deps: Deps, who: Actor, offlineSessionId: string) =>
  recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'training.attendance.record',
    subjectType: 'offline_session',
    subjectId: offlineSessionId,
  });
