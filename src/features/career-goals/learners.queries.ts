import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { Learner } from './learner.schema.ts';

/** A course's learners or, with `courseId` null, all of the school, with their class; by class and name. */
export const selectLearners = (
  db: Database,
  key: {
    schoolId: string;
    courseId: string | null;
    personId?: string;
    classId?: string | null;
    entryYear?: number | null;
  },
): Promise<Learner[]> =>
  selectRows(
    db,
    Learner,
    sql`select p.id::text as "personId", p.display_name as name, c.id::text as "classId", c.name as "className",
          c.entry_year::int as "entryYear"
        from people p
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        where p.school_id = ${key.schoolId}::uuid and p.erased_at is null
          and (${key.personId ?? null}::uuid is null or p.id = ${key.personId ?? null}::uuid)
          and (${key.classId ?? null}::uuid is null or c.id = ${key.classId ?? null}::uuid)
          and (${key.entryYear ?? null}::int is null or c.entry_year = ${key.entryYear ?? null}::int)
          and exists (select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id
            and m.role = 'learner' and m.active
            and (${key.courseId}::uuid is null or m.course_id = ${key.courseId}::uuid))
        order by c.name nulls last, p.display_name, p.id limit 5000`,
  );
