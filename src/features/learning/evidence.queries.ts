import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { identities, memberships, people } from '../roster/roster.tables.ts';

/** The learner of this course whom a statement's actor is; undefined for everybody else's statements. */
export async function selectLearnerOfActor(
  db: Database,
  key: { schoolId: string; courseId: string; actorKey: string },
): Promise<{ personId: string; name: string } | undefined> {
  const [row] = await db
    .select({ personId: people.id, name: people.displayName })
    .from(identities)
    .innerJoin(
      people,
      and(
        eq(people.schoolId, identities.schoolId),
        eq(people.id, identities.personId),
        isNull(people.erasedAt),
      ),
    )
    .innerJoin(
      memberships,
      and(
        eq(memberships.schoolId, people.schoolId),
        eq(memberships.personId, people.id),
        eq(memberships.courseId, key.courseId),
        eq(memberships.role, 'learner'),
      ),
    )
    .where(and(eq(identities.schoolId, key.schoolId), eq(identities.actorKey, key.actorKey)));
  return row;
}
