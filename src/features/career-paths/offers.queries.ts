import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { ListedOffer, ProjectRow, UnitRow } from './offer.schema.ts';

/** Units of a learner's courses that exercise some skill and have tasks the learner hasn't completed. */
export const selectUnitOffers = (db: Database, key: PersonKey & { timeZone: string }): Promise<UnitRow[]> =>
  selectRows(
    db,
    UnitRow,
    sql`select u.id::text, u.title, c.title as "courseTitle", count(distinct t.id)::int as tasks,
          max((t.due_at at time zone ${key.timeZone})::date)::text as "endsOn",
          jsonb_agg(distinct ts.skill_id) as "skillIds"
        from memberships m
        join courses c on c.school_id = m.school_id and c.id = m.course_id
        join units u on u.school_id = m.school_id and u.course_id = m.course_id
        join tasks t on t.school_id = u.school_id and t.unit_id = u.id
        join task_skills ts on ts.school_id = t.school_id and ts.task_id = t.id
        left join task_facts f on f.school_id = t.school_id and f.task_id = t.id and f.person_id = m.person_id
        where m.school_id = ${key.schoolId}::uuid and m.person_id = ${key.personId}::uuid and m.role = 'learner'
          and m.active and f.completed_at is null
        group by u.id, u.title, c.title order by u.id`,
  );

/** Training projects of a learner's courses that aren't over. */
export const selectProjectOffers = (
  db: Database,
  key: PersonKey & { today: string },
): Promise<ProjectRow[]> =>
  selectRows(
    db,
    ProjectRow,
    sql`select p.id::text, p.title, p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
          (select count(*)::int from project_tasks t where t.school_id = p.school_id and t.project_id = p.id) as tasks,
          jsonb_agg(k.skill_id order by k.skill_id) as "skillIds"
        from memberships m
        join training_projects p on p.school_id = m.school_id and p.course_id = m.course_id
        join project_skills k on k.school_id = p.school_id and k.project_id = p.id
        where m.school_id = ${key.schoolId}::uuid and m.person_id = ${key.personId}::uuid and m.role = 'learner'
          and m.active and p.ends_on >= ${key.today}::date
        group by p.school_id, p.id order by p.id`,
  );

/** Certificates and contests of the school that can still be had, the next first. */
export const selectListedOffers = (
  db: Database,
  key: { schoolId: string; today: string },
): Promise<ListedOffer[]> =>
  selectRows(
    db,
    ListedOffer,
    sql`select o.id::text, o.kind, o.title, o.organiser, o.url, o.minutes::int, o.apply_by::text as "applyBy",
          o.held_on::text as "heldOn",
          coalesce((select jsonb_agg(jsonb_build_object('skillId', s.skill_id, 'from', s.from_level,
              'to', s.to_level) order by s.skill_id)
            from career_offer_skills s where s.school_id = o.school_id and s.offer_id = o.id), '[]'::jsonb) as skills
        from career_offers o
        where o.school_id = ${key.schoolId}::uuid and o.retired_at is null
          and (o.held_on is null or o.held_on >= ${key.today}::date)
        order by o.held_on nulls last, o.title, o.id`,
  );

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const NamedSkill = z.object({ id: z.string(), name: Text });

/** Every skill that the graph or some post of the catalogue names, once; `ids` left out: all. */
export const selectNamedSkills = (db: Database, key: { schoolId: string; ids?: readonly string[] }) =>
  selectRows(
    db,
    NamedSkill,
    sql`select distinct on (n.id) n.id, n.name from (
          select s.id, s.name, 1 as place from skills s where s.school_id = ${key.schoolId}::uuid
          union all
          select k.skill_id, k.name, 2 from occupation_skills k
          where k.school_id = ${key.schoolId}::uuid and k.importance > 0) n
        where ${key.ids === undefined}::boolean
          or n.id in (select value from jsonb_array_elements_text(${asJson(key.ids ?? [])}))
        order by n.id, n.place`,
  );
