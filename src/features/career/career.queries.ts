import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { CareerProfile, Looked, MeasuredSkill } from './career.schema.ts';

interface PersonKey {
  schoolId: string;
  personId: string;
}

/** Who somebody is as far as career planning asks; enrolled since their first course as a learner. */
export async function findProfile(db: Database, key: PersonKey): Promise<CareerProfile | null> {
  const [row] = await selectRows(
    db,
    CareerProfile,
    sql`select p.display_name as name, p.category, c.name as "className", j.talent_type as "talentType",
          coalesce((select min(m.created_at) from memberships m where m.school_id = p.school_id and m.person_id = p.id
            and m.role = 'learner'), p.created_at)::text as "enrolledAt",
          (select s.assessment_due_days::int from career_settings s where s.school_id = p.school_id) as "dueDays"
        from people p
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        left join majors j on j.school_id = c.school_id and j.id = c.major_id
        where p.school_id = ${key.schoolId}::uuid and p.id = ${key.personId}::uuid and p.erased_at is null`,
  );
  return row ?? null;
}

/** What somebody's graded answers say of each skill, across courses. */
export const selectMeasured = (db: Database, key: PersonKey): Promise<MeasuredSkill[]> =>
  selectRows(
    db,
    MeasuredSkill,
    sql`select f.skill_id as "skillId", s.name, s.dimension, f.attempts::int, f.correct::int
        from skill_facts f
        join skills s on s.school_id = f.school_id and s.id = f.skill_id
        where f.school_id = ${key.schoolId}::uuid and f.person_id = ${key.personId}::uuid and f.attempts > 0
        order by f.skill_id collate "C"`,
  );

/** Who looked at somebody's assessments or portrait, newest first. */
export const selectLookers = (db: Database, key: PersonKey, limit: number): Promise<Looked[]> =>
  selectRows(
    db,
    Looked,
    sql`select e.at::text as at, e.action, a.display_name as name
        from audit_events e
        left join people a on a.school_id = e.school_id and a.id = e.actor_person_id
        where e.school_id = ${key.schoolId}::uuid and e.subject_type = 'person' and e.subject_id = ${key.personId}
          and e.action in ('instruments.result.read', 'career.portrait.read')
          and e.actor_person_id is distinct from ${key.personId}::uuid
        order by e.at desc, e.id desc limit ${limit}`,
  );
