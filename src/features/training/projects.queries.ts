import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import {
  ClaimedTask,
  CourseTasks,
  Guidance,
  ListedProject,
  Project,
  ProjectTask,
  type ProjectMember,
} from './projects.schema.ts';
import { projectMembers, trainingProjects } from './projects.tables.ts';
import type { CourseKey } from './training.schema.ts';

export type ProjectKey = CourseKey & { projectId: string };
interface Scope {
  schoolId: string;
  /** null: the whole school. */
  courseId: string | null;
}

/** Projects that end on a day or later, by course, the latest first; `personId`: those they are members of. */
export const selectProjects = (
  db: Database,
  scope: Scope & { today: string; sinceDay: string; personId: string | null; limit: number },
): Promise<ListedProject[]> =>
  selectRows(
    db,
    ListedProject,
    sql`select p.id::text, p.course_id::text as "courseId", c.title as "courseTitle", p.title, p.source,
          p.employer_name as "employerName", p.evidence_kind as "evidenceKind",
          p.evidence_reference as "evidenceReference", p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
          (select count(*)::int from project_stages s where s.school_id = p.school_id and s.project_id = p.id)
            as deliverables,
          count(t.id)::int as tasks, count(t.id) filter (where t.state = 'done')::int as done,
          count(t.id) filter (where t.state <> 'done' and t.due_on < ${scope.today}::date)::int as overdue
        from training_projects p
        join courses c on c.school_id = p.school_id and c.id = p.course_id
        left join project_tasks t on t.school_id = p.school_id and t.project_id = p.id
        where p.school_id = ${scope.schoolId}::uuid and p.ends_on >= ${scope.sinceDay}::date
          and (${scope.courseId}::uuid is null or p.course_id = ${scope.courseId}::uuid)
          and (${scope.personId}::uuid is null or exists (select 1 from project_members m
            where m.school_id = p.school_id and m.project_id = p.id and m.person_id = ${scope.personId}::uuid))
        group by p.school_id, p.id, c.title order by c.title, p.ends_on desc, p.id limit ${scope.limit}`,
  );

export async function findProject(db: Database, key: ProjectKey): Promise<Project | undefined> {
  const [project] = await selectRows(
    db,
    Project,
    sql`select p.id::text, p.title, p.talent_type as "talentType", p.post, p.source,
          p.employer_name as "employerName", p.evidence_kind as "evidenceKind",
          p.evidence_reference as "evidenceReference", p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
          coalesce((select jsonb_agg(jsonb_build_object('stage', s.stage, 'deliverable', s.deliverable,
              'deliveredOn', s.delivered_on, 'link', s.link))
            from project_stages s where s.school_id = p.school_id and s.project_id = p.id), '[]'::jsonb) as stages,
          coalesce((select jsonb_agg(k.skill_id order by k.skill_id) from project_skills k
            where k.school_id = p.school_id and k.project_id = p.id), '[]'::jsonb) as "skillIds",
          coalesce((select jsonb_agg(t.task_id) from project_plan_tasks t
            where t.school_id = p.school_id and t.project_id = p.id), '[]'::jsonb) as "planTaskIds"
        from training_projects p
        where p.school_id = ${key.schoolId}::uuid and p.course_id = ${key.courseId}::uuid
          and p.id = ${key.projectId}::uuid`,
  );
  return project;
}

/** Tasks by due day; with `personId` of all projects of the course: theirs and their teams', not done. */
export const selectProjectTasks = (
  db: Database,
  key: CourseKey & ({ projectId: string } | { personId: string }),
): Promise<ProjectTask[]> =>
  selectRows(
    db,
    ProjectTask,
    sql`select t.id::text, t.project_id::text as "projectId", t.stage, t.title,
          t.owner_person_id::text as "ownerPersonId", o.display_name as "ownerName", t.owner_team as "ownerTeam",
          t.due_on::text as "dueOn", t.state, t.done_on::text as "doneOn", t.created_on::text as "createdOn"
        from project_tasks t
        join training_projects p on p.school_id = t.school_id and p.id = t.project_id
        left join people o on o.school_id = t.school_id and o.id = t.owner_person_id
        where t.school_id = ${key.schoolId}::uuid and p.course_id = ${key.courseId}::uuid and ${
          'projectId' in key
            ? sql`t.project_id = ${key.projectId}::uuid`
            : sql`t.state <> 'done' and exists (select 1 from project_members m
                where m.school_id = t.school_id and m.project_id = t.project_id
                  and m.person_id = ${key.personId}::uuid
                  and (t.owner_person_id = m.person_id
                    or (t.owner_person_id is null and t.owner_team = m.team)))`
        }
        order by t.due_on, t.created_on, t.id limit 500`,
  );

