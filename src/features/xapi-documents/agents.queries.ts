import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { identities, people } from '../roster/roster.tables.ts';

/** The other keys under which the school certainly knows the person behind a key; none for who was erased. */
export async function selectOtherKeys(
  db: Database,
  { schoolId, key }: { schoolId: string; key: string },
): Promise<string[]> {
  const theirs = db
    .select({ personId: identities.personId })
    .from(identities)
    .innerJoin(people, and(eq(people.schoolId, identities.schoolId), eq(people.id, identities.personId)))
    .where(
      and(
        eq(identities.schoolId, schoolId),
        eq(identities.actorKey, key),
        eq(identities.confidence, 'certain'),
        isNull(people.erasedAt),
      ),
    );
  const rows = await db
    .select({ actorKey: identities.actorKey })
    .from(identities)
    .where(
      and(
        eq(identities.schoolId, schoolId),
        inArray(identities.personId, theirs),
        eq(identities.confidence, 'certain'),
        ne(identities.actorKey, key),
      ),
    )
    .orderBy(asc(identities.actorKey));
  return rows.map(({ actorKey }) => actorKey);
}
