import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';

const Work = z.object({ what: z.string(), title: z.string(), on: z.string() });

/** What somebody made, proof-read, measured, looks after or entered in this room, the latest first. */
export const selectPersonWork = (db: Database, { schoolId, personId }: PersonKey) =>
  selectRows(
    db,
    Work,
    sql`with who as (select ${schoolId}::uuid as school_id, ${personId}::uuid as person_id),
        work as (
          select 'owner' as what, r.title, r.created_at as at from library_resources r join who w
            on w.school_id = r.school_id and w.person_id = r.owner_person_id
          union all
          select unnest(array_remove(array[
              case when v.created_by = w.person_id then 'version' end,
              case when v.proofread_by = w.person_id then 'proofreading' end,
              case when v.measured_by = w.person_id then 'measure' end], null)), r.title, v.created_at
            from resource_versions v join who w on w.school_id = v.school_id
            join library_resources r on r.school_id = v.school_id and r.id = v.resource_id
          union all
          select 'course_update', u.summary, u.created_at from course_updates u join who w
            on w.school_id = u.school_id and w.person_id = u.created_by
          union all
          select 'surge', s.title, s.accepted_on::timestamptz from technology_surges s join who w
            on w.school_id = s.school_id and w.person_id in (s.accepted_by, s.owner_person_id)
          union all
          select 'compound_post', p.name, p.created_at from compound_posts p join who w
            on w.school_id = p.school_id and w.person_id in (p.school_mentor_id, p.enterprise_mentor_id)
          union all
          select 'regulation', g.name ->> 'zh-CN', e.at from regulation_events e join who w
            on w.school_id = e.school_id and w.person_id = e.by_person_id
            join regulations g on g.school_id = e.school_id and g.id = e.regulation_id)
        select what, title, at::date::text as "on" from work order by at desc, what, title`,
  );

const Review = z.object({
  subject: z.string(),
  title: z.string().nullable(),
  seat: z.string(),
  verdict: z.string(),
  comment: z.string(),
  at: z.coerce.date(),
});

/** What somebody said about others' work, the latest first. */
export const selectPersonReviews = (db: Database, { schoolId, personId }: PersonKey) =>
  selectRows(
    db,
    Review,
    sql`select c.subject, coalesce(r.title, t.title) as title, c.seat, c.verdict, c.comment, c.at
        from content_reviews c
        left join library_resources r on c.subject = 'resource' and r.school_id = c.school_id and r.id = c.subject_id
        left join course_updates u on c.subject = 'course_update' and u.school_id = c.school_id and u.id = c.subject_id
        left join courses t on t.school_id = u.school_id and t.id = u.course_id
        where c.school_id = ${schoolId}::uuid and c.person_id = ${personId}::uuid order by c.at desc, c.id`,
  );
