import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { notFound } from '../../infra/errors.ts';
import { classes, colleges, majors, people, schools, terms } from './roster.tables.ts';

export async function getSchool(db: Database, schoolId: string) {
  const [row] = await db.select().from(schools).where(eq(schools.id, schoolId));
  if (!row) throw notFound();
  return row;
}

export const selectColleges = (db: Database, schoolId: string) =>
  db
    .select({ id: colleges.id, name: colleges.name })
    .from(colleges)
    .where(eq(colleges.schoolId, schoolId))
    .orderBy(asc(colleges.name));

export const selectMajors = (db: Database, schoolId: string) =>
  db
    .select({
      id: majors.id,
      name: majors.name,
      collegeId: majors.collegeId,
      talentType: majors.talentType,
    })
    .from(majors)
    .where(eq(majors.schoolId, schoolId))
    .orderBy(asc(majors.name));

export const selectClasses = (db: Database, schoolId: string) =>
  db
    .select({
      id: classes.id,
      name: classes.name,
      majorId: classes.majorId,
      entryYear: classes.entryYear,
      learners: sql<number>`(select count(*)::int from ${people} p where p.school_id = ${classes.schoolId}
        and p.class_id = ${classes.id} and p.erased_at is null)`,
    })
    .from(classes)
    .innerJoin(majors, and(eq(majors.schoolId, classes.schoolId), eq(majors.id, classes.majorId)))
    .where(eq(classes.schoolId, schoolId))
    .orderBy(asc(classes.name));

export const selectTerms = (db: Database, schoolId: string) =>
  db
    .select({ id: terms.id, name: terms.name, startsOn: terms.startsOn, endsOn: terms.endsOn })
    .from(terms)
    .where(eq(terms.schoolId, schoolId))
    .orderBy(asc(terms.startsOn));

export async function getClass(db: Database, key: { schoolId: string; classId: string }) {
  const [row] = await db
    .select({
      id: classes.id,
      name: classes.name,
      majorName: majors.name,
    })
    .from(classes)
    .innerJoin(majors, and(eq(majors.schoolId, classes.schoolId), eq(majors.id, classes.majorId)))
    .where(and(eq(classes.schoolId, key.schoolId), eq(classes.id, key.classId)));
  if (!row) throw notFound();
  return row;
}

export const selectClassLearners = (db: Database, key: { schoolId: string; classId: string }) =>
  db
    .select({ personId: people.id, name: people.displayName })
    .from(people)
    .where(and(eq(people.schoolId, key.schoolId), eq(people.classId, key.classId), isNull(people.erasedAt)))
    .orderBy(asc(people.displayName), asc(people.id));

const CandidateRow = z.object({ personId: z.string(), name: z.string(), identifiers: z.array(z.string()) });

/** Everybody who learns in some course of the school, with the identifiers that the LMS has for them. */
export const selectClassCandidates = (db: Database, schoolId: string) =>
  selectRows(
    db,
    CandidateRow,
    sql`select p.id::text as "personId", p.display_name as name,
          coalesce(jsonb_agg(distinct split_part(i.actor_key, '|', 3)) filter (where i.actor_key like 'account|%'),
            '[]'::jsonb) as identifiers
        from people p
        left join identities i on i.school_id = p.school_id and i.person_id = p.id
        where p.school_id = ${schoolId}::uuid and p.erased_at is null and exists (
          select 1 from memberships m where m.school_id = p.school_id and m.person_id = p.id and m.role = 'learner')
        group by p.id, p.display_name order by p.id`,
  );
