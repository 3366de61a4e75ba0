import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { Staffing } from './desk.schema.ts';

/** For each of several people, how many of their goals nobody said anything to as they are worded now. */
export const selectUncommented = (db: Database, key: { schoolId: string; personIds: readonly string[] }) =>
  selectRows(
    db,
    z.object({ personId: z.string(), goals: z.int() }),
    sql`select g.person_id::text as "personId", count(*)::int as goals
        from career_goals g
        where g.school_id = ${key.schoolId}::uuid and g.state = 'active'
          and g.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))
          and not exists (select 1 from career_comments c where c.school_id = g.school_id and c.goal_id = g.id
            and c.version = g.version)
        group by g.person_id`,
  );

/** Per class of the school: who teaches its learners, and who is their career teacher (R121). */
export const selectStaffing = (db: Database, schoolId: string): Promise<Staffing[]> =>
  selectRows(
    db,
    Staffing,
    sql`select c.name as "className", count(distinct m.course_id)::int as courses,
          count(distinct t.person_id)::int as teachers, count(distinct a.person_id)::int as "careerTeachers"
        from classes c
        join people p on p.school_id = c.school_id and p.class_id = c.id and p.erased_at is null
        left join memberships m on m.school_id = p.school_id and m.person_id = p.id and m.role = 'learner' and m.active
        left join memberships t on t.school_id = m.school_id and t.course_id = m.course_id
          and t.role = 'instructor' and t.active
        left join appointments a on a.school_id = c.school_id and a.role = 'career_teacher' and a.ended_at is null
          and (a.course_id is null or a.course_id = m.course_id)
        where c.school_id = ${schoolId}::uuid
        group by c.id, c.name
        order by (count(distinct t.person_id) > 0 and count(distinct a.person_id) > 0), c.name limit 1000`,
  );
