import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { recordAudits } from '../../infra/audit.ts';
import { UNIQUE_VIOLATION, asJson, inTransaction, sqlState, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { lockActors } from './attach-actors.ts';
import { resolveActors, selectUnderAliases } from './identity.queries.ts';
import {
  MATCH_METHODS,
  type ChangeDetail,
  type ChangeKind,
  type Decider,
  type IdentityMove,
  type IdentityState,
  type MatchMethod,
} from './identity.schema.ts';
import { identityChanges, identityMoves, ignoredActors, movedActors } from './identity.tables.ts';
import { followMemberships } from './follow-memberships.ts';
import { identities, people } from './roster.tables.ts';

/**
 * What stands about these identifiers, held until the end of the transaction: nobody else changes it meanwhile. Of an
 * erased person nothing may be moved: their statements would come back.
 */
export async function holdIdentities(
  tx: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<Map<string, IdentityState>> {
  await lockActors(tx, schoolId, actorKeys);
  const known = await tx
    .select()
    .from(identities)
    .where(and(eq(identities.schoolId, schoolId), inArray(identities.actorKey, [...actorKeys])))
    .orderBy(identities.actorKey)
    .for('update');
  const ignored = await tx
    .select()
    .from(ignoredActors)
    .where(and(eq(ignoredActors.schoolId, schoolId), inArray(ignoredActors.actorKey, [...actorKeys])));
  const resolved = await resolveActors(tx, schoolId, actorKeys);
  if (resolved.some(({ erased }) => erased)) throw conflict('identity.erased');
  const states = new Map<string, IdentityState>();
  for (const { actorKey, createdAt: since, createdBy: decidedBy } of ignored)
    states.set(actorKey, { personId: null, method: 'ignored', confidence: 'likely', since, decidedBy });
  for (const { actorKey, personId, method, confidence, createdAt: since, decidedBy } of known)
    states.set(actorKey, { personId, method: toMethod(method), confidence, since, decidedBy });
  return states;
}

export const toMethod = (method: string): MatchMethod => z.enum(MATCH_METHODS).parse(method);

/** A change by one or several identifiers, in a transaction of its own; an identifier that a launch took at the same moment is a conflict. */
export async function inChange<T>(deps: Deps, work: (tx: Database) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(deps.db, work);
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? conflict('identity.changedSince') : error;
  }
}

export interface IdentityChange {
  kind: ChangeKind;
  detail?: ChangeDetail;
  moves: readonly IdentityMove[];
}

/**
 * Makes a change of identifiers that are held (`holdIdentities`), in the form in which it can be undone, and leaves word
 * for whoever makes facts of statements. Returns the change's id.
 */
export async function changeIdentities(
  tx: Database,
  deps: Deps,
  by: Decider,
  { kind, detail = {}, moves }: IdentityChange,
): Promise<string> {
  const { schoolId } = by;
  await requirePeople(tx, schoolId, moves);
  const changeId = deps.newId();
  await tx
    .insert(identityChanges)
    .values({ schoolId, id: changeId, kind, detail, madeAt: deps.now(), madeBy: by.personId });
  if (moves.length > 0) {
    await insertMoves(tx, { schoolId, changeId }, moves);
    await noteMoved(tx, deps, schoolId, moves);
    await writeStates(tx, schoolId, moves);
    await followMemberships(tx, { schoolId, changeId }, moves);
  }
  await auditChange(tx, deps, by, { kind, changeId, moves, detail });
  return changeId;
}

/** Only people who are there, and not merged into others, get anything. */
async function requirePeople(tx: Database, schoolId: string, moves: readonly IdentityMove[]): Promise<void> {
  const wanted = [...new Set(moves.flatMap(({ after }) => after?.personId ?? []))];
  if (wanted.length === 0) return;
  const found = await tx
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        eq(people.schoolId, schoolId),
        inArray(people.id, wanted),
        isNull(people.erasedAt),
        isNull(people.mergedIntoId),
      ),
    )
    .orderBy(people.id)
    .for('share');
  if (found.length < wanted.length) throw notFound('identity.personMissing');
}

