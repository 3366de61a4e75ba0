import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { TASK_KINDS } from '../programme/index.ts';
import type { MappedTask, Mapping } from './locate.rules.ts';

const CourseRow = z.object({ activityId: z.string(), courseId: z.string() });
const TaskRow = z.object({
  id: z.string(),
  courseId: z.string(),
  kind: z.enum(TASK_KINDS),
  activityId: z.string(),
  skillIds: z.array(z.string()),
});
const ItemRow = z.object({ courseId: z.string(), activityId: z.string(), skillIds: z.array(z.string()) });
const SkillRow = z.object({ id: z.string() });

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** What a school's courses and plans say about these activities and skills; `publicUrl` begins our own courses' IRIs. */
export async function selectMapping(
  db: Database,
  schoolId: string,
  publicUrl: string,
  wanted: { activityIds: string[]; skillIds: string[] },
): Promise<Mapping> {
  const moved = await selectMovedActivities(db, schoolId, wanted.activityIds);
  const activityIds = [...new Set([...wanted.activityIds, ...moved.map(({ ownId }) => ownId)])];
  const tasks = new Map<string, MappedTask[]>();
  for (const task of await selectMappedTasks(db, schoolId, activityIds))
    tasks.set(task.activityId, [...(tasks.get(task.activityId) ?? []), task]);
  const courses = new Map(
    (await selectMappedCourses(db, schoolId, publicUrl, activityIds)).map((row) => [
      row.activityId,
      row.courseId,
    ]),
  );
  const items = await selectItemSkills(db, schoolId, activityIds);
  const itemSkills = new Map(
    items.map(({ courseId, activityId, skillIds }) => [`${courseId}|${activityId}`, skillIds]),
  );
  // What a plan says of the very address comes first.
  for (const { activityId, ownId } of moved) {
    const courseId = courses.get(ownId);
    if (courseId !== undefined && !courses.has(activityId)) courses.set(activityId, courseId);
    const there = tasks.get(ownId);
    if (there && !tasks.has(activityId))
      tasks.set(
        activityId,
        there.map((task) => ({ ...task, activityId })),
      );
    for (const item of items) {
      const key = `${item.courseId}|${activityId}`;
      if (item.activityId === ownId && !itemSkills.has(key)) itemSkills.set(key, item.skillIds);
    }
  }
  return {
    tasks,
    courses,
    itemSkills,
    skills: new Set((await selectKnownSkills(db, schoolId, wanted.skillIds)).map(({ id }) => id)),
  };
}

const MovedRow = z.object({ activityId: z.string(), ownId: z.string() });

/** Those of the activities whose address is below an alias of a platform, with the address they have at the platform itself. */
const selectMovedActivities = (
  db: Database,
  schoolId: string,
  activityIds: string[],
): Promise<z.output<typeof MovedRow>[]> =>
  selectRows(
    db,
    MovedRow,
    sql`select distinct on (w.value) w.value as "activityId",
          h.platform || substr(w.value, length(h.home_page) + 1) as "ownId"
        from home_page_aliases h
        join jsonb_array_elements_text(${asJson(activityIds)}) w(value) on starts_with(w.value, h.home_page || '/')
        where h.school_id = ${schoolId}::uuid
        order by w.value, length(h.home_page) desc`,
  );

function selectMappedCourses(
  db: Database,
  schoolId: string,
  publicUrl: string,
  activityIds: string[],
): Promise<z.output<typeof CourseRow>[]> {
  const prefix = `${publicUrl}/courses/`;
  const own = activityIds
    .filter((id) => id.startsWith(prefix) && new RegExp(`^${UUID}$`, 'i').test(id.slice(prefix.length)))
    .map((id) => ({ activityId: id, courseId: id.slice(prefix.length) }));
  return selectRows(
    db,
    CourseRow,
    sql`select o."activityId", c.id::text as "courseId"
        from jsonb_to_recordset(${asJson(own)}) as o("activityId" text, "courseId" uuid)
        join courses c on c.school_id = ${schoolId}::uuid and c.id = o."courseId"
        union all
        select w.value, min(c.id::text)
        from courses c
        cross join lateral jsonb_array_elements_text(c.activity_ids) a(value)
        join jsonb_array_elements_text(${asJson(activityIds)}) w(value) on w.value = a.value
        where c.school_id = ${schoolId}::uuid
        group by w.value`,
  );
}

const selectMappedTasks = (db: Database, schoolId: string, activityIds: string[]): Promise<MappedTask[]> =>
  selectRows(
    db,
    TaskRow,
    sql`select t.id::text, t.course_id::text as "courseId", t.kind, t.activity_id as "activityId",
          coalesce((select jsonb_agg(ts.skill_id order by ts.skill_id collate "C") from task_skills ts
            where ts.school_id = t.school_id and ts.task_id = t.id), '[]'::jsonb) as "skillIds"
        from tasks t
        where t.school_id = ${schoolId}::uuid
          and t.activity_id in (select value from jsonb_array_elements_text(${asJson(activityIds)}))
        order by t.course_id, t.position, t.id`,
  );

