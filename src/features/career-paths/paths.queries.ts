import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { OFFER_KINDS } from './path.schema.ts';
import { PathStanding, type PathItemRow, type PathRow } from './stored-path.schema.ts';
import { careerPathItems, careerPaths } from './paths.tables.ts';

/** The plan that holds; none: nobody made one. */
export async function findCurrentPath(
  db: Database,
  { schoolId, personId }: PersonKey,
): Promise<PathRow | undefined> {
  const [row] = await db
    .select()
    .from(careerPaths)
    .where(
      and(
        eq(careerPaths.schoolId, schoolId),
        eq(careerPaths.personId, personId),
        eq(careerPaths.current, true),
      ),
    );
  return row;
}

/** All plans somebody ever had, the newest first. */
export const selectPathsOfPerson = (db: Database, { schoolId, personId }: PersonKey): Promise<PathRow[]> =>
  db
    .select()
    .from(careerPaths)
    .where(and(eq(careerPaths.schoolId, schoolId), eq(careerPaths.personId, personId)))
    .orderBy(desc(careerPaths.version));

/** A plan's items in the order of time. */
export const selectPathItems = (
  db: Database,
  key: { schoolId: string; pathId: string },
): Promise<PathItemRow[]> =>
  db
    .select()
    .from(careerPathItems)
    .where(and(eq(careerPathItems.schoolId, key.schoolId), eq(careerPathItems.pathId, key.pathId)))
    .orderBy(asc(careerPathItems.startsOn), asc(careerPathItems.endsOn), asc(careerPathItems.key));

/** The plans that several people have now. */
export const selectPathStandings = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[] },
): Promise<PathStanding[]> =>
  selectRows(
    db,
    PathStanding,
    sql`select p.id::text as "pathId", p.person_id::text as "personId", p.occupation_id as "occupationId",
          p.gap_importance as "gapImportance", p.covered_importance as "coveredImportance",
          jsonb_array_length(p.unmet)::int as unmet, p.confirmed_at is not null as confirmed,
          p.approved_at is not null as approved
        from career_paths p
        where p.school_id = ${key.schoolId}::uuid and p.current
          and p.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))`,
  );

const FollowedRow = z.object({
  personId: z.string(),
  kind: z.enum(OFFER_KINDS),
  startsOn: z.string(),
  endsOn: z.string(),
  minutes: z.int(),
  progress: z.number(),
});

/** Items of those plans that should have begun. */
export const selectBegunItems = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[]; today: string },
) =>
  selectRows(
    db,
    FollowedRow,
    sql`select p.person_id::text as "personId", i.kind, i.starts_on::text as "startsOn", i.ends_on::text as "endsOn",
          i.minutes::int, i.progress
        from career_paths p
        join career_path_items i on i.school_id = p.school_id and i.path_id = p.id
        where p.school_id = ${key.schoolId}::uuid and p.current and i.starts_on <= ${key.today}::date
          and p.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))`,
  );

const Tries = z.object({ skillId: z.string(), attempts: z.int(), correct: z.int() });

/** A person's latest graded answers by skill. */
export const selectTries = (db: Database, key: PersonKey) =>
  selectRows(
    db,
    Tries,
    sql`select f.skill_id as "skillId", f.attempts::int, f.correct::int from skill_facts f
        where f.school_id = ${key.schoolId}::uuid and f.person_id = ${key.personId}::uuid`,
  );

const Share = z.object({ key: z.string(), share: z.number() });

/** How much of each unit and project in a person's plan is done by the records: tasks completed of all. */
export const selectRecordedShares = (db: Database, key: PersonKey & { pathId: string }) =>
  selectRows(
    db,
    Share,
    sql`select i.key, (count(f.completed_at)::float8 / count(*)) as share
        from career_path_items i
        join tasks t on t.school_id = i.school_id and 'unit:' || t.unit_id::text = i.key
        left join task_facts f on f.school_id = t.school_id and f.task_id = t.id
          and f.person_id = ${key.personId}::uuid
        where i.school_id = ${key.schoolId}::uuid and i.path_id = ${key.pathId}::uuid and i.kind = 'unit'
        group by i.key
        union all
        select i.key, (count(*) filter (where t.state = 'done'))::float8 / count(*)
        from career_path_items i
        join project_members m on m.school_id = i.school_id and 'project:' || m.project_id::text = i.key
          and m.person_id = ${key.personId}::uuid
        join project_tasks t on t.school_id = m.school_id and t.project_id = m.project_id
          and (t.owner_person_id = m.person_id or (t.owner_person_id is null
            and (t.owner_team is null or t.owner_team = m.team)))
        where i.school_id = ${key.schoolId}::uuid and i.path_id = ${key.pathId}::uuid and i.kind = 'project'
        group by i.key`,
  );

/** Everybody with a plan that holds. */
export const selectPathHolders = (db: Database) =>
  db
    .select({ schoolId: careerPaths.schoolId, personId: careerPaths.personId })
    .from(careerPaths)
    .where(eq(careerPaths.current, true))
    .orderBy(asc(careerPaths.schoolId), asc(careerPaths.personId));

const Holder = z.object({
  schoolId: z.string(),
  personId: z.string(),
  courseId: z.string(),
  timeZone: z.string(),
});

/** The same with the course each of them came to last, where they are in one. */
export const selectHoldersWithCourse = (db: Database) =>
  selectRows(
    db,
    Holder,
    sql`select distinct on (p.school_id, p.person_id) p.school_id::text as "schoolId",
          p.person_id::text as "personId", m.course_id::text as "courseId", s.time_zone as "timeZone"
        from career_paths p
        join schools s on s.id = p.school_id
        join memberships m on m.school_id = p.school_id and m.person_id = p.person_id and m.role = 'learner'
          and m.active
        where p.current
        order by p.school_id, p.person_id, m.last_launch_at desc nulls last, m.created_at desc, m.course_id`,
  );
