import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { NewNotice } from './inbox.schema.ts';
import { notices } from './inbox.tables.ts';

type Subject = Pick<NewNotice, 'schoolId' | 'subject'>;

/**
 * Tells somebody of their work, in the transaction of what it tells. It takes the place of what the same person was
 * told about the same subject before; told again under the same key, nothing happens. Returns whether it was new.
 */
export async function notify(
  tx: Database,
  deps: Pick<Deps, 'now' | 'newId'>,
  given: NewNotice,
): Promise<boolean> {
  const { kind, byPersonId, aboutPersonId, values, ...notice } = given;
  const now = deps.now();
  const [told] = await tx
    .insert(notices)
    .values({
      ...notice,
      id: deps.newId(),
      kind: kind.name,
      urgent: kind.urgent,
      forDeputy: kind.forDeputy,
      aboutPersonId: aboutPersonId ?? null,
      values: values ?? {},
      createdAt: now,
      readAt: byPersonId === given.personId ? now : null,
    })
    .onConflictDoNothing()
    .returning({ id: notices.id });
  if (!told) return false;
  await tx
    .update(notices)
    .set({ doneAt: now })
    .where(and(isOpen(given), eq(notices.personId, given.personId), ne(notices.id, told.id)));
  return true;
}

/** The thing is done: whoever was told of it has nothing to do about it any more. */
export async function settleNotices(tx: Database, deps: Pick<Deps, 'now'>, subject: Subject): Promise<void> {
  await tx.update(notices).set({ doneAt: deps.now() }).where(isOpen(subject));
}

/** There is more time for it, or less. */
export async function moveNotices(tx: Database, subject: Subject, dueAt: Date): Promise<void> {
  await tx.update(notices).set({ dueAt }).where(isOpen(subject));
}

const isOpen = ({ schoolId, subject }: Subject) =>
  and(eq(notices.schoolId, schoolId), eq(notices.subject, subject), isNull(notices.doneAt));
