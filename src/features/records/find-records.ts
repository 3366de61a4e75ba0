import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { selectPeopleOfActors } from '../roster/index.ts';
import {
  accountKey,
  actorKey,
  selectStatementPage,
  selectStatementsByIds,
  type FoundStatement,
  type StatementFilter,
  type StoredStatement,
} from '../xapi/index.ts';
import { listActorsOf } from './person-actors.ts';
import { readFilter, type RecordQuery } from './record-filter.rules.ts';
import type { RecordRow, Sender } from './records.schema.ts';
import { readWords } from './statement-words.rules.ts';

interface Asking {
  schoolId: string;
  timeZone: string;
  locale: string;
  senders: readonly Sender[];
}

/** What a query looks for; throws where a field can't be understood. */
export async function resolveFilter(
  deps: Pick<Deps, 'db' | 'config'>,
  { schoolId, timeZone, senders }: Asking,
  query: RecordQuery,
): Promise<Omit<StatementFilter, 'limit' | 'ascending'>> {
  const { person: personId, sender } = query;
  const reading = readFilter(query, {
    personActors: personId === null ? null : await listActorsOf(deps.db, deps, { schoolId, personId }),
    senderKeys: sender === null ? null : keysOfSender(deps, senders, sender),
    timeZone,
  });
  if (!reading.ok) throw badRequest('records.badFilter', { field: reading.field });
  return reading.filter;
}

/** Of a source that is known no more, or that never sent anything, what the store itself would have named it. */
function keysOfSender(
  { config }: Pick<Deps, 'config'>,
  senders: readonly Sender[],
  credentialId: string,
): string[] {
  const keys = senders.find((sender) => sender.credentialId === credentialId)?.authorityKeys ?? [];
  return keys.length > 0 ? keys : [accountKey(config.publicUrl, credentialId)];
}

/** One page, and one more when there is more. */
export async function findRecords(
  deps: Pick<Deps, 'db'>,
  asking: Asking,
  filter: StatementFilter,
): Promise<RecordRow[]> {
  const found = await selectStatementPage(deps.db, { schoolId: asking.schoolId, own: null }, filter);
  return describeStatements(deps, asking, found);
}

/** Statements with who is behind them, who vouches and what voided them. */
export async function describeStatements(
  { db }: Pick<Deps, 'db'>,
  { schoolId, locale, senders }: Asking,
  found: readonly FoundStatement[],
): Promise<RecordRow[]> {
  const read = found.map((one) => ({ ...one, statement: JSON.parse(one.payload) as StoredStatement }));
  const ids = read.map(({ statement }) => statement.id.toLowerCase());
  const voidedBy = new Map(
    (await selectStatementsByIds(db, schoolId, ids)).map((row) => [row.id, row.voidedBy]),
  );
  const actorKeys = read.flatMap(({ statement }) => actorKey(statement.actor) ?? []);
  const people = await selectPeopleOfActors(db, schoolId, [...new Set(actorKeys)]);
  const labels = new Map(
    senders.flatMap(({ authorityKeys, label }) => authorityKeys.map((key) => [key, label])),
  );
  return read.map(({ statement, payload, storedAt, sequence }) => {
    const words = readWords(statement, locale);
    const id = statement.id.toLowerCase();
    const { authority } = statement;
    // A client that acts for a person stands first in their pair.
    const voucher = actorKey((authority.objectType === 'Group' && authority.member?.[0]) || authority);
    return {
      id,
      statement,
      payload,
      words,
      storedAt,
      sequence,
      voidedBy: voidedBy.get(id) ?? null,
      person: words.actorKey === null ? null : (people.get(words.actorKey) ?? null),
      sender: voucher === null ? null : (labels.get(voucher) ?? null),
    };
  });
}
