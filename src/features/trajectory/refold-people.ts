import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { relearnPeople, takeAnswersOf } from '../knowledge/index.ts';
import { selectActorsOf, selectIdentities, takeMovedActors } from '../roster/index.ts';
import { selectStatementsOfActors, type StatementCursor } from '../xapi/index.ts';
import { foldBatch, type FoldedSchool } from './fold-batch.ts';
import { deleteFactsOf, selectReadyActors } from './fold.queries.ts';

/** Actors in one transaction; each costs its person's history, and on the embedded database pages wait meanwhile. */
const ACTORS = 4;
const BATCH = 1000;

/**
 * Folds anew the people whose facts are no longer what a rebuild would give: a statement of theirs was voided, an actor
 * turned out to be them or somebody else, a course or task became known. Facts of different people don't depend on
 * each other, so this equals a rebuild of the school; what the model of learners makes of it is told in
 * docs/decisions/0031. Returns whose facts it touched, null when there was nobody.
 */
export async function refoldPeople(
  tx: Database,
  deps: Deps,
  school: FoldedSchool,
  upTo: StatementCursor,
): Promise<Set<string> | null> {
  const { schoolId } = school;
  const moved = await takeMovedActors(tx, schoolId, ACTORS);
  const ready = [
    ...moved.map(({ actorKey }) => actorKey),
    ...(moved.length < ACTORS ? await selectReadyActors(tx, schoolId, ACTORS - moved.length) : []),
  ];
  if (ready.length === 0) return null;
  const known = await selectIdentities(tx, schoolId, ready);
  const people = [...known.values(), ...moved.map(({ fromPersonId }) => fromPersonId)];
  const personIds = [...new Set(people.filter((personId) => personId !== null))];
  const actorKeys = [...new Set([...ready, ...(await selectActorsOf(tx, schoolId, personIds))])];
  await deleteFactsOf(tx, schoolId, personIds, actorKeys);
  const taken = await takeAnswersOf(tx, schoolId, personIds);
  const touched = new Set(personIds);
  let cursor: StatementCursor | null = null;
  for (;;) {
    const rows = await selectStatementsOfActors(tx, {
      schoolId,
      actorKeys,
      after: cursor,
      upTo,
      limit: BATCH,
    });
    const last = rows.at(-1);
    if (!last) break;
    // Voids among them were seen when they were folded first; to note them again would never end.
    const folded = await foldBatch(tx, deps, school, rows, { notesVoids: false, isRefold: true });
    for (const personId of folded) touched.add(personId);
    cursor = last;
  }
  await relearnPeople(tx, schoolId, [...touched], taken);
  return touched;
}
