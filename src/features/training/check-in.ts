import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import {
  CHECK_IN_MINUTES,
  CHECK_IN_TRIES,
  CHECK_IN_WINDOW_MINUTES,
  decideArrival,
} from './attendance.rules.ts';
import { findSessionByCode, selectOpenCodes } from './offline.queries.ts';
import { attendances, checkInTries, offlineSessions } from './offline.tables.ts';
import { isSession, type Actor } from './record-session.ts';

const MINUTE_MS = 60_000;

/** Gives a session a new code that holds for some minutes; the one before ends. */
export async function openCheckIn(deps: Deps, who: Actor, offlineSessionId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const taken = new Set(await selectOpenCodes(tx, who, deps.now()));
    let code = newCode();
    while (taken.has(code)) code = newCode();
    const checkInUntil = new Date(deps.now().getTime() + CHECK_IN_MINUTES * MINUTE_MS);
    const opened = await tx
      .update(offlineSessions)
      .set({ checkInCode: code, checkInUntil })
      .where(isSession(who, offlineSessionId))
      .returning({ id: offlineSessions.id });
    if (opened.length === 0) throw notFound();
  });
}

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

export async function closeCheckIn(deps: Deps, who: Actor, offlineSessionId: string): Promise<void> {
  const closed = await deps.db
    .update(offlineSessions)
    .set({ checkInCode: null, checkInUntil: null })
    .where(isSession(who, offlineSessionId))
    .returning({ id: offlineSessions.id });
  if (closed.length === 0) throw notFound();
}

/**
 * A learner says that they are here. Each try counts, and is counted before the code is looked at, so that many at
 * once are no way around the limit. What a teacher has recorded already stays.
 */
export async function checkIn(deps: Deps, who: Actor, code: string): Promise<'here' | 'wrong' | 'tooMany'> {
  if ((await countTry(deps, who)) > CHECK_IN_TRIES) return 'tooMany';
  const now = deps.now();
  const session = await findSessionByCode(deps.db, { ...who, code, now });
  if (!session) return 'wrong';
  await deps.db
    .insert(attendances)
    .values({
      schoolId: who.schoolId,
      offlineSessionId: session.id,
      personId: who.personId,
      state: decideArrival(session.startsAt, now),
      checkedInAt: now,
      recordedAt: now,
    })
    .onConflictDoNothing();
  return 'here';
}

/** How many tries there were in the window, with this one. */
async function countTry(deps: Deps, { schoolId, personId }: Actor): Promise<number> {
  const now = deps.now();
  const windowStart = new Date(now.getTime() - CHECK_IN_WINDOW_MINUTES * MINUTE_MS).toISOString();
  const isOver = sql`${checkInTries.since} <= ${windowStart}::timestamptz`;
  const [row] = await deps.db
    .insert(checkInTries)
    .values({ schoolId, personId, tries: 1, since: now })
    .onConflictDoUpdate({
      target: [checkInTries.schoolId, checkInTries.personId],
      set: {
        tries: sql`case when ${isOver} then 1 else ${checkInTries.tries} + 1 end`,
        since: sql`case when ${isOver} then excluded.since else ${checkInTries.since} end`,
      },
    })
    .returning({ tries: checkInTries.tries });
  return row?.tries ?? 1;
}
