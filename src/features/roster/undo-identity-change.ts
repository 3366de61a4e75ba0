import { and, eq, isNull, ne } from 'drizzle-orm';
import { conflict, notFound } from '../../infra/errors.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { changeIdentities, holdIdentities, inChange } from './change-identities.ts';
import { deleteAlias, insertAlias, setMailboxes } from './edit-platform-trust.ts';
import type { Decider, IdentityMove, IdentityState } from './identity.schema.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { identityChanges, identityMoves } from './identity.tables.ts';
import { endJoined, setMergedInto } from './merge-people.ts';

type ChangeRow = typeof identityChanges.$inferSelect;
type MoveRow = typeof identityMoves.$inferSelect;

/** Restores what was before a change, all of it or, where something has changed since, nothing. */
export async function undoChange(
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  changeId: string,
): Promise<void> {
  const { schoolId } = by;
  await inChange(deps, async (tx) => {
    const change = await takeChange(tx, deps, by, changeId);
    await undoRest(tx, deps, ports, by, change);
    const moved = await tx
      .select()
      .from(identityMoves)
      .where(and(eq(identityMoves.schoolId, schoolId), eq(identityMoves.changeId, changeId)));
    const states = await holdIdentities(
      tx,
      schoolId,
      moved.map(({ actorKey }) => actorKey),
    );
    const moves = moved.map((row) => reverse(row, states.get(row.actorKey) ?? null));
    await changeIdentities(tx, deps, by, { kind: 'undo', detail: { undoes: changeId }, moves });
  });
  ports.onChanged(schoolId);
}

async function takeChange(tx: Database, deps: Deps, by: Decider, changeId: string): Promise<ChangeRow> {
  const [change] = await tx
    .update(identityChanges)
    .set({ undoneAt: deps.now(), undoneBy: by.personId })
    .where(
      and(
        eq(identityChanges.schoolId, by.schoolId),
        eq(identityChanges.id, changeId),
        ne(identityChanges.kind, 'undo'),
        isNull(identityChanges.undoneAt),
      ),
    )
    .returning();
  if (!change) throw notFound('identity.notUndoable');
  return change;
}

/** What a change did besides moving identifiers. */
async function undoRest(
  tx: Database,
  deps: Deps,
  ports: IdentityPorts,
  by: Decider,
  { kind, detail: { platform = '', homePage = '', merged } }: ChangeRow,
): Promise<void> {
  if (kind === 'aliasAdd') await deleteAlias(tx, deps, ports.selectSeen, by, { platform, homePage });
  if (kind === 'aliasRemove') await insertAlias(tx, deps, ports, by, { platform, homePage });
  if (kind === 'mailboxesOn' || kind === 'mailboxesOff')
    await setMailboxes(tx, deps, by, { platform, verified: kind === 'mailboxesOff' });
  if (merged) {
    await setMergedInto(tx, by.schoolId, merged.personId, null);
    await endJoined(tx, by.schoolId, merged);
  }
}

function reverse(row: MoveRow, now: IdentityState | null): IdentityMove {
  const asLeft =
    (now?.method ?? null) === row.methodAfter &&
    (now?.personId ?? null) === row.personAfter &&
    (now?.confidence ?? null) === row.confidenceAfter;
  if (!asLeft) throw conflict('identity.changedSince');
  return { actorKey: row.actorKey, before: now, after: readBefore(row) };
}

function readBefore(row: MoveRow): IdentityState | null {
  const { methodBefore, confidenceBefore, sinceBefore } = row;
  if (methodBefore === null || confidenceBefore === null || sinceBefore === null) return null;
  return {
    personId: row.personBefore,
    method: methodBefore,
    confidence: confidenceBefore,
    since: sinceBefore,
    decidedBy: row.decidedByBefore,
  };
}
