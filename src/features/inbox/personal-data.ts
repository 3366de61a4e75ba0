import { and, eq, or } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource, PersonKey } from '../roster/index.ts';
import { delegations, mailRefusals, mails, notices } from './inbox.tables.ts';
import { selectOwnNotices } from './notices.queries.ts';

const ofPerson = ({ schoolId, personId }: PersonKey) =>
  and(
    eq(delegations.schoolId, schoolId),
    or(eq(delegations.personId, personId), eq(delegations.deputyPersonId, personId)),
  );

const selectOwnDelegations = (db: Database, key: PersonKey) =>
  db
    .select({
      role: delegations.role,
      asDeputy: eq(delegations.deputyPersonId, key.personId),
      startsAt: delegations.startsAt,
      endsAt: delegations.endsAt,
      endedAt: delegations.endedAt,
    })
    .from(delegations)
    .where(ofPerson(key))
    .orderBy(delegations.startsAt);

const selectOwnMails = (db: Database, { schoolId, personId }: PersonKey) =>
  db
    .select({ urgent: mails.urgent, state: mails.state, createdAt: mails.createdAt, sentAt: mails.sentAt })
    .from(mails)
    .where(and(eq(mails.schoolId, schoolId), eq(mails.personId, personId)))
    .orderBy(mails.createdAt);

/** What this room holds on a person, for "my data" and its download. */
export function inboxDataSources({ db }: Pick<Deps, 'db'>): PersonalDataSource[] {
  return [
    {
      id: 'notices',
      label: 'inbox.myData.notices',
      count: async (key) => (await selectOwnNotices(db, key)).length,
      select: (key) => selectOwnNotices(db, key),
    },
    {
      id: 'mails',
      label: 'inbox.myData.mails',
      count: async (key) => (await selectOwnMails(db, key)).length,
      select: (key) => selectOwnMails(db, key),
    },
    {
      id: 'delegations',
      label: 'inbox.myData.delegations',
      count: async (key) => (await selectOwnDelegations(db, key)).length,
      select: (key) => selectOwnDelegations(db, key),
    },
  ];
}

/** Whoever was erased waits for nothing, and nobody is told about them: part of the transaction that erases them. */
export async function forgetInbox(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  await tx
    .delete(notices)
    .where(
      and(
        eq(notices.schoolId, schoolId),
        or(eq(notices.personId, personId), eq(notices.aboutPersonId, personId)),
      ),
    );
  for (const table of [mails, mailRefusals])
    await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.personId, personId)));
  await tx.delete(delegations).where(ofPerson({ schoolId, personId }));
}
