import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { MyDataRows } from './my-data.pages.ts';
import {
  findPersonRecord,
  selectCourseRoles,
  selectPersonIdentities,
  selectOwnAppointments,
  selectReadings,
  selectRecordsOf,
  selectStages,
  type PersonKey,
} from './my-data.queries.ts';
import { openDataRequests } from './request-about-data.ts';

/** What another feature holds on a person, given to the roster by app.ts. */
export interface PersonalDataSource {
  /** Name in the downloaded file. */
  id: string;
  /** Key of its name in views/locales. */
  label: string;
  count(key: PersonKey): Promise<number>;
  select(key: PersonKey): Promise<unknown[]>;
}

const READINGS_SHOWN = 100;

/** Everything the page "my data" tells. */
export async function readMyData(
  deps: Deps,
  key: PersonKey,
  sources: PersonalDataSource[],
): Promise<MyDataRows> {
  const counts: MyDataRows['counts'] = [];
  const records = await listRecordsOf(deps, key);
  for (const source of sources) {
    let count = 0;
    for (const record of records) count += await source.count(record);
    counts.push({ label: source.label, count });
  }
  return { ...(await readOwnRows(deps, key)), counts };
}

/** The same and every row that other features hold, for the download. */
export async function exportMyData(
  deps: Deps,
  key: PersonKey,
  sources: PersonalDataSource[],
): Promise<Record<string, unknown>> {
  const records: Record<string, unknown[]> = {};
  const own = await listRecordsOf(deps, key);
  for (const source of sources) {
    const rows: unknown[] = [];
    for (const record of own) rows.push(...(await source.select(record)));
    records[source.id] = rows;
  }
  return { exportedAt: deps.now(), personId: key.personId, ...(await readOwnRows(deps, key)), records };
}

/** A person's record, and those merged into it: what was decided about these stays with them (decision 0024). */
const listRecordsOf = async ({ db }: Deps, key: PersonKey): Promise<PersonKey[]> =>
  (await selectRecordsOf(db, key)).map((personId) => ({ ...key, personId }));

async function readOwnRows(deps: Deps, key: PersonKey): Promise<Omit<MyDataRows, 'counts'>> {
  const { db } = deps;
  const found = await findPersonRecord(db, key);
  if (!found) throw notFound('personErased');
  const { emailSealed, wrappedKey, ...record } = found;
  const records = await selectRecordsOf(db, key);
  const readings = await selectReadings(db, { ...key, records }, READINGS_SHOWN);
  return {
    record,
    email: emailSealed !== null && wrappedKey !== null ? deps.vault.open(wrappedKey, emailSealed) : null,
    identities: await selectPersonIdentities(db, key),
    courseRoles: await selectCourseRoles(db, key),
    appointments: await selectOwnAppointments(db, key),
    stages: await selectStages(db, key),
    readings,
    requests: (await openDataRequests(deps, key)).map(({ kind, note, requestedAt, answeredAt, answer }) => ({
      kind,
      note,
      requestedAt,
      answeredAt,
      answer,
    })),
  };
}
