import { and, asc, desc, eq, isNull, isNotNull, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import { employmentTickets } from './employment.tables.ts';

const owners = alias(people, 'owners');

/** Tickets of a school that are open (the most urgent first) or closed (the latest first); of one graduate if given. */
export const selectTickets = (
  db: Database,
  asked: { schoolId: string; personId: string | null; show: 'open' | 'closed' | 'all' },
) =>
  db
    .select({ ticket: employmentTickets, personName: people.displayName, ownerName: owners.displayName })
    .from(employmentTickets)
    .leftJoin(
      people,
      and(eq(people.schoolId, employmentTickets.schoolId), eq(people.id, employmentTickets.personId)),
    )
    .leftJoin(
      owners,
      and(eq(owners.schoolId, employmentTickets.schoolId), eq(owners.id, employmentTickets.ownerPersonId)),
    )
    .where(
      and(
        eq(employmentTickets.schoolId, asked.schoolId),
        asked.personId === null ? undefined : eq(employmentTickets.personId, asked.personId),
        or(isNull(employmentTickets.personId), isNull(people.erasedAt)),
        asked.show === 'open' ? isNull(employmentTickets.closedAt) : undefined,
        asked.show === 'closed' ? isNotNull(employmentTickets.closedAt) : undefined,
      ),
    )
    .orderBy(
      ...(asked.show === 'open'
        ? [asc(employmentTickets.dueOn), asc(employmentTickets.id)]
        : [desc(employmentTickets.openedAt), desc(employmentTickets.id)]),
    )
    .limit(200);
export type TicketRow = Awaited<ReturnType<typeof selectTickets>>[number];

/** One ticket, locked for the transaction. */
export async function takeTicket(
  tx: Database,
  { schoolId, ticketId }: { schoolId: string; ticketId: string },
) {
  const [row] = await tx
    .select()
    .from(employmentTickets)
    .where(and(eq(employmentTickets.schoolId, schoolId), eq(employmentTickets.id, ticketId)))
    .for('update');
  return row ?? null;
}
