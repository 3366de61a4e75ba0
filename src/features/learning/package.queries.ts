import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { LocalText, Resource } from '../programme/index.ts';
import { resources, skills } from '../programme/programme.tables.ts';
import { placesOfActors } from '../xapi/index.ts';

const COMPLETED = 'http://adlnet.gov/expapi/verbs/completed';

/** Activity ids this actor said are completed, of those that begin with `prefix`; what was voided since is left out. */
export async function selectCompletedIds(
  db: Database,
  key: { schoolId: string; actorKey: string; prefix: string },
): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ activityId: z.string() }),
    sql`select distinct s.activity_id as "activityId"
        from ${placesOfActors(key.schoolId, [key.actorKey])} k join statements s using (school_id, stored_at, sequence)
        where s.actor_key = ${key.actorKey} and s.verb_id = ${COMPLETED} and s.voided_by is null
          and starts_with(s.activity_id, ${key.prefix})`,
  );
  return rows.map(({ activityId }) => activityId);
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
