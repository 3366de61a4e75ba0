import { and, eq } from 'drizzle-orm';

import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { sealForPerson, type SignedIn } from '../roster/index.ts';
import type { TicketKind, TicketOutcome, WaveMonths } from './employment.schema.ts';
import { employmentTickets } from './employment.tables.ts';
import { selectOfficers } from './office.queries.ts';
import { takeTicket } from './tickets.queries.ts';

/** Opens a ticket; of one wave there is one. */
export async function openTicket(
  tx: Database,
  deps: Deps,
  wanted: {
    schoolId: string;
    kind: TicketKind;
    personId: string | null;
    months: WaveMonths | null;
    words: string;
    ownerPersonId: string;
    dueOn: string;
  },
): Promise<void> {
  const { schoolId, personId } = wanted;
  const id = deps.newId();
  const opened = await tx
    .insert(employmentTickets)
    .values({
      ...wanted,
      id,
      words:
        personId === null
          ? wanted.words
          : await sealForPerson(tx, deps, { schoolId, personId }, wanted.words),
      openedAt: deps.now(),
    })
    .onConflictDoNothing()
    .returning({ id: employmentTickets.id });
  if (opened.length === 0) return;
  await recordAudit(tx, deps, {
    schoolId,
    actorPersonId: null,
    action: 'employment.ticket.open',
    subjectType: 'employment_ticket',
    subjectId: id,
    detail: { kind: wanted.kind },
  });
}

/** A finding of the quality report becomes somebody's task (R098). */
export async function openFinding(
  deps: Deps,
  who: SignedIn,
  given: { words: string; ownerPersonId: string; dueOn: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireOfficer(tx, who.schoolId, given.ownerPersonId);
    await openTicket(tx, deps, {
      ...given,
      schoolId: who.schoolId,
      kind: 'finding',
      personId: null,
      months: null,
    });
  });
}

async function requireOfficer(tx: Database, schoolId: string, personId: string): Promise<void> {
  const officers = await selectOfficers(tx, schoolId);
  if (!officers.some((officer) => officer.personId === personId)) throw badRequest('employment.notOfficer');
}

/** Gives a ticket to somebody else or another day. */
export async function assignTicket(
  deps: Deps,
  who: SignedIn,
  ticketId: string,
  given: { ownerPersonId: string; dueOn: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireOfficer(tx, who.schoolId, given.ownerPersonId);
    await changeTicket(tx, deps, who, ticketId, 'assign', () => Promise.resolve(given));
  });
}

/** Closes a ticket with its outcome and what was done; there is no closing without words. */
export async function closeTicket(
  deps: Deps,
  who: SignedIn,
  ticketId: string,
  given: { outcome: TicketOutcome; answer: string },
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, (tx) =>
    changeTicket(tx, deps, who, ticketId, 'close', async (personId) => ({
      outcome: given.outcome,
      closedAt: deps.now(),
      answer:
        personId === null
          ? given.answer
          : await sealForPerson(tx, deps, { schoolId, personId }, given.answer),
    })),
  );
}

async function changeTicket(
  tx: Database,
  deps: Deps,
  { schoolId, personId: byPersonId }: SignedIn,
  ticketId: string,
  what: 'assign' | 'close',
  decide: (personId: string | null) => Promise<Partial<typeof employmentTickets.$inferInsert>>,
): Promise<void> {
  const ticket = await takeTicket(tx, { schoolId, ticketId });
  if (!ticket) throw notFound();
  if (ticket.closedAt !== null) throw conflict('employment.ticketClosed');
  await tx
    .update(employmentTickets)
    .set(await decide(ticket.personId))
    .where(and(eq(employmentTickets.schoolId, schoolId), eq(employmentTickets.id, ticketId)));
  await recordAudit(tx, deps, {
    schoolId,
    actorPersonId: byPersonId,
    action: `employment.ticket.${what}`,
    subjectType: 'employment_ticket',
    subjectId: ticketId,
  });
}
