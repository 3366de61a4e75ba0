import { sql } from 'drizzle-orm';
import { asJson, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectIdentities, selectJudged } from './identity.queries.ts';
import { decideAttachment } from './identity.rules.ts';
import { accountKey } from './launch-writes.ts';
import { identities, people, personKeys } from './roster.tables.ts';

/** Somebody who did in a course what learners do. */
export interface LearningActor {
  actorKey: string;
  name: string | null;
  courseIds: readonly string[];
}

interface Given {
  schoolId: string;
  actors: readonly LearningActor[];
  /** Issuers of the school's LTI registrations. */
  issuers: readonly string[];
}

/**
 * Makes people of unknown actors where that is safe to say (`identity.rules.ts`), and learners of their courses of all
 * who aren't staff. Returns the person behind each actor that is or was one; null: that person was erased, and stays
 * so, or the actor is ignored.
 * One statement per table, however many actors.
 */
export async function attachActors(
  tx: Database,
  deps: Deps,
  { schoolId, actors, issuers }: Given,
): Promise<Map<string, string | null>> {
  if (actors.length === 0) return new Map();
  const keys = actors.map(({ actorKey }) => actorKey);
  let known = await selectIdentities(tx, schoolId, keys);
  const created = actors.flatMap((actor) => {
    const attachment = known.has(actor.actorKey) ? null : decideAttachment(actor, issuers);
    return attachment?.kind === 'create' ? [{ ...actor, displayName: attachment.displayName }] : [];
  });
  if (created.length > 0) {
    const createdKeys = created.map(({ actorKey }) => actorKey);
    await lockActors(tx, schoolId, createdKeys);
    const meanwhile = await selectIdentities(tx, schoolId, createdKeys);
    const judged = await selectJudged(tx, schoolId, createdKeys);
    await makePeople(
      tx,
      deps,
      schoolId,
      created.filter(({ actorKey }) => !meanwhile.has(actorKey) && !judged.has(actorKey)),
    );
    known = await selectIdentities(tx, schoolId, keys);
  }
  await insertMemberships(tx, deps, schoolId, actors, known);
  return known;
}

/** The same lock as a first launch takes: one person is not made twice. In one order, so that nobody waits in a circle. */
export async function lockActors(
  tx: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<void> {
  const names = actorKeys.map((actorKey) => `person:${schoolId}:${actorKey}`).sort();
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(name, 0))
        from jsonb_array_elements_text(${asJson(names)}) with ordinality as names(name, place) order by place`,
  );
}

async function makePeople(
  tx: Database,
  deps: Deps,
  schoolId: string,
  actors: readonly { actorKey: string; displayName: string }[],
): Promise<void> {
  if (actors.length === 0) return;
  const made = actors.map((actor) => ({ ...actor, personId: deps.newId() }));
  await insertPeople(tx, deps, schoolId, made);
  await tx.insert(identities).values(
    made.map(({ actorKey, personId }) => ({
      schoolId,
      actorKey,
      personId,
      method: 'statement',
      confidence: 'certain' as const,
      createdAt: deps.now(),
    })),
  );
}

/** Makes people under these names, with the account that our own practice names them by. */
export async function insertPeople(
  tx: Database,
  deps: Deps,
  schoolId: string,
  made: readonly { personId: string; displayName: string }[],
): Promise<void> {
  if (made.length === 0) return;
  const createdAt = deps.now();
  await tx
    .insert(people)
    .values(made.map(({ personId, displayName }) => ({ schoolId, id: personId, displayName, createdAt })));
  await tx
    .insert(personKeys)
    .values(made.map(({ personId }) => ({ schoolId, personId, wrappedKey: deps.vault.newWrappedKey() })));
  await tx.insert(identities).values(
    made.map(({ personId }) => ({
      schoolId,
      actorKey: accountKey(deps.config.publicUrl, personId),
      personId,
      method: 'waymark',
      confidence: 'certain' as const,
      createdAt,
    })),
  );
}

/** Whoever teaches somewhere in the school may try out a quiz: that makes no learner of them. */
async function insertMemberships(
  tx: Database,
  deps: Deps,
  schoolId: string,
  actors: readonly LearningActor[],
  known: ReadonlyMap<string, string | null>,
): Promise<void> {
  const wanted = actors.flatMap(({ actorKey, courseIds }) => {
    const personId = known.get(actorKey);
    return !personId ? [] : courseIds.map((courseId) => ({ personId, courseId }));
  });
  if (wanted.length === 0) return;
  await tx.execute(
    sql`insert into memberships (school_id, course_id, person_id, role, created_at)
        select distinct ${schoolId}::uuid, w."courseId", w."personId", 'learner',
          ${deps.now().toISOString()}::timestamptz
        from jsonb_to_recordset(${asJson(wanted)}) as w("courseId" uuid, "personId" uuid)
        where not exists (select 1 from memberships m where m.school_id = ${schoolId}::uuid
            and m.person_id = w."personId" and m.role <> 'learner')
          and not exists (select 1 from appointments a where a.school_id = ${schoolId}::uuid
            and a.person_id = w."personId" and a.ended_at is null)
        on conflict do nothing`,
  );
}
