import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { personKeys } from './roster.tables.ts';

/** Opens texts of several people in one query, in the order given; null where nothing was sealed or its person erased. */
export async function openForPeople(
  db: Database,
  { vault }: Pick<Deps, 'vault'>,
  schoolId: string,
  sealed: readonly { personId: string; text: string | null }[],
): Promise<(string | null)[]> {
  const personIds = [...new Set(sealed.flatMap(({ personId, text }) => (text === null ? [] : [personId])))];
  if (personIds.length === 0) return sealed.map(() => null);
  const rows = await db
    .select({ personId: personKeys.personId, wrappedKey: personKeys.wrappedKey })
    .from(personKeys)
    .where(and(eq(personKeys.schoolId, schoolId), inArray(personKeys.personId, personIds)));
  const keys = new Map(rows.map(({ personId, wrappedKey }) => [personId, wrappedKey]));
  return sealed.map(({ personId, text }) => {
    const key = keys.get(personId);
    return text === null || key === undefined ? null : vault.open(key, text);
  });
}
