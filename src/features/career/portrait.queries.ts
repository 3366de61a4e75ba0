import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';

interface PersonKey {
  schoolId: string;
  personId: string;
}

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const Assessed = z.object({
  attemptId: z.string(),
  instrumentId: z.string(),
  version: z.int(),
  title: Text,
  at: z.coerce.date(),
});

/** What somebody handed in, newest first: which, not what came of it. */
export const selectAssessed = (db: Database, key: PersonKey, limit: number) =>
  selectRows(
    db,
    Assessed,
    sql`select t.id::text as "attemptId", t.instrument_id as "instrumentId", t.version::int,
          v.definition->'title' as title, t.submitted_at::text as at
        from instrument_attempts t
        join instrument_versions v on v.school_id = t.school_id and v.instrument_id = t.instrument_id
          and v.version = t.version
        where t.school_id = ${key.schoolId}::uuid and t.person_id = ${key.personId}::uuid
          and t.submitted_at is not null
        order by t.submitted_at desc, t.id desc limit ${limit}`,
  );

const Practised = z.object({
  kind: z.enum(['task', 'lecture', 'mastered']),
  at: z.coerce.date(),
  title: z.string().nullable(),
  name: Text.nullable(),
  place: z.string().nullable(),
});

/** Steps in practice, newest first: project tasks done, career lectures attended, weak spots overcome. */
export const selectPractised = (db: Database, key: PersonKey, limit: number) =>
  selectRows(
    db,
    Practised,
    sql`select * from (
          select 'task' as kind, t.done_on::timestamptz::text as at, t.title, null::jsonb as name, p.title as place
          from project_tasks t
          join training_projects p on p.school_id = t.school_id and p.id = t.project_id
          left join project_members m on m.school_id = t.school_id and m.project_id = t.project_id
            and m.person_id = ${key.personId}::uuid
          where t.school_id = ${key.schoolId}::uuid and t.done_on is not null
            and (t.owner_person_id = ${key.personId}::uuid or (t.owner_team is not null and t.owner_team = m.team))
          union all
          select 'lecture', s.starts_at::text, s.title, null, c.title
          from attendances a
          join offline_sessions s on s.school_id = a.school_id and s.id = a.offline_session_id
          join courses c on c.school_id = s.school_id and c.id = s.course_id
          where a.school_id = ${key.schoolId}::uuid and a.person_id = ${key.personId}::uuid
            and a.state in ('present', 'late') and s.kind = 'career_lecture'
          union all
          select 'mastered', w.released_at::text, null, k.name, c.title
          from weak_spots w
          join skills k on k.school_id = w.school_id and k.id = w.skill_id
          join courses c on c.school_id = w.school_id and c.id = w.course_id
          where w.school_id = ${key.schoolId}::uuid and w.person_id = ${key.personId}::uuid
            and w.released_at is not null and w.confirmed_at is not null) practised
        order by at::timestamptz desc limit ${limit}`,
  );