async function insertMoves(
  tx: Database,
  key: { schoolId: string; changeId: string },
  moves: readonly IdentityMove[],
): Promise<void> {
  await tx.insert(identityMoves).values(
    moves.map(({ actorKey, before, after }) => ({
      ...key,
      actorKey,
      personBefore: before?.personId ?? null,
      methodBefore: before?.method ?? null,
      confidenceBefore: before?.confidence ?? null,
      sinceBefore: before?.since ?? null,
      decidedByBefore: before?.decidedBy ?? null,
      personAfter: after?.personId ?? null,
      methodAfter: after?.method ?? null,
      confidenceAfter: after?.confidence ?? null,
    })),
  );
}

/** Facts follow what an identifier was to whom before: its own and its aliases'. */
async function noteMoved(
  tx: Database,
  deps: Deps,
  schoolId: string,
  moves: readonly IdentityMove[],
): Promise<void> {
  const isMoved = ({ before, after }: IdentityMove) =>
    (before === null) !== (after === null) || before?.personId !== after?.personId;
  const moved = moves.filter(isMoved).map(({ actorKey }) => actorKey);
  const actors = [...moved, ...(await selectUnderAliases(tx, schoolId, moved))];
  const known = await resolveActors(tx, schoolId, actors);
  const personOf = new Map(known.map(({ actorKey, personId }) => [actorKey, personId]));
  await insertMovedActors(
    tx,
    deps,
    schoolId,
    actors.map((actorKey) => ({ actorKey, fromPersonId: personOf.get(actorKey) ?? null })),
  );
}

export async function insertMovedActors(
  tx: Database,
  deps: Deps,
  schoolId: string,
  actors: readonly { actorKey: string; fromPersonId: string | null }[],
): Promise<void> {
  if (actors.length === 0) return;
  await tx.execute(
    sql`insert into ${movedActors} (school_id, id, actor_key, from_person_id)
        select ${schoolId}::uuid, m.id, m."actorKey", m."fromPersonId"
        from jsonb_to_recordset(${asJson(actors.map((actor) => ({ ...actor, id: deps.newId() })))})
          as m(id uuid, "actorKey" text, "fromPersonId" uuid)`,
  );
}

async function writeStates(tx: Database, schoolId: string, moves: readonly IdentityMove[]): Promise<void> {
  const keys = moves.map(({ actorKey }) => actorKey);
  await tx
    .delete(identities)
    .where(and(eq(identities.schoolId, schoolId), inArray(identities.actorKey, keys)));
  await tx
    .delete(ignoredActors)
    .where(and(eq(ignoredActors.schoolId, schoolId), inArray(ignoredActors.actorKey, keys)));
  const known: (typeof identities.$inferInsert)[] = [];
  const ignored: (typeof ignoredActors.$inferInsert)[] = [];
  for (const { actorKey, after } of moves) {
    if (after === null) continue;
    const { personId, method, confidence, since, decidedBy } = after;
    const row = { schoolId, actorKey, createdAt: since };
    if (personId === null) ignored.push({ ...row, createdBy: decidedBy });
    else known.push({ ...row, personId, method, confidence, decidedBy });
  }
  if (known.length > 0) await tx.insert(identities).values(known);
  if (ignored.length > 0) await tx.insert(ignoredActors).values(ignored);
}

async function auditChange(
  tx: Database,
  deps: Deps,
  by: Decider,
  {
    kind,
    changeId,
    moves,
    detail,
  }: { kind: ChangeKind; changeId: string; moves: readonly IdentityMove[]; detail: ChangeDetail },
): Promise<void> {
  const touched = moves.flatMap(({ before, after }) => [before?.personId ?? null, after?.personId ?? null]);
  const merged = detail.merged ? [detail.merged.personId, detail.merged.intoPersonId] : [];
  const personIds = [...new Set([...touched, ...merged])].filter((personId) => personId !== null);
  const entry = {
    schoolId: by.schoolId,
    actorPersonId: by.personId,
    action: `identity.${kind}`,
    detail: { ...detail, changeId, identifiers: moves.length },
  };
  await recordAudits(tx, deps, [
    ...personIds.map((subjectId) => ({ ...entry, subjectType: 'person', subjectId })),
    ...(personIds.length > 0 ? [] : [{ ...entry, subjectType: 'school', subjectId: by.schoolId }]),
  ]);
}
