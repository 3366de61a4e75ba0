import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { selectIdentities } from '../roster/index.ts';
import { memberships, people } from '../roster/roster.tables.ts';

/** The learner of this course whom a statement's actor is; undefined for everybody else's statements. */
export async function selectLearnerOfActor(
  db: Database,
  key: { schoolId: string; courseId: string; actorKey: string },
): Promise<{ personId: string; name: string } | undefined> {
  const personId = (await selectIdentities(db, key.schoolId, [key.actorKey])).get(key.actorKey);
  if (!personId) return undefined;
  const [row] = await db
    .select({ personId: people.id, name: people.displayName })
    .from(people)
    .innerJoin(
      memberships,
      and(
        eq(memberships.schoolId, people.schoolId),
        eq(memberships.personId, people.id),
        eq(memberships.courseId, key.courseId),
        eq(memberships.role, 'learner'),
      ),
    )
    .where(and(eq(people.schoolId, key.schoolId), eq(people.id, personId), isNull(people.erasedAt)));
  return row;
}
