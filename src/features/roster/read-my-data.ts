import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { MyDataRows } from './my-data.pages.ts';
import {
  findPersonRecord,
  selectCourseRoles,
  selectPersonIdentities,
  selectOwnAppointments,
  selectReadings,
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
  for (const source of sources) counts.push({ label: source.label, count: await source.count(key) });
  return { ...(await readOwnRows(deps, key)), counts };
}

/** The same and every row that other features hold, for the download. */
export async function exportMyData(
  deps: Deps,
  key: PersonKey,
  sources: PersonalDataSource[],
): Promise<Record<string, unknown>> {
  const records: Record<string, unknown[]> = {};
  for (const source of sources) records[source.id] = await source.select(key);
  return { exportedAt: deps.now(), personId: key.personId, ...(await readOwnRows(deps, key)), records };
}

async function readOwnRows(deps: Deps, key: PersonKey): Promise<Omit<MyDataRows, 'counts'>> {
  const { db } = deps;
  const found = await findPersonRecord(db, key);
  if (!found) throw notFound('personErased');
  const { emailSealed, wrappedKey, ...record } = found;
  return {
    record,
    email: emailSealed !== null && wrappedKey !== null ? deps.vault.open(wrappedKey, emailSealed) : null,
    identities: await selectPersonIdentities(db, key),
    courseRoles: await selectCourseRoles(db, key),
    appointments: await selectOwnAppointments(db, key),
    stages: await selectStages(db, key),
    readings: await selectReadings(db, key, READINGS_SHOWN),
    requests: (await openDataRequests(deps, key)).map(({ kind, note, requestedAt, answeredAt, answer }) => ({
      kind,
      note,
      requestedAt,
      answeredAt,
      answer,
    })),
  };
}
