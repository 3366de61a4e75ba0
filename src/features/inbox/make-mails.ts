import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { dayAt, fromWallTime, getCalendar } from '../roster/index.ts';
import { findDeputy } from './delegations.queries.ts';
import { mails, notices } from './inbox.tables.ts';
import {
  getMailPolicy,
  selectMailboxes,
  selectSchoolsToMail,
  selectUntold,
  type UntoldRow,
} from './mail.queries.ts';
import { decideMail } from './mail.rules.ts';
import { mayMailAt } from './mail-time.rules.ts';

/** What is older stays in the inbox; an e-mail about it would only startle. */
const TELL_DAYS = 14;
const DAY_MS = 86_400_000;

/** Puts into the outbox what it is time to write about. */
export async function makeMails(deps: Deps): Promise<void> {
  for (const schoolId of await selectSchoolsToMail(deps.db))
    await inTransaction(deps.db, (tx) => makeMailsOf(tx, deps, schoolId));
}

async function makeMailsOf(tx: Database, deps: Deps, schoolId: string): Promise<void> {
  // One process at a time counts a school's e-mails of the day.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mails:${schoolId}`}, 0))`);
  const now = deps.now();
  const policy = await getMailPolicy(tx, schoolId);
  const calendar = await getCalendar(tx, schoolId);
  if (!mayMailAt(now, policy, calendar)) return;
  const since = new Date(now.getTime() - TELL_DAYS * DAY_MS);
  const byReader = await sortByReader(tx, schoolId, await selectUntold(tx, { schoolId, since }), now);
  const midnight = fromWallTime(`${dayAt(now, calendar)}T00:00`, calendar.timeZone) ?? now;
  const boxes = await selectMailboxes(tx, { schoolId, personIds: [...byReader.keys()], since: midnight });
  for (const { personId, ...box } of boxes) {
    const decision = decideMail({ ...box, untold: byReader.get(personId) ?? [] }, policy, calendar, now);
    if (decision.kind === 'nothing') continue;
    const id = deps.newId();
    await tx.insert(mails).values({
      schoolId,
      id,
      personId,
      urgent: decision.urgent,
      state: 'waiting',
      nextAttemptAt: now,
      createdAt: now,
    });
    await tx
      .update(notices)
      .set({ mailId: id })
      .where(
        and(eq(notices.schoolId, schoolId), inArray(notices.id, decision.noticeIds), isNull(notices.mailId)),
      );
  }
}

/** A duty's e-mail goes to whoever has the duty now. */
async function sortByReader(
  tx: Database,
  schoolId: string,
  untold: readonly UntoldRow[],
  now: Date,
): Promise<Map<string, UntoldRow[]>> {
  const deputies = new Map<string, string>();
  const byReader = new Map<string, UntoldRow[]>();
  for (const notice of untold) {
    const { personId, courseId, forDeputy } = notice;
    const place = `${personId} ${courseId}`;
    if (forDeputy && !deputies.has(place))
      deputies.set(place, (await findDeputy(tx, { schoolId, personId, courseId, now })) ?? personId);
    const reader = forDeputy ? (deputies.get(place) ?? personId) : personId;
    byReader.set(reader, [...(byReader.get(reader) ?? []), notice]);
  }
  return byReader;
}
