import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';

const Row = z.object({
  at: z.coerce.date(),
  event: z.enum(['set', 'changed', 'reached', 'dropped', 'interview', 'experience']),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }).nullable(),
});

/** What happened to somebody's goals, newest first. */
export const selectPortraitGoals = (db: Database, key: PersonKey & { limit: number }) =>
  selectRows(
    db,
    Row,
    sql`select e.at::text as at, e.event, o.title from (
          select v.school_id, v.set_at as at, case when v.version = 1 then 'set' else 'changed' end as event,
            v.occupation_id
          from career_goal_versions v
          join career_goals g on g.school_id = v.school_id and g.id = v.goal_id
          where g.school_id = ${key.schoolId}::uuid and g.person_id = ${key.personId}::uuid
          union all
          select g.school_id, g.ended_at, g.state, v.occupation_id
          from career_goals g
          join career_goal_versions v on v.school_id = g.school_id and v.goal_id = g.id and v.version = g.version
          where g.school_id = ${key.schoolId}::uuid and g.person_id = ${key.personId}::uuid
            and g.ended_at is not null
          union all
          select c.school_id, c.created_at, c.kind, null from career_calibrations c
          where c.school_id = ${key.schoolId}::uuid and c.person_id = ${key.personId}::uuid) e
        left join occupations o on o.school_id = e.school_id and o.id = e.occupation_id
        order by e.at desc limit ${key.limit}`,
  );
