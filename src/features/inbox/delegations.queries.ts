import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import {
  DELEGABLE_ROLES,
  type DelegableRole,
  type ListedDelegation,
  type StoodInFor,
} from './inbox.schema.ts';

interface PersonThen {
  schoolId: string;
  personId: string;
  now: Date;
}

/** Whether somebody holds a delegation's role where it is for: nobody is made a deputy of what they couldn't do. */
const holdsRole = (person: SQL): SQL =>
  sql`(case when d.role in ('instructor', 'administrator')
      then exists (select 1 from memberships m where m.school_id = d.school_id and m.person_id = ${person}
        and m.role = d.role and m.active and (d.course_id is null or m.course_id = d.course_id))
      else exists (select 1 from appointments a where a.school_id = d.school_id and a.person_id = ${person}
        and a.role = d.role and a.ended_at is null and (a.course_id is null or a.course_id = d.course_id)) end)`;

const holds = (now: Date): SQL =>
  sql`d.ended_at is null and d.starts_at <= ${now.toISOString()}::timestamptz
    and d.ends_at > ${now.toISOString()}::timestamptz and ${holdsRole(sql`d.deputy_person_id`)}`;

/**
 * Whose duties somebody has at a moment, and in which course: rows of `person_id`, `course_id`. The one place that
 * says so. A deputy who is away too hands on what they were given.
 */
export const stoodInFor = ({ schoolId, personId, now }: PersonThen): SQL => sql`(
  with recursive stood(person_id, course_id) as (
    select d.person_id, d.course_id from delegations d
    where d.school_id = ${schoolId}::uuid and d.deputy_person_id = ${personId}::uuid and ${holds(now)}
    union
    select d.person_id, d.course_id from stood s join delegations d on d.school_id = ${schoolId}::uuid
      and d.deputy_person_id = s.person_id and (s.course_id is null or d.course_id = s.course_id) and ${holds(now)}
  ) select person_id, course_id from stood where person_id <> ${personId}::uuid)`;

export const selectStoodInFor = (db: Database, key: PersonThen): Promise<StoodInFor[]> =>
  selectRows(
    db,
    z.object({ personId: z.string(), courseId: z.string().nullable() }),
    sql`select s.person_id::text as "personId", s.course_id::text as "courseId" from ${stoodInFor(key)} s`,
  );

/** Who has somebody's duties in a course now; null: they themselves. */
export async function findDeputy(
  db: Database,
  { schoolId, personId, courseId, now }: PersonThen & { courseId: string | null },
): Promise<string | null> {
  const seen = new Set([personId]);
  let last: string | null = null;
  for (;;) {
    const next = await findNextDeputy(db, { schoolId, personId: last ?? personId, courseId, now });
    if (next === null || seen.has(next)) return last;
    seen.add(next);
    last = next;
  }
}

async function findNextDeputy(
  db: Database,
  { schoolId, personId, courseId, now }: PersonThen & { courseId: string | null },
): Promise<string | null> {
  const [row] = await selectRows(
    db,
    z.object({ deputy: z.string() }),
    sql`select d.deputy_person_id::text as deputy from delegations d
        where d.school_id = ${schoolId}::uuid and d.person_id = ${personId}::uuid and ${holds(now)}
          and (d.course_id is null or d.course_id = ${courseId}::uuid)
        order by d.course_id nulls last, d.created_at desc limit 1`,
  );
  return row?.deputy ?? null;
}

/** Whoever could stand in for somebody in a role: all others who hold it for the same course, or the same school. */
export const selectPossibleDeputies = (
  db: Database,
  key: { schoolId: string; personId: string; courseId: string | null; role: DelegableRole },
): Promise<{ id: string; name: string }[]> =>
  selectRows(
    db,
    z.object({ id: z.string(), name: z.string() }),
    sql`select p.id::text, p.display_name as name from people p
        cross join (select ${key.schoolId}::uuid as school_id, ${key.role}::text as role,
          ${key.courseId}::uuid as course_id) d
        where p.school_id = d.school_id and p.id <> ${key.personId}::uuid and p.erased_at is null
          and p.merged_into_id is null and ${holdsRole(sql`p.id`)}
        order by p.display_name, p.id limit 500`,
  );

const Delegation = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  deputyPersonId: z.string(),
  deputyName: z.string(),
  courseTitle: z.string().nullable(),
  role: z.enum(DELEGABLE_ROLES),
  courseId: z.string().nullable(),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
});

/** What is or will be in force and has to do with somebody, as the absent or as the deputy. */
export const selectDelegations = (
  db: Database,
  { schoolId, personId, now }: PersonThen,
): Promise<(ListedDelegation & { courseId: string | null })[]> =>
  selectRows(
    db,
    Delegation,
    sql`select d.id::text, d.person_id::text as "personId", p.display_name as name,
          d.deputy_person_id::text as "deputyPersonId", q.display_name as "deputyName", c.title as "courseTitle",
          d.role, d.course_id::text as "courseId", d.starts_at as "startsAt", d.ends_at as "endsAt"
        from delegations d
        join people p on p.school_id = d.school_id and p.id = d.person_id
        join people q on q.school_id = d.school_id and q.id = d.deputy_person_id
        left join courses c on c.school_id = d.school_id and c.id = d.course_id
        where d.school_id = ${schoolId}::uuid and d.ended_at is null
          and d.ends_at > ${now.toISOString()}::timestamptz
          and (d.person_id = ${personId}::uuid or d.deputy_person_id = ${personId}::uuid)
        order by d.starts_at, d.id limit 200`,
  );
