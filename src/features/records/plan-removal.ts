import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { countRemovable, type NamedKey, type RemovalCriteria } from '../xapi/index.ts';
import { countDocumentsOfActors } from '../xapi-documents/index.ts';
import { listActorsOf } from './person-actors.ts';
import { keysNamingPerson, keysOfPerson } from './person-keys.rules.ts';
import type { RemovalPlan, RemovalScope } from './records.schema.ts';

/** What would go, without anything going. */
export async function planRemoval(
  deps: Pick<Deps, 'db' | 'config'>,
  scope: RemovalScope,
): Promise<RemovalPlan> {
  const { db } = deps;
  const actorKeys = await actorsOf(db, deps, scope);
  const extent = await countRemovable(db, criteriaOf(scope, actorKeys));
  if (actorKeys === null) return { ...extent, documents: 0, naming: 0 };
  const both = scope.named
    ? extent
    : await countRemovable(db, criteriaOf({ ...scope, named: true }, actorKeys));
  return {
    ...extent,
    documents: isWholePerson(scope) ? await countDocumentsOfActors(db, scope.schoolId, actorKeys) : 0,
    naming: both.statements - extent.statements,
  };
}

/** null: nobody in particular. */
export const actorsOf = async (
  db: Database,
  deps: Pick<Deps, 'config'>,
  { schoolId, personId }: RemovalScope,
): Promise<string[] | null> => (personId === null ? null : listActorsOf(db, deps, { schoolId, personId }));

export const criteriaOf = (scope: RemovalScope, actorKeys: readonly string[] | null): RemovalCriteria => ({
  schoolId: scope.schoolId,
  keys: actorKeys === null ? null : keysOf(scope, actorKeys),
  credentialId: scope.credentialId,
  from: scope.fromAt,
  until: scope.untilAt,
});

const keysOf = ({ named }: RemovalScope, actorKeys: readonly string[]): NamedKey[] =>
  named ? [...keysOfPerson(actorKeys), ...keysNamingPerson(actorKeys)] : keysOfPerson(actorKeys);

/** Documents have no source and no period: they go with the person. */
export const isWholePerson = ({ personId, credentialId, fromAt, untilAt }: RemovalScope): boolean =>
  personId !== null && credentialId === null && fromAt === null && untilAt === null;
