import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { PersonOfSchool } from './employment.schema.ts';
import { VerifiedProject, VerifiedSkill } from './resume.schema.ts';
import { resumeComments, resumeShares, resumes } from './resume.tables.ts';

export const selectResumes = (db: Database, { schoolId, personId }: PersonOfSchool) =>
  db
    .select()
    .from(resumes)
    .where(and(eq(resumes.schoolId, schoolId), eq(resumes.personId, personId)))
    .orderBy(desc(resumes.updatedAt))
    .limit(50);
export type ResumeRow = typeof resumes.$inferSelect;

export async function findResume(
  db: Database,
  { schoolId, resumeId }: { schoolId: string; resumeId: string },
): Promise<(ResumeRow & { personName: string }) | null> {
  const [row] = await db
    .select({ resume: resumes, personName: people.displayName })
    .from(resumes)
    .innerJoin(people, and(eq(people.schoolId, resumes.schoolId), eq(people.id, resumes.personId)))
    .where(and(eq(resumes.schoolId, schoolId), eq(resumes.id, resumeId)));
  return row ? { ...row.resume, personName: row.personName } : null;
}

/** The résumé an address leads to, as long as it holds. */
export async function findShared(db: Database, tokenHash: string, now: Date) {
  const [row] = await db
    .select({ resume: resumes, timeZone: schools.timeZone })
    .from(resumeShares)
    .innerJoin(
      resumes,
      and(eq(resumes.schoolId, resumeShares.schoolId), eq(resumes.id, resumeShares.resumeId)),
    )
    .innerJoin(schools, eq(schools.id, resumes.schoolId))
    .where(and(eq(resumeShares.tokenHash, tokenHash), gt(resumeShares.expiresAt, now)));
  return row ?? null;
}

export const selectShares = (
  db: Database,
  { schoolId, resumeId }: { schoolId: string; resumeId: string },
  now: Date,
) =>
  db
    .select({ id: resumeShares.id, expiresAt: resumeShares.expiresAt })
    .from(resumeShares)
    .where(
      and(
        eq(resumeShares.schoolId, schoolId),
        eq(resumeShares.resumeId, resumeId),
        gt(resumeShares.expiresAt, now),
      ),
    )
    .orderBy(asc(resumeShares.expiresAt));

export const selectComments = (
  db: Database,
  { schoolId, resumeId }: { schoolId: string; resumeId: string },
) =>
  db
    .select({
      wordsSealed: resumeComments.wordsSealed,
      at: resumeComments.at,
      byName: people.displayName,
    })
    .from(resumeComments)
    .innerJoin(
      people,
      and(eq(people.schoolId, resumeComments.schoolId), eq(people.id, resumeComments.byPersonId)),
    )
    .where(and(eq(resumeComments.schoolId, schoolId), eq(resumeComments.resumeId, resumeId)))
    .orderBy(asc(resumeComments.at));

const ForReview = z.object({
  id: z.string(),
  personName: z.string(),
  updatedAt: z.coerce.date(),
  comments: z.number(),
});

/** Résumés of a course's learners that wait for a word, those with the fewest first. */
export const selectForReview = (
  db: Database,
  { schoolId, courseId }: { schoolId: string; courseId: string },
) =>
  selectRows(
    db,
    ForReview,
    sql`select r.id::text as id, p.display_name as "personName", r.updated_at as "updatedAt",
          (select count(*)::int from resume_comments c where c.school_id = r.school_id and c.resume_id = r.id) as comments
        from resumes r
        join people p on p.school_id = r.school_id and p.id = r.person_id and p.erased_at is null
        where r.school_id = ${schoolId}::uuid and r.for_review
          and exists (select 1 from memberships m where m.school_id = r.school_id and m.person_id = r.person_id
            and m.course_id = ${courseId}::uuid and m.role = 'learner' and m.active)
        order by 4, r.updated_at desc limit 200`,
  );

/** Projects somebody worked on and finished tasks of. */
export const selectVerifiedProjects = (
  db: Database,
  { schoolId, personId }: PersonOfSchool,
): Promise<VerifiedProject[]> =>
  selectRows(
    db,
    VerifiedProject,
    sql`select 'project ' || p.id::text as id, p.title, p.post, p.employer_name as "employerName",
          p.evidence_kind as "evidenceKind", p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
          count(t.id)::int as done
        from project_members m
        join training_projects p on p.school_id = m.school_id and p.id = m.project_id
        join project_tasks t on t.school_id = p.school_id and t.project_id = p.id and t.state = 'done'
          and (t.owner_person_id = m.person_id or (t.owner_team is not null and t.owner_team = m.team))
        where m.school_id = ${schoolId}::uuid and m.person_id = ${personId}::uuid
        group by p.school_id, p.id order by p.ends_on desc, p.id limit 30`,
  );

/** Skills of which somebody has at least so many of the latest ten answers right. */
export const selectVerifiedSkills = (
  db: Database,
  { schoolId, personId, least, share }: PersonOfSchool & { least: number; share: number },
): Promise<VerifiedSkill[]> =>
  selectRows(
    db,
    VerifiedSkill,
    sql`select 'skill ' || s.id as id, s.name, f.attempts, f.correct, f.last_attempt_at::date::text as "lastOn"
        from skill_facts f
        join skills s on s.school_id = f.school_id and s.id = f.skill_id
        where f.school_id = ${schoolId}::uuid and f.person_id = ${personId}::uuid
          and f.attempts >= ${least} and f.correct >= f.attempts * ${share}::float8
        order by f.correct::float8 / f.attempts desc, s.id limit 30`,
  );

/** Whether somebody teaches or looks after a course the learner is in. */
export async function sharesCourse(
  db: Database,
  { schoolId, courseId, personId }: PersonOfSchool & { courseId: string },
): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ personId: z.string() }),
    sql`select person_id::text as "personId" from memberships
        where school_id = ${schoolId}::uuid and course_id = ${courseId}::uuid
          and person_id = ${personId}::uuid and role = 'learner' and active limit 1`,
  );
  return rows.length > 0;
}
