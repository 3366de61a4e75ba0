import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { erasePerson } from '../roster/index.ts';
import { listActorsOf } from './person-actors.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { RemovalReason, RemovalScope } from './records.schema.ts';
import { insertRemoval } from './removals.queries.ts';

interface Wanted {
  scope: RemovalScope;
  reason: Exclude<RemovalReason, 'erasure'>;
  /** null: the retention period, or the command line. */
  requestedBy: string | null;
  /** As counted beforehand. */
  expected: number;
}

type Tools = Pick<Deps, 'db' | 'now' | 'newId' | 'config'>;

/** Notes what is to go; `runRemoval` lets it go. Returns the removal's id. */
export async function startRemoval(deps: Tools, wanted: Wanted): Promise<string> {
  const { scope, reason, requestedBy, expected } = wanted;
  if (!scope.personId && !scope.credentialId && !scope.fromAt && !scope.untilAt)
    throw badRequest('records.nothingChosen');
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await insertRemoval(tx, { ...scope, id, reason, requestedBy, requestedAt: deps.now(), expected });
    await recordAudit(tx, deps, {
      schoolId: scope.schoolId,
      actorPersonId: requestedBy,
      action: 'records.remove',
      subjectType: scope.personId === null ? 'school' : 'person',
      subjectId: scope.personId ?? scope.schoolId,
      detail: { removalId: id, reason, expected },
    });
  });
  return id;
}

/**
 * Erases a person: from this transaction on they are nobody, have no facts and can't come in; their statements and
 * documents follow in batches (`runRemoval`). Returns the removal's id.
 */
export async function startErasure(
  deps: Tools,
  keeper: RecordKeeper,
  wanted: {
    schoolId: string;
    personId: string;
    named: boolean;
    requestedBy: string | null;
    expected: number;
  },
): Promise<string> {
  const { schoolId, personId, named, requestedBy, expected } = wanted;
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await keeper.lock(tx, schoolId);
    const erased = await erasePerson(tx, deps, { schoolId, personId });
    if (erased.length === 0) throw notFound('personErased');
    const actorKeys = await listActorsOf(tx, deps, { schoolId, personId });
    for (const one of erased) await keeper.forgetPerson(tx, { schoolId, personId: one, actorKeys });
    const scope = { schoolId, personId, named, credentialId: null, fromAt: null, untilAt: null };
    await insertRemoval(tx, {
      ...scope,
      id,
      reason: 'erasure',
      requestedBy,
      requestedAt: deps.now(),
      expected,
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: requestedBy,
      action: 'records.erase',
      subjectType: 'person',
      subjectId: personId,
      detail: { removalId: id, named, expected },
    });
  });
  return id;
}
