import type { Database } from '../../infra/db.ts';
import type { FactsFreshness, OtherSender } from './records.schema.ts';

/** What features to the right keep of statements, and must let go with them. All but `settle` run in the transaction. */
export interface RecordKeeper {
  /** Taken before anything else, so that nothing is read meanwhile that is about to go. */
  lock(tx: Database, schoolId: string): Promise<void>;
  forgetStatements(
    tx: Database,
    gone: { schoolId: string; ids: readonly string[]; actorKeys: readonly string[] },
  ): Promise<void>;
  forgetPerson(
    tx: Database,
    gone: { schoolId: string; personId: string; actorKeys: readonly string[] },
  ): Promise<void>;
  /** After the last commit: brings in order what was marked. */
  settle(schoolId: string): void;
}

/** What the rooms around tell this one, given by app.ts. */
export interface RecordsContributions {
  keeper: RecordKeeper;
  freshness(schoolId: string): Promise<FactsFreshness>;
  /** Sources beside the credentials of the xapi room. */
  senders: ((schoolId: string) => Promise<OtherSender[]>)[];
}
