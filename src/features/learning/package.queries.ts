import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { LocalText, Resource } from '../programme/index.ts';
import { resources, skills } from '../programme/programme.tables.ts';
import { statements } from '../xapi/xapi.tables.ts';

const COMPLETED = 'http://adlnet.gov/expapi/verbs/completed';

/** Activity ids this actor said are completed, of those that begin with `prefix`; what was voided since is left out. */
export async function selectCompletedIds(
  db: Database,
  key: { schoolId: string; actorKey: string; prefix: string },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ activityId: statements.activityId })
    .from(statements)
    .where(
      and(
        eq(statements.schoolId, key.schoolId),
        eq(statements.actorKey, key.actorKey),
        eq(statements.verbId, COMPLETED),
        isNull(statements.voidedBy),
        sql`starts_with(${statements.activityId}, ${key.prefix})`,
      ),
    );
  return rows.flatMap((row) => row.activityId ?? []);
}

/** A resource of the school or of this course, with its skill's name. */
export async function findResource(
  db: Database,
  key: { schoolId: string; courseId: string; resourceId: string },
): Promise<{ resource: Resource; skillName: LocalText } | undefined> {
  const [row] = await db
    .select({ resource: resources, skillName: skills.name })
    .from(resources)
    .innerJoin(skills, and(eq(skills.schoolId, resources.schoolId), eq(skills.id, resources.skillId)))
    .where(
      and(
        eq(resources.schoolId, key.schoolId),
        eq(resources.id, key.resourceId),
        sql`(${resources.courseId} is null or ${resources.courseId} = ${key.courseId}::uuid)`,
      ),
    );
  return row;
}
