import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';

/** The course each of several learners came to last, by person. */
export async function selectNewestCourses(
  db: Database,
  key: { schoolId: string; personIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string(), courseId: z.string() }),
    sql`select distinct on (m.person_id) m.person_id::text as "personId", m.course_id::text as "courseId"
        from memberships m
        where m.school_id = ${key.schoolId}::uuid and m.role = 'learner' and m.active
          and m.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))
        order by m.person_id, m.last_launch_at desc nulls last, m.created_at desc, m.course_id`,
  );
  return new Map(rows.map(({ personId, courseId }) => [personId, courseId]));
}

const Change = z.object({
  schoolId: z.string(),
  occupationId: z.string(),
  of: z.enum(['openings', 'pay']),
  before: z.number(),
  after: z.number(),
  source: z.string(),
  region: z.string(),
  beforeOn: z.string(),
  afterOn: z.string(),
});

/** For each post that somebody aims at: the newest figures of a source and region beside those before them. */
export const selectDemandChanges = (db: Database) =>
  selectRows(
    db,
    Change,
    sql`with aimed as (
          select distinct v.school_id, v.occupation_id
          from career_goals g
          join career_goal_versions v on v.school_id = g.school_id and v.goal_id = g.id and v.version = g.version
          where g.state = 'active' and v.occupation_id is not null),
        figures as (
          select f.school_id, f.occupation_id, f.source, f.region, f.figure_date, k.of, k.value,
            lag(k.value) over w as before, lag(f.figure_date) over w as before_on,
            row_number() over (partition by f.school_id, f.occupation_id, f.source, f.region, k.of
              order by f.figure_date desc, f.id desc) as place
          from occupation_figures f
          join aimed a on a.school_id = f.school_id and a.occupation_id = f.occupation_id
          cross join lateral (values ('openings', f.openings), ('pay', f.pay_median)) as k(of, value)
          where k.value is not null
          window w as (partition by f.school_id, f.occupation_id, f.source, f.region, k.of
            order by f.figure_date, f.id))
        select school_id::text as "schoolId", occupation_id as "occupationId", of, before::int, value::int as after,
          source, region, before_on::text as "beforeOn", figure_date::text as "afterOn"
        from figures where place = 1 and before is not null
        order by school_id, occupation_id, source, region, of`,
  );
