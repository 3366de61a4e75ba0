import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { people } from '../roster/roster.tables.ts';
import { ENGAGEMENTS, type MentorRow } from './mentor-file.schema.ts';
import { mentorAppraisals, mentorExceptions, mentorFiles } from './mentor-files.tables.ts';

const Mentor = z.object({
  personId: z.string(),
  name: z.string(),
  hasFile: z.boolean(),
  courses: z.array(z.string()),
  hasEmployer: z.boolean(),
  hasPosition: z.boolean(),
  shown: z.array(z.string()),
  engagements: z.array(z.enum(ENGAGEMENTS)),
  selectedOn: z.string().nullable(),
  agreementFrom: z.string().nullable(),
  agreementUntil: z.string().nullable(),
  exceptUntil: z.string().nullable(),
  lastAppraisedOn: z.string().nullable(),
  lastScore: z.number().nullable(),
});

const MENTORS_SHOWN = 1000;

const selectMentorRows = (db: Database, schoolId: string, which: SQL): Promise<MentorRow[]> =>
  selectRows(
    db,
    Mentor,
    sql`select p.id::text as "personId", p.display_name as name, f.person_id is not null as "hasFile",
          array(select distinct coalesce(c.title, '') from appointments a
            left join courses c on c.school_id = a.school_id and c.id = a.course_id
            where a.school_id = p.school_id and a.person_id = p.id and a.role = 'enterprise_mentor'
              and a.ended_at is null order by 1) as courses,
          coalesce(f.has_employer, false) as "hasEmployer", coalesce(f.has_position, false) as "hasPosition",
          coalesce(f.shown, '[]'::jsonb) as shown, coalesce(f.engagements, '[]'::jsonb) as engagements,
          f.selected_on::text as "selectedOn", f.agreement_from::text as "agreementFrom",
          f.agreement_until::text as "agreementUntil", x.except_until::text as "exceptUntil",
          l.appraised_on::text as "lastAppraisedOn", l.score as "lastScore"
        from people p
        left join mentor_files f on f.school_id = p.school_id and f.person_id = p.id
        left join mentor_exceptions x on x.school_id = p.school_id and x.person_id = p.id
        left join lateral (select appraised_on, score from mentor_appraisals m where m.school_id = p.school_id
          and m.person_id = p.id order by appraised_on desc, id desc limit 1) l on true
        where p.school_id = ${schoolId}::uuid and p.erased_at is null and ${which}
        order by p.display_name, p.id limit ${MENTORS_SHOWN}`,
  );

const isMentor = (schoolId: string, courseId: string | null): SQL =>
  sql`exists (select 1 from appointments a where a.school_id = ${schoolId}::uuid and a.person_id = p.id
        and a.role = 'enterprise_mentor' and a.ended_at is null
        and (${courseId}::uuid is null or a.course_id is null or a.course_id = ${courseId}::uuid))`;

/** The mentors of a course and those of the whole school; without a course: all. */
export const selectMentorFiles = (
  db: Database,
  { schoolId, courseId }: { schoolId: string; courseId: string | null },
): Promise<MentorRow[]> => selectMentorRows(db, schoolId, isMentor(schoolId, courseId));

/** One of them; undefined: nobody who is a mentor there. */
export const findMentorFile = async (
  db: Database,
  { schoolId, personId, courseId }: PersonKey & { courseId: string | null },
): Promise<MentorRow | undefined> =>
  (
    await selectMentorRows(db, schoolId, sql`p.id = ${personId}::uuid and ${isMentor(schoolId, courseId)}`)
  )[0];

/** The words of a file and of its exception, sealed. */
export async function findSealedWords(db: Database, { schoolId, personId }: PersonKey) {
  const [file] = await db
    .select({ wordsSealed: mentorFiles.wordsSealed, updatedAt: mentorFiles.updatedAt })
    .from(mentorFiles)
    .where(and(eq(mentorFiles.schoolId, schoolId), eq(mentorFiles.personId, personId)));
  const [exception] = await db
    .select({ reasonSealed: mentorExceptions.reasonSealed })
    .from(mentorExceptions)
    .where(and(eq(mentorExceptions.schoolId, schoolId), eq(mentorExceptions.personId, personId)));
  return {
    wordsSealed: file?.wordsSealed ?? null,
    updatedAt: file?.updatedAt ?? null,
    reasonSealed: exception?.reasonSealed ?? null,
  };
}

/** Newest first. */
export const selectAppraisals = (db: Database, { schoolId, personId }: PersonKey) =>
  db
    .select({
      id: mentorAppraisals.id,
      appraisedOn: mentorAppraisals.appraisedOn,
      ratings: mentorAppraisals.ratings,
      score: mentorAppraisals.score,
      wordsSealed: mentorAppraisals.wordsSealed,
      byName: people.displayName,
    })
    .from(mentorAppraisals)
    .leftJoin(
      people,
      and(eq(people.schoolId, mentorAppraisals.schoolId), eq(people.id, mentorAppraisals.appraisedBy)),
    )
    .where(and(eq(mentorAppraisals.schoolId, schoolId), eq(mentorAppraisals.personId, personId)))
    .orderBy(desc(mentorAppraisals.appraisedOn), desc(mentorAppraisals.id));

/** Schools with mentors, and the clocks they live by. */
export const selectSchoolsWithMentors = (db: Database) =>
  selectRows(
    db,
    z.object({ schoolId: z.string(), timeZone: z.string() }),
    sql`select s.id::text as "schoolId", s.time_zone as "timeZone" from schools s
        where exists (select 1 from appointments a where a.school_id = s.id
          and a.role = 'enterprise_mentor' and a.ended_at is null)
        order by s.id`,
  );

/** Who looks after mentors' files: administrators, and supervisors of the whole school. */
export const selectKeepers = async (db: Database, schoolId: string): Promise<string[]> =>
  (
    await selectRows(
      db,
      z.object({ personId: z.string() }),
      sql`select distinct k.person_id::text as "personId" from (
            select person_id from memberships where school_id = ${schoolId}::uuid and role = 'administrator' and active
            union
            select person_id from appointments where school_id = ${schoolId}::uuid and role = 'supervisor'
              and course_id is null and ended_at is null
          ) k join people p on p.school_id = ${schoolId}::uuid and p.id = k.person_id and p.erased_at is null`,
    )
  ).map(({ personId }) => personId);