const selectItemSkills = (
  db: Database,
  schoolId: string,
  activityIds: string[],
): Promise<z.output<typeof ItemRow>[]> =>
  selectRows(
    db,
    ItemRow,
    sql`select i.course_id::text as "courseId", i.activity_id as "activityId",
          jsonb_agg(i.skill_id order by i.skill_id collate "C") as "skillIds"
        from item_skills i
        where i.school_id = ${schoolId}::uuid
          and i.activity_id in (select value from jsonb_array_elements_text(${asJson(activityIds)}))
        group by i.course_id, i.activity_id`,
  );

const selectKnownSkills = (
  db: Database,
  schoolId: string,
  ids: string[],
): Promise<z.output<typeof SkillRow>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : selectRows(
        db,
        SkillRow,
        sql`select s.id from skills s where s.school_id = ${schoolId}::uuid
            and s.id in (select value from jsonb_array_elements_text(${asJson(ids)}))`,
      );

/**
 * Notes courses whose mapping changed since it was looked at last, and marks whoever's facts that touches: actors with
 * facts in the course, and actors whose events waited for an activity that the course has now.
 */
export async function markRemappedActors(tx: Database, schoolId: string): Promise<void> {
  const changed = await selectRows(
    tx,
    z.object({ courseId: z.string() }),
    sql`insert into folded_courses (school_id, course_id, mapping)
        select c.school_id, c.id, md5(concat_ws('|', s.time_zone, c.activity_ids::text,
          (select string_agg(concat_ws(' ', t.id, t.kind, t.activity_id), ',' order by t.id) from tasks t
            where t.school_id = c.school_id and t.course_id = c.id and t.activity_id is not null),
          (select string_agg(concat_ws(' ', ts.task_id, ts.skill_id), ',' order by ts.task_id, ts.skill_id)
            from task_skills ts join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
            where t.school_id = c.school_id and t.course_id = c.id and t.activity_id is not null),
          (select string_agg(concat_ws(' ', i.activity_id, i.skill_id), ',' order by i.activity_id, i.skill_id)
            from item_skills i where i.school_id = c.school_id and i.course_id = c.id),
          (select string_agg(concat_ws(' ', h.home_page, h.platform), ',' order by h.home_page)
            from home_page_aliases h where h.school_id = c.school_id),
          (select string_agg(concat_ws(' ', extract(epoch from l.starts_at), extract(epoch from l.ends_at)), ','
            order by l.starts_at, l.ends_at) from lessons l where l.school_id = c.school_id and l.course_id = c.id),
          (select concat_ws(' ', p.grace_minutes, p.preparation_hours) from phase_settings p
            where p.school_id = c.school_id and p.course_id = c.id)))
        from courses c join schools s on s.id = c.school_id where c.school_id = ${schoolId}::uuid
        on conflict (school_id, course_id) do update set mapping = excluded.mapping
          where folded_courses.mapping <> excluded.mapping
        returning course_id::text as "courseId"`,
  );
  if (changed.length === 0) return;
  const courseIds = sql`(select value::uuid from jsonb_array_elements_text(${asJson(changed.map(({ courseId }) => courseId))}))`;
  await tx.execute(
    sql`insert into refold_actors (school_id, actor_key, waits_for)
        select i.school_id, i.actor_key, '' from identities i
        where i.school_id = ${schoolId}::uuid and i.person_id in (
          select f.person_id from learner_facts f
          where f.school_id = ${schoolId}::uuid and f.course_id in ${courseIds})
        union
        select u.school_id, u.actor_key, '' from unknown_actors u
        where u.school_id = ${schoolId}::uuid and u.course_id in ${courseIds}
        union
        select r.school_id, r.actor_key, '' from refold_actors r
        where r.school_id = ${schoolId}::uuid and r.waits_for in (
          with named(value) as (
            select a.value from courses c cross join lateral jsonb_array_elements_text(c.activity_ids) a(value)
            where c.school_id = ${schoolId}::uuid and c.id in ${courseIds}
            union all
            select t.activity_id from tasks t
            where t.school_id = ${schoolId}::uuid and t.course_id in ${courseIds} and t.activity_id is not null
          )
          select value from named
          union all
          select h.home_page || substr(n.value, length(h.platform) + 1) from named n
          join home_page_aliases h on h.school_id = ${schoolId}::uuid and starts_with(n.value, h.platform || '/'))
        on conflict do nothing`,
  );
}
