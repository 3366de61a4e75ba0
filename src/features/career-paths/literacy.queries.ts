import { and, desc, eq, sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { people } from '../roster/roster.tables.ts';
import { Mapping, Place, TeamRecord, type EvidenceRow, type MarkRow } from './literacy.schema.ts';
import { literacyEvidence, literacyMarks } from './literacy.tables.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** Where a course exercises which literacy. */
export const selectMappings = (db: Database, key: CourseKey): Promise<Mapping[]> =>
  selectRows(
    db,
    Mapping,
    sql`select m.id::text, m.dimension, coalesce(u.title, p.title) as place,
          case when m.unit_id is null then 'project' else 'unit' end as kind, m.expects
        from literacy_mappings m
        left join units u on u.school_id = m.school_id and u.id = m.unit_id
        left join training_projects p on p.school_id = m.school_id and p.id = m.project_id
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
        order by m.dimension, u.position nulls last, place, m.id`,
  );

/** Units and projects of a course, by the value a form sends. */
export const selectPlaces = (db: Database, key: CourseKey): Promise<Place[]> =>
  selectRows(
    db,
    Place,
    sql`select value, title from (
          select 'unit:' || id::text as value, title, 1 as part, position from units
          where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
          union all
          select 'project:' || id::text, title, 2, 0 from training_projects
          where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid) p
        order by part, position, title, value`,
  );

/** How somebody was marked, newest first. */
export const selectMarks = (db: Database, { schoolId, personId }: PersonKey): Promise<MarkRow[]> =>
  db
    .select({
      dimension: literacyMarks.dimension,
      level: literacyMarks.level,
      markedOn: literacyMarks.markedOn,
      byName: people.displayName,
      place: sql<string | null>`(select coalesce(u.title, p.title) from literacy_mappings m
        left join units u on u.school_id = m.school_id and u.id = m.unit_id
        left join training_projects p on p.school_id = m.school_id and p.id = m.project_id
        where m.school_id = ${literacyMarks.schoolId} and m.id = ${literacyMarks.mappingId})`,
      wordsSealed: literacyMarks.wordsSealed,
    })
    .from(literacyMarks)
    .innerJoin(
      people,
      and(eq(people.schoolId, literacyMarks.schoolId), eq(people.id, literacyMarks.byPersonId)),
    )
    .where(and(eq(literacyMarks.schoolId, schoolId), eq(literacyMarks.personId, personId)))
    .orderBy(desc(literacyMarks.markedOn), desc(literacyMarks.id));

/** What somebody shows, newest first. */
export const selectEvidence = (db: Database, { schoolId, personId }: PersonKey): Promise<EvidenceRow[]> =>
  db
    .select({
      id: literacyEvidence.id,
      dimension: literacyEvidence.dimension,
      link: literacyEvidence.link,
      addedOn: literacyEvidence.addedOn,
      wordsSealed: literacyEvidence.wordsSealed,
    })
    .from(literacyEvidence)
    .where(and(eq(literacyEvidence.schoolId, schoolId), eq(literacyEvidence.personId, personId)))
    .orderBy(desc(literacyEvidence.addedOn), desc(literacyEvidence.id));

/** Somebody's part in the teams of training projects: their and their team's tasks, done, and done in time. */
export const selectTeamRecords = (db: Database, key: PersonKey): Promise<TeamRecord[]> =>
  selectRows(
    db,
    TeamRecord,
    sql`select p.title as project, m.team, count(t.id)::int as tasks,
          count(t.id) filter (where t.state = 'done')::int as done,
          count(t.id) filter (where t.state = 'done' and t.done_on <= t.due_on)::int as "inTime"
        from project_members m
        join training_projects p on p.school_id = m.school_id and p.id = m.project_id
        left join project_tasks t on t.school_id = m.school_id and t.project_id = m.project_id
          and (t.owner_person_id = m.person_id or (t.owner_person_id is null and t.owner_team = m.team))
        where m.school_id = ${key.schoolId}::uuid and m.person_id = ${key.personId}::uuid
        group by p.id, p.title, p.starts_on, m.team order by p.starts_on desc, p.id`,
  );
