import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonOfSchool } from './employment.schema.ts';

/** Whether somebody looks after careers or quality in the whole school, not only in a course. */
export async function isOfSchool(db: Database, { schoolId, personId }: PersonOfSchool): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ role: z.string() }),
    sql`select role from appointments
        where school_id = ${schoolId}::uuid and person_id = ${personId}::uuid and course_id is null
          and ended_at is null and role in ('career_teacher', 'supervisor')
        limit 1`,
  );
  return rows.length > 0;
}

const Officer = z.object({ personId: z.string(), name: z.string() });
export type Officer = z.infer<typeof Officer>;

/** Who may be given a ticket: the school's career teachers first, then its supervisors, then administrators. */
export const selectOfficers = (db: Database, schoolId: string): Promise<Officer[]> =>
  selectRows(
    db,
    Officer,
    sql`select p.id::text as "personId", p.display_name as name
        from (
          select person_id, case role when 'career_teacher' then 1 else 2 end as place
          from appointments
          where school_id = ${schoolId}::uuid and course_id is null and ended_at is null
            and role in ('career_teacher', 'supervisor')
          union all
          select person_id, 3 from memberships
          where school_id = ${schoolId}::uuid and role = 'administrator' and active
        ) s
        join people p on p.school_id = ${schoolId}::uuid and p.id = s.person_id and p.erased_at is null
        group by p.id, p.display_name
        order by min(s.place), p.display_name, p.id`,
  );
