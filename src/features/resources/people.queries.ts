import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Named } from './resources.schema.ts';

const Person = z.object({ id: z.string(), name: z.string() });

/** Teachers and administrators of a school, by name. */
export const selectStaff = (db: Database, schoolId: string): Promise<Named[]> =>
  selectRows(
    db,
    Person,
    sql`select p.id::text, p.display_name as name from people p
        where p.school_id = ${schoolId}::uuid and p.erased_at is null and p.merged_into_id is null
          and exists (select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id
            and m.role in ('instructor', 'administrator') and m.active)
        order by p.display_name, p.id limit 1000`,
  );

/** Those appointed as enterprise mentors anywhere in a school, by name. */
export const selectEnterpriseMentors = (db: Database, schoolId: string): Promise<Named[]> =>
  selectRows(
    db,
    Person,
    sql`select p.id::text, p.display_name as name from people p
        where p.school_id = ${schoolId}::uuid and p.erased_at is null
          and exists (select 1 from appointments a where a.school_id = p.school_id and a.person_id = p.id
            and a.role = 'enterprise_mentor' and a.ended_at is null)
        order by p.display_name, p.id limit 1000`,
  );

const Reviewer = z.object({ personId: z.string(), roles: z.array(z.enum(['expert', 'enterprise_mentor'])) });

/** Who may review: the experts and enterprise mentors of a school, with which of both they are. */
export const selectReviewers = (db: Database, schoolId: string) =>
  selectRows(
    db,
    Reviewer,
    sql`select a.person_id::text as "personId", jsonb_agg(distinct a.role) as roles
        from appointments a join people p on p.school_id = a.school_id and p.id = a.person_id
        where a.school_id = ${schoolId}::uuid and a.role in ('expert', 'enterprise_mentor')
          and a.ended_at is null and p.erased_at is null
        group by a.person_id order by a.person_id`,
  );
