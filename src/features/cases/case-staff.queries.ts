import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { findDeputy } from '../inbox/index.ts';
import { people } from '../roster/roster.tables.ts';
import type { StaffMember } from './case-view.schema.ts';

const Staff = z.object({ personId: z.string(), name: z.string(), role: z.string() });

/** Who can be given a course's case or guide its learner: its teachers and those appointed for it or the whole school. */
export const selectCourseStaff = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<StaffMember[]> =>
  selectRows(
    db,
    Staff,
    sql`select distinct on (s.role, p.display_name, p.id)
          p.id::text as "personId", p.display_name as name, s.role
        from (
          select person_id, role from memberships
          where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
            and role in ('instructor', 'administrator') and active
          union all
          select person_id, role from appointments
          where school_id = ${key.schoolId}::uuid and (course_id is null or course_id = ${key.courseId}::uuid)
            and role in ('career_teacher', 'enterprise_mentor', 'supervisor') and ended_at is null
        ) s
        join people p on p.school_id = ${key.schoolId}::uuid and p.id = s.person_id and p.erased_at is null
        order by s.role, p.display_name, p.id`,
  );

/** Whose case it is from the start: the teacher seen last in the course, else whoever answers for it. */
export async function findOwner(
  db: Database,
  key: { schoolId: string; courseId: string },
  now: Date,
): Promise<string | null> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string() }),
    sql`select m.person_id::text as "personId" from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
          and m.role = 'instructor' and m.active
        order by m.last_launch_at desc nulls last, m.created_at, m.person_id limit 1`,
  );
  return rows[0]?.personId ?? findSupervisor(db, key, now);
}

/** Whose a case of career planning is: the course's career teacher, else the school's, else whoever answers for it. */
export async function findCareerTeacher(
  db: Database,
  key: { schoolId: string; courseId: string },
  now: Date,
): Promise<string | null> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string() }),
    sql`select a.person_id::text as "personId" from appointments a
        join people p on p.school_id = a.school_id and p.id = a.person_id and p.erased_at is null
        where a.school_id = ${key.schoolId}::uuid and a.role = 'career_teacher' and a.ended_at is null
          and (a.course_id is null or a.course_id = ${key.courseId}::uuid)
        order by a.course_id is null, a.appointed_at, a.person_id limit 1`,
  );
  return rows[0]?.personId ?? findSupervisor(db, key, now);
}

/**
 * Whoever answers for a course when its teacher didn't: its supervisor, else the school's, else an administrator; their
 * deputy while they are away.
 */
export async function findSupervisor(
  db: Database,
  key: { schoolId: string; courseId: string },
  now: Date,
): Promise<string | null> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string() }),
    sql`select s.person_id::text as "personId" from (
          select person_id, case when course_id is null then 2 else 1 end as place, appointed_at as since
          from appointments
          where school_id = ${key.schoolId}::uuid and role = 'supervisor' and ended_at is null
            and (course_id is null or course_id = ${key.courseId}::uuid)
          union all
          select person_id, case when course_id = ${key.courseId}::uuid then 3 else 4 end, created_at
          from memberships
          where school_id = ${key.schoolId}::uuid and role = 'administrator' and active
        ) s
        join people p on p.school_id = ${key.schoolId}::uuid and p.id = s.person_id and p.erased_at is null
        order by s.place, s.since, s.person_id limit 1`,
  );
  const personId = rows[0]?.personId;
  if (personId === undefined) return null;
  return (await findDeputy(db, { ...key, personId, now })) ?? personId;
}

/** Names of people of the school by id. */
export async function selectNames(
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.displayName })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), inArray(people.id, [...personIds])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
