import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { dataRequests } from './data-requests.tables.ts';
import { selectDataRequests } from './my-data.queries.ts';
import { sealForPerson } from './person-keys.ts';
import type { SignedIn } from './roster.guards.ts';
import type { DataRequestKind } from './roster.schema.ts';

/** A request with its texts opened. */
export interface OpenedDataRequest {
  id: string;
  personId: string;
  name: string;
  kind: DataRequestKind;
  note: string;
  requestedAt: Date;
  answeredAt: Date | null;
  answer: string | null;
}

export async function openDataRequests(
  deps: Deps,
  key: { schoolId: string; personId?: string },
): Promise<OpenedDataRequest[]> {
  const rows = await selectDataRequests(deps.db, key);
  return rows.map(({ noteSealed, answerSealed, wrappedKey, ...row }) => ({
    ...row,
    note: deps.vault.open(wrappedKey, noteSealed),
    answer: answerSealed === null ? null : deps.vault.open(wrappedKey, answerSealed),
  }));
}

/** Asks the school's administrators for a correction or erasure. */
export async function requestAboutData(
  deps: Deps,
  who: SignedIn,
  wanted: { kind: DataRequestKind; note: string },
): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const id = deps.newId();
    await tx.insert(dataRequests).values({
      schoolId,
      id,
      personId,
      kind: wanted.kind,
      noteSealed: await sealForPerson(tx, deps, who, wanted.note),
      requestedAt: deps.now(),
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'data_request.create',
      subjectType: 'person',
      subjectId: personId,
      detail: { kind: wanted.kind, requestId: id },
    });
  });
}

/** An administrator's answer, once. */
export async function answerDataRequest(
  deps: Deps,
  who: SignedIn,
  given: { requestId: string; answer: string },
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    const open = and(
      eq(dataRequests.schoolId, schoolId),
      eq(dataRequests.id, given.requestId),
      isNull(dataRequests.answeredAt),
    );
    const [request] = await tx.select().from(dataRequests).where(open).for('update');
    if (!request) throw notFound();
    await tx
      .update(dataRequests)
      .set({
        answeredAt: deps.now(),
        answeredBy: who.personId,
        answerSealed: await sealForPerson(tx, deps, request, given.answer),
      })
      .where(open);
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'data_request.answer',
      subjectType: 'person',
      subjectId: request.personId,
      detail: { kind: request.kind, requestId: request.id },
    });
  });
}
