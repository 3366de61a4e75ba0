import { and, eq } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../../infra/db.ts';
import type { PersonalDataSource } from './read-my-data.ts';

/** A table of which each row is one person's, as a source of "my data" called `<room>.data.<id>`. */
export function ownRows(
  db: Database,
  room: string,
  id: string,
  table: PgTable & { schoolId: PgColumn; personId: PgColumn },
): PersonalDataSource {
  const isOwn = (key: Parameters<PersonalDataSource['count']>[0]) =>
    and(eq(table.schoolId, key.schoolId), eq(table.personId, key.personId));
  return {
    id,
    label: `${room}.data.${id}`,
    count: (key) => db.$count(table, isOwn(key)),
    select: (key) => db.select().from(table).where(isOwn(key)),
  };
}
