/** What is looked up in a statement, beside its text: the columns of its row. */
import { actorKey, type ActorKey } from './actor.rules.ts';
import type { PreparedStatement } from './prepare-statements.rules.ts';
import { VOIDED_VERB, type StatementObject, type StoredStatement } from './statement.schema.ts';

export interface StatementColumns {
  id: string;
  actorKey: ActorKey | null;
  verbId: string;
  activityId: string | null;
  refersTo: string | null;
  xapiRegistration: string | null;
  timestampAt: string;
  payload: StoredStatement;
}

export function toStatementColumns({ id, statement }: PreparedStatement): StatementColumns {
  return {
    id,
    actorKey: actorKey(statement.actor),
    verbId: statement.verb.id,
    ...readObject(statement.object),
    xapiRegistration: statement.context?.registration ?? null,
    timestampAt: statement.timestamp,
    payload: statement,
  };
}

function readObject(object: StatementObject): Pick<StatementColumns, 'activityId' | 'refersTo'> {
  switch (object.objectType) {
    case 'StatementRef':
      return { activityId: null, refersTo: object.id };
    case 'Agent':
    case 'Group':
    case 'SubStatement':
      return { activityId: null, refersTo: null };
    default:
      return { activityId: object.id, refersTo: null };
  }
}

export const isVoiding = ({ verbId }: StatementColumns): boolean => verbId === VOIDED_VERB;
