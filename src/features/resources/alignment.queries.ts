import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import {
  CompoundPost,
  EthicsItem,
  KindCount,
  LinkedResource,
  LinkedTarget,
  UnitEthics,
} from './alignment.schema.ts';
import { Module, Target } from './resources.schema.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** The modules of a course in the order of its plan, or of every course of a school. */
export const selectModules = (
  db: Database,
  key: { schoolId: string; courseId: string | null },
): Promise<Module[]> =>
  selectRows(
    db,
    Module,
    sql`select u.id::text, u.title, c.id::text as "courseId", c.title as "courseTitle",
          c.talent_type as "talentType"
        from units u join courses c on c.school_id = u.school_id and c.id = u.course_id
        where u.school_id = ${key.schoolId}::uuid
          and (${key.courseId}::uuid is null or u.course_id = ${key.courseId}::uuid)
        order by c.title, c.id, u.position, u.id limit 2000`,
  );

export const selectTargets = (db: Database, schoolId: string): Promise<Target[]> =>
  selectRows(
    db,
    Target,
    sql`select t.id::text, t.kind, t.name, t.issuer, t.level from integration_targets t
        where t.school_id = ${schoolId}::uuid order by t.kind, t.name, t.id limit 1000`,
  );

/** What a course's modules lead to. */
export const selectUnitTargets = (db: Database, key: CourseKey): Promise<LinkedTarget[]> =>
  selectRows(
    db,
    LinkedTarget,
    sql`select k.unit_id::text as "unitId", t.id::text, t.kind, t.name, t.issuer, t.level
        from unit_targets k
        join units u on u.school_id = k.school_id and u.id = k.unit_id
        join integration_targets t on t.school_id = k.school_id and t.id = k.target_id
        where k.school_id = ${key.schoolId}::uuid and u.course_id = ${key.courseId}::uuid
        order by t.kind, t.name, t.id`,
  );

/** The library's resources of a course's modules that aren't put away. */
export const selectUnitResources = (db: Database, key: CourseKey): Promise<LinkedResource[]> =>
  selectRows(
    db,
    LinkedResource,
    sql`select k.unit_id::text as "unitId", r.id::text, r.title, r.kind, r.minutes,
          r.published_version is not null as published
        from resource_units k
        join units u on u.school_id = k.school_id and u.id = k.unit_id
        join library_resources r on r.school_id = k.school_id and r.id = k.resource_id
        where k.school_id = ${key.schoolId}::uuid and u.course_id = ${key.courseId}::uuid and r.retired_at is null
        order by r.title, r.id`,
  );

export const selectEthicsItems = (db: Database, schoolId: string): Promise<EthicsItem[]> =>
  selectRows(
    db,
    EthicsItem,
    sql`select e.id, e.name, e.description from ethics_items e
        where e.school_id = ${schoolId}::uuid order by e.position, e.id`,
  );

export const selectUnitEthics = (db: Database, key: CourseKey): Promise<UnitEthics[]> =>
  selectRows(
    db,
    UnitEthics,
    sql`select k.unit_id::text as "unitId", k.item_id as "itemId", k.scene
        from unit_ethics k join units u on u.school_id = k.school_id and u.id = k.unit_id
        where k.school_id = ${key.schoolId}::uuid and u.course_id = ${key.courseId}::uuid`,
  );

/** How many resources of each kind there are for each talent type; null: for all of them. */
export const selectKindCounts = (db: Database, schoolId: string): Promise<KindCount[]> =>
  selectRows(
    db,
    KindCount,
    sql`select r.kind, r.talent_type as "talentType", count(*)::int as "all",
          count(r.published_version)::int as published
        from library_resources r where r.school_id = ${schoolId}::uuid and r.retired_at is null
        group by r.kind, r.talent_type`,
  );

/** Compound posts with their modules, and the talent types that a module's tasks exercise. */
export const selectCompoundPosts = (db: Database, schoolId: string): Promise<CompoundPost[]> =>
  selectRows(
    db,
    CompoundPost,
    sql`select p.id::text, p.name, p.note, p.cycle_weeks as "cycleWeeks",
          p.school_mentor_id::text as "schoolMentorId", s.display_name as "schoolMentorName",
          p.enterprise_mentor_id::text as "enterpriseMentorId", e.display_name as "enterpriseMentorName",
          coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'title', u.title, 'courseId', c.id,
              'courseTitle', c.title, 'talentType', c.talent_type, 'skillTypes',
              (select coalesce(jsonb_agg(distinct k.talent_type), '[]'::jsonb) from tasks t
                join task_skills x on x.school_id = t.school_id and x.task_id = t.id
                join skills k on k.school_id = x.school_id and k.id = x.skill_id
                where t.school_id = u.school_id and t.unit_id = u.id)) order by c.title, u.position, u.id)
            from compound_post_units l join units u on u.school_id = l.school_id and u.id = l.unit_id
            join courses c on c.school_id = u.school_id and c.id = u.course_id
            where l.school_id = p.school_id and l.post_id = p.id), '[]'::jsonb) as modules
        from compound_posts p
        left join people s on s.school_id = p.school_id and s.id = p.school_mentor_id
        left join people e on e.school_id = p.school_id and e.id = p.enterprise_mentor_id
        where p.school_id = ${schoolId}::uuid order by p.name, p.id limit 500`,
  );