/** Who works on a project, by team and name. */
export const selectProjectMembers = (db: Database, key: ProjectKey): Promise<ProjectMember[]> =>
  db
    .select({ id: people.id, name: people.displayName, team: projectMembers.team })
    .from(projectMembers)
    .innerJoin(
      people,
      and(eq(people.schoolId, projectMembers.schoolId), eq(people.id, projectMembers.personId)),
    )
    .where(
      and(
        eq(projectMembers.schoolId, key.schoolId),
        eq(projectMembers.projectId, key.projectId),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(asc(projectMembers.team), asc(people.displayName), asc(people.id));

export const selectGuidance = (db: Database, key: ProjectKey): Promise<Guidance[]> =>
  selectRows(
    db,
    Guidance,
    sql`select g.id::text, b.display_name as "byName", m.display_name as "mentorName", g.day::text, g.minutes,
          g.words
        from project_guidance g
        join people b on b.school_id = g.school_id and b.id = g.by_person_id
        left join people m on m.school_id = g.school_id and m.id = g.mentor_person_id
        where g.school_id = ${key.schoolId}::uuid and g.project_id = ${key.projectId}::uuid
        order by g.day desc, g.id desc limit 200`,
  );

const living = (scope: Scope, since: Date) =>
  sql`c.school_id = ${scope.schoolId}::uuid
    and (${scope.courseId}::uuid is null or c.id = ${scope.courseId}::uuid)
    and (c.id = ${scope.courseId}::uuid or c.created_at >= ${since.toISOString()}::timestamptz
      or exists (select 1 from tasks d where d.school_id = c.school_id and d.course_id = c.id
        and d.due_at >= ${since.toISOString()}::timestamptz))`;

/** How many tasks the plans of living courses have. */
export const selectCourseTasks = (
  db: Database,
  scope: Scope & { since: Date; limit: number },
): Promise<CourseTasks[]> =>
  selectRows(
    db,
    CourseTasks,
    sql`select c.id::text as "courseId", c.title, count(*)::int as tasks
        from courses c join tasks t on t.school_id = c.school_id and t.course_id = c.id
        where ${living(scope, scope.since)} group by c.id, c.title order by c.title, c.id limit ${scope.limit}`,
  );

export const selectClaimedTasks = (
  db: Database,
  scope: Scope & { since: Date; limit: number },
): Promise<ClaimedTask[]> =>
  selectRows(
    db,
    ClaimedTask,
    sql`select t.title, c.id::text as "courseId", c.title as "courseTitle",
          coalesce((select jsonb_agg(p.project_id) from project_plan_tasks p
            where p.school_id = t.school_id and p.task_id = t.id), '[]'::jsonb) as "projectIds"
        from courses c join tasks t on t.school_id = c.school_id and t.course_id = c.id
        where ${living(scope, scope.since)} and (t.from_enterprise or exists (select 1 from project_plan_tasks p
          where p.school_id = t.school_id and p.task_id = t.id))
        order by c.title, c.id, t.position, t.id limit ${scope.limit}`,
  );

/** What a person works on, whichever the course. */
export const selectPersonProjects = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      title: trainingProjects.title,
      team: projectMembers.team,
      startsOn: trainingProjects.startsOn,
      endsOn: trainingProjects.endsOn,
      tasks: sql<{ title: string; state: string; doneOn: string | null }[]>`coalesce((select
        jsonb_agg(jsonb_build_object('title', t.title, 'state', t.state, 'doneOn', t.done_on) order by t.id)
        from project_tasks t where t.school_id = ${projectMembers.schoolId}
          and t.project_id = ${projectMembers.projectId} and t.owner_person_id = ${projectMembers.personId}),
        '[]'::jsonb)`,
    })
    .from(projectMembers)
    .innerJoin(
      trainingProjects,
      and(
        eq(trainingProjects.schoolId, projectMembers.schoolId),
        eq(trainingProjects.id, projectMembers.projectId),
      ),
    )
    .where(and(eq(projectMembers.schoolId, key.schoolId), eq(projectMembers.personId, key.personId)))
    .orderBy(asc(trainingProjects.startsOn), asc(trainingProjects.id));
