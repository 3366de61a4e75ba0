import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';

const CaseKeyRow = z.object({ schoolId: z.string(), caseId: z.string() });

/** Open cases about learners who are no longer in the course; who returned meanwhile isn't among them. */
export const selectCasesAboutLeavers = (db: Database) =>
  selectRows(
    db,
    CaseKeyRow,
    sql`select c.school_id::text as "schoolId", c.id::text as "caseId"
        from cases c
        join memberships m on m.school_id = c.school_id and m.course_id = c.course_id
          and m.person_id = c.subject_person_id and not m.active
        where c.closed_at is null
        order by c.school_id, c.id`,
  );

/** Open cases whose owner has nothing to do with the course any more. */
export const selectCasesOfLeavers = (db: Database) =>
  selectRows(
    db,
    CaseKeyRow.extend({ courseId: z.string(), ownerPersonId: z.string() }),
    sql`select c.school_id::text as "schoolId", c.id::text as "caseId", c.course_id::text as "courseId",
          c.owner_person_id::text as "ownerPersonId"
        from cases c
        where c.closed_at is null and c.owner_person_id is not null
          and exists (select 1 from memberships m where m.school_id = c.school_id
            and m.person_id = c.owner_person_id and m.course_id = c.course_id and not m.active)
          and not exists (select 1 from appointments a where a.school_id = c.school_id
            and a.person_id = c.owner_person_id and a.ended_at is null
            and (a.course_id is null or a.course_id = c.course_id))
        order by c.school_id, c.id`,
  );
