/** What is looked up in a statement, beside its text: the columns of its row, and its keys. */
import { actorKey, type ActorKey } from './actor.rules.ts';
import type { PreparedStatement } from './prepare-statements.rules.ts';
import { toKey, type StatementKey } from './statement-key.schema.ts';
import { listKeys } from './statement-keys.rules.ts';
import { VOIDED_VERB, type StatementObject, type StoredStatement } from './statement.schema.ts';

export interface StatementColumns {
  id: string;
  actorKey: ActorKey | null;
  verbId: string;
  activityId: string | null;
  refersTo: string | null;
  timestampAt: string;
  /** Of the statement itself (`statement-keys.rules.ts`). */
  keys: StatementKey[];
  payload: StoredStatement;
}

export function toStatementColumns({ id, statement }: PreparedStatement): StatementColumns {
  return {
    id,
    actorKey: actorKey(statement.actor),
    verbId: statement.verb.id,
    ...readObject(statement.object),
    timestampAt: statement.timestamp,
    keys: listKeys(statement).map(toKey),
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

/** About another statement: to void it, or to say something of it. */
export const isReferring = ({ refersTo }: StatementColumns): boolean => refersTo !== null;
