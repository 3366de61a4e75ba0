import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { dataRequests } from './data-requests.tables.ts';
import { invitations } from './invitations.tables.ts';
import type { PersonKey } from './my-data.queries.ts';
import { appointments, memberships, people, personKeys } from './roster.tables.ts';
import { sessions } from './sessions.tables.ts';

/** Stands for the name of whoever was erased, in any language. */
const NOBODY = '—';

/**
 * Makes nobody of a person: the key goes, and with it all that was sealed with it, the name, the class and every door.
 * What stays is an id that recorded decisions point at, and the identifiers by which the person is passed over from now
 * on (docs/decisions/0021). Returns whose records went: the person's, and those that had been merged into them; none
 * when there is no such person, or they were erased before.
 */
export async function erasePerson(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  { schoolId, personId }: PersonKey,
): Promise<string[]> {
  const erasedAt = deps.now();
  const erased = await tx
    .update(people)
    .set({
      displayName: NOBODY,
      emailSealed: null,
      mailboxHash: null,
      mailboxToldBy: null,
      locale: null,
      classId: null,
      privacyVersion: null,
      privacyAcceptedAt: null,
      erasedAt,
    })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId), isNull(people.erasedAt)))
    .returning({ id: people.id });
  if (erased.length === 0) return [];
  // Records that were found to be the same person's go along.
  const merged = await tx
    .select({ personId: people.id })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.mergedIntoId, personId), isNull(people.erasedAt)));
  const gone = [personId];
  for (const record of merged)
    gone.push(...(await erasePerson(tx, deps, { schoolId, personId: record.personId })));
  await tx
    .delete(personKeys)
    .where(and(eq(personKeys.schoolId, schoolId), eq(personKeys.personId, personId)));
  await tx
    .update(memberships)
    .set({ active: false, groups: [] })
    .where(and(eq(memberships.schoolId, schoolId), eq(memberships.personId, personId)));
  await tx
    .update(appointments)
    .set({ endedAt: erasedAt })
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.personId, personId),
        isNull(appointments.endedAt),
      ),
    );
  await tx
    .update(sessions)
    .set({ endedAt: erasedAt })
    .where(and(eq(sessions.schoolId, schoolId), eq(sessions.personId, personId), isNull(sessions.endedAt)));
  await tx
    .update(invitations)
    .set({ inviteeName: NOBODY, revokedAt: erasedAt })
    .where(and(eq(invitations.schoolId, schoolId), eq(invitations.personId, personId)));
  await tx
    .update(dataRequests)
    .set({ answeredAt: erasedAt })
    .where(
      and(
        eq(dataRequests.schoolId, schoolId),
        eq(dataRequests.personId, personId),
        isNull(dataRequests.answeredAt),
      ),
    );
  return gone;
}
