import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { findPersonName, selectPeopleNamed, type SignedIn } from '../roster/index.ts';
import { countStatementsSince, getIngestion, selectStatementsByIds } from '../xapi/index.ts';
import { describeStatements, findRecords, resolveFilter } from './find-records.ts';
import { listSenders } from './list-senders.ts';
import type { RecordQuery } from './record-filter.rules.ts';
import type { RecordsContributions } from './record-keeper.ts';
import type { Sender } from './records.schema.ts';
import type { Flow, RecordsPageRows } from './records.pages.ts';

const SHOWN = 50;
const CANDIDATES = 20;
const DAY_MS = 86_400_000;

/** A page of records. Whose they are is noted: with the person who is followed, else with the school. */
export async function loadRecords(
  deps: Deps,
  given: RecordsContributions,
  who: SignedIn,
  asked: RecordQuery,
): Promise<RecordsPageRows> {
  const { schoolId } = who;
  const senders = await listSenders(deps, given, schoolId);
  const candidates =
    asked.find === null
      ? null
      : await selectPeopleNamed(deps.db, { schoolId, find: asked.find, limit: CANDIDATES });
  // One person of that name: who else could be meant?
  const only = candidates?.length === 1 ? candidates[0] : undefined;
  const query = only ? { ...asked, person: only.personId, find: null } : asked;
  const personName =
    query.person === null ? null : await findPersonName(deps.db, { schoolId, personId: query.person });
  if (query.person !== null && personName === null) throw notFound('records.noSuchPerson');
  const asking = { ...who, senders };
  const filter = await resolveFilter(deps, asking, query);
  const isAsking = candidates !== null && !only;
  const rows = isAsking ? [] : await findRecords(deps, asking, { ...filter, ascending: false, limit: SHOWN });
  if (!isAsking) await recordReading(deps, who, query.person);
  return {
    query,
    rows,
    limit: SHOWN,
    personName,
    candidates: isAsking ? candidates : null,
    senders,
    flow: await loadFlow(deps, given, schoolId, senders),
  };
}

const recordReading = (deps: Deps, who: SignedIn, personId: string | null): Promise<void> =>
  recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'records.read',
    subjectType: personId === null ? 'school' : 'person',
    subjectId: personId ?? who.schoolId,
  });

async function loadFlow(
  deps: Deps,
  given: RecordsContributions,
  schoolId: string,
  senders: readonly Sender[],
): Promise<Flow> {
  const { lastStoredAt } = await getIngestion(deps.db, schoolId);
  const since = new Date(deps.now().getTime() - DAY_MS);
  return {
    newestAt: lastStoredAt,
    facts: await given.freshness(schoolId),
    lastDay: await countStatementsSince(deps.db, schoolId, since),
    senders,
  };
}

/** One statement, voided or not. The reading is noted with the person who made it. */
export async function loadRecord(
  deps: Deps,
  given: RecordsContributions,
  who: SignedIn,
  statementId: string,
) {
  const [found] = await selectStatementsByIds(deps.db, who.schoolId, [statementId]);
  if (!found) throw notFound('records.notFound');
  const senders = await listSenders(deps, given, who.schoolId);
  const [row] = await describeStatements(deps, { ...who, senders }, [
    { ...found, payload: JSON.stringify(found.payload) },
  ]);
  if (!row) throw notFound('records.notFound');
  await recordAudit(deps.db, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'statement.read',
    subjectType: row.person === null ? 'statement' : 'person',
    subjectId: row.person?.personId ?? row.id,
    detail: { statementId: row.id },
  });
  return row;
}
