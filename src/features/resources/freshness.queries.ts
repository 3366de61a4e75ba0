import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { CourseFreshness, CourseUpdate, StaleResource, Surge, WaitingUpdate } from './freshness.schema.ts';

/** Resources in use whose look is due by a day, the oldest first. */
export const selectDueResources = (
  db: Database,
  key: { schoolId: string; until: string; limit: number },
): Promise<StaleResource[]> =>
  selectRows(
    db,
    StaleResource,
    sql`select r.id::text, r.title, o.display_name as "ownerName", r.checked_on::text as "checkedOn",
          r.check_months as "checkMonths"
        from library_resources r
        left join people o on o.school_id = r.school_id and o.id = r.owner_person_id
        where r.school_id = ${key.schoolId}::uuid and r.retired_at is null
          and (r.checked_on + make_interval(months => r.check_months))::date <= ${key.until}::date
        order by r.checked_on + make_interval(months => r.check_months), r.id limit ${key.limit}`,
  );

/** A course, or each of a school's that has a plan, with its last approved update. */
export const selectCourseFreshness = (
  db: Database,
  key: { schoolId: string; courseId: string | null; timeZone: string },
): Promise<CourseFreshness[]> =>
  selectRows(
    db,
    CourseFreshness,
    sql`select c.id::text as "courseId", c.title,
          (c.created_at at time zone ${key.timeZone})::date::text as "createdOn",
          (select max(u.approved_on)::text from course_updates u
            where u.school_id = c.school_id and u.course_id = c.id) as "approvedOn",
          (select u.id::text from course_updates u where u.school_id = c.school_id and u.course_id = c.id
            and u.approved_on is null order by u.created_at desc limit 1) as "openUpdateId"
        from courses c
        where c.school_id = ${key.schoolId}::uuid
          and (c.id = ${key.courseId}::uuid or (${key.courseId}::uuid is null
            and exists (select 1 from units u where u.school_id = c.school_id and u.course_id = c.id)))
        order by c.title, c.id limit 500`,
  );

const updateColumns = sql`u.id::text, u.course_id::text as "courseId", c.title as "courseTitle", u.version, u.summary,
  u.items, u.created_by::text as "createdBy", p.display_name as "createdByName", u.created_at as "createdAt",
  u.approved_on::text as "approvedOn"`;
const updateTables = sql`course_updates u
  join courses c on c.school_id = u.school_id and c.id = u.course_id
  join people p on p.school_id = u.school_id and p.id = u.created_by`;

export async function findCourseUpdate(
  db: Database,
  key: { schoolId: string; updateId: string },
): Promise<CourseUpdate | undefined> {
  const [found] = await selectRows(
    db,
    CourseUpdate,
    sql`select ${updateColumns} from ${updateTables}
        where u.school_id = ${key.schoolId}::uuid and u.id = ${key.updateId}::uuid`,
  );
  return found;
}

/** A course's updates (null: the school's), the newest first: its change log. */
export const selectCourseUpdates = (
  db: Database,
  key: { schoolId: string; courseId: string | null; limit: number },
): Promise<CourseUpdate[]> =>
  selectRows(
    db,
    CourseUpdate,
    sql`select ${updateColumns} from ${updateTables}
        where u.school_id = ${key.schoolId}::uuid
          and (${key.courseId}::uuid is null or u.course_id = ${key.courseId}::uuid)
        order by u.created_at desc, u.id desc limit ${key.limit}`,
  );

/** Updates without both approvals, longest waiting first. */
export const selectWaitingUpdates = (
  db: Database,
  key: { schoolId: string; limit: number },
): Promise<WaitingUpdate[]> =>
  selectRows(
    db,
    WaitingUpdate,
    sql`select ${updateColumns},
          coalesce((select jsonb_agg(jsonb_build_object('seat', r.seat, 'personId', r.person_id,
              'personName', n.display_name, 'verdict', r.verdict, 'comment', r.comment, 'at', r.at) order by r.at, r.id)
            from content_reviews r join people n on n.school_id = r.school_id and n.id = r.person_id
            where r.school_id = u.school_id and r.subject = 'course_update' and r.subject_id = u.id
              and r.version = u.version), '[]'::jsonb) as reviews
        from ${updateTables}
        where u.school_id = ${key.schoolId}::uuid and u.approved_on is null
        order by u.created_at, u.id limit ${key.limit}`,
  );

/** Open surges by their due day, then closed ones, the latest first. */
export const selectSurges = (db: Database, key: { schoolId: string; limit: number }): Promise<Surge[]> =>
  selectRows(
    db,
    Surge,
    sql`select s.id::text, s.title, s.evidence, s.source, s.accepted_on::text as "acceptedOn",
          a.display_name as "acceptedByName", s.due_on::text as "dueOn", o.display_name as "ownerName",
          s.course_id::text as "courseId", c.title as "courseTitle", s.closed_on::text as "closedOn",
          s.closing_note as "closingNote"
        from technology_surges s
        join people a on a.school_id = s.school_id and a.id = s.accepted_by
        left join people o on o.school_id = s.school_id and o.id = s.owner_person_id
        left join courses c on c.school_id = s.school_id and c.id = s.course_id
        where s.school_id = ${key.schoolId}::uuid
        order by s.closed_on desc nulls first, s.due_on, s.id limit ${key.limit}`,
  );

const DueWork = z.object({
  what: z.enum(['stale', 'surge']),
  schoolId: z.string(),
  timeZone: z.string(),
  id: z.string(),
  personId: z.string(),
  dueOn: z.string(),
});

/** In every school: resources in use and open surges with an owner that are due within thirty days or were. */
export const selectDueWork = (db: Database, now: Date) =>
  selectRows(
    db,
    DueWork,
    sql`select w.what, w.school_id::text as "schoolId", s.time_zone as "timeZone", w.id::text,
          w.owner::text as "personId", w.due::text as "dueOn"
        from (
          select 'stale' as what, school_id, id, owner_person_id as owner,
            (checked_on + make_interval(months => check_months))::date as due
          from library_resources where retired_at is null
          union all
          select 'surge', school_id, id, owner_person_id, due_on from technology_surges where closed_on is null) w
        join schools s on s.id = w.school_id
        where w.owner is not null
          and w.due <= (${now.toISOString()}::timestamptz at time zone s.time_zone)::date + 30
        order by w.due, w.id limit 5000`,
  );
