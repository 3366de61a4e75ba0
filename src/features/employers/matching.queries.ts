import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import { skillFacts } from '../trajectory/facts.tables.ts';
import { Closer } from './matching.schema.ts';
import { jobProfiles, shortlistEntries } from './matching.tables.ts';
import { EDUCATIONS, POSTING_KINDS } from './postings.schema.ts';
import { shortlists } from './postings.tables.ts';

interface PersonKey {
  schoolId: string;
  personId: string;
}

export type ProfileRow = typeof jobProfiles.$inferSelect;

export async function findProfile(db: Database, key: PersonKey): Promise<ProfileRow | null> {
  const [row] = await db
    .select()
    .from(jobProfiles)
    .where(and(eq(jobProfiles.schoolId, key.schoolId), eq(jobProfiles.personId, key.personId)));
  return row ?? null;
}

/** What somebody's latest graded answers say, by skill. */
export const selectTries = (db: Database, key: PersonKey) =>
  db
    .select({
      skillId: skillFacts.skillId,
      attempts: skillFacts.attempts,
      correct: skillFacts.correct,
    })
    .from(skillFacts)
    .where(and(eq(skillFacts.schoolId, key.schoolId), eq(skillFacts.personId, key.personId)));

const CandidateRow = z.object({
  personId: z.string(),
  kinds: z.array(z.enum(POSTING_KINDS)),
  regions: z.array(z.string()),
  regionsOnly: z.boolean(),
  education: z.enum(EDUCATIONS).nullable(),
  availableFrom: z.string().nullable(),
  certificates: z.array(z.string()).nullable(),
  tries: z.array(z.tuple([z.string(), z.number(), z.number()])),
});
export type CandidateRow = z.infer<typeof CandidateRow>;

/**
 * All students who agreed to be suggested to employers, with what is known of the skills that are asked. Nothing else
 * of a person is read: no name, no class, no picture.
 */
export const selectCandidates = (
  db: Database,
  wanted: { schoolId: string; skillIds: readonly string[] },
): Promise<CandidateRow[]> =>
  selectRows(
    db,
    CandidateRow,
    sql`select j.person_id::text as "personId", j.kinds, j.regions, j.regions_only as "regionsOnly", j.education,
          j.available_from::text as "availableFrom", j.certificates, coalesce(t.tries, '[]'::json) as tries
        from job_profiles j
        left join (
          select person_id, json_agg(json_build_array(skill_id, attempts, correct)) as tries from skill_facts
          where school_id = ${wanted.schoolId}::uuid
            and skill_id in (select value from jsonb_array_elements_text(${asJson(wanted.skillIds)}))
          group by person_id
        ) t on t.person_id = j.person_id
        where j.school_id = ${wanted.schoolId}::uuid and j.consented_at is not null`,
  );

/** For each skill one module that teaches it, of the student's own courses where there is one. */
export const selectClosers = (
  db: Database,
  wanted: PersonKey & { skillIds: readonly string[] },
): Promise<Closer[]> =>
  selectRows(
    db,
    Closer,
    sql`select distinct on (ts.skill_id) ts.skill_id as "skillId", u.title as unit, c.title as course,
          m.person_id is not null as own
        from task_skills ts
        join tasks t on t.school_id = ts.school_id and t.id = ts.task_id
        join units u on u.school_id = t.school_id and u.id = t.unit_id
        join courses c on c.school_id = t.school_id and c.id = t.course_id
        left join memberships m on m.school_id = t.school_id and m.course_id = t.course_id
          and m.person_id = ${wanted.personId}::uuid and m.role = 'learner' and m.active
        where ts.school_id = ${wanted.schoolId}::uuid
          and ts.skill_id in (select value from jsonb_array_elements_text(${asJson(wanted.skillIds)}))
        order by ts.skill_id, (m.person_id is not null) desc, u.position, t.position, c.id`,
  );

/** The newest shortlist of a posting; null: none was made. */
export async function findShortlist(db: Database, key: { schoolId: string; postingId: string }) {
  const [row] = await db
    .select({ shortlist: shortlists, releasedByName: people.displayName })
    .from(shortlists)
    .leftJoin(people, and(eq(people.schoolId, shortlists.schoolId), eq(people.id, shortlists.releasedBy)))
    .where(and(eq(shortlists.schoolId, key.schoolId), eq(shortlists.postingId, key.postingId)))
    .orderBy(desc(shortlists.madeAt), desc(shortlists.id))
    .limit(1);
  return row ? { ...row.shortlist, releasedByName: row.releasedByName } : null;
}

/** Of those who still agree; names are for the school's staff alone. */
export const selectEntries = (db: Database, key: { schoolId: string; shortlistId: string }) =>
  db
    .select({
      personId: shortlistEntries.personId,
      name: people.displayName,
      rank: shortlistEntries.rank,
      score: shortlistEntries.score,
      reasons: shortlistEntries.reasons,
      kept: shortlistEntries.kept,
    })
    .from(shortlistEntries)
    .innerJoin(
      people,
      and(eq(people.schoolId, shortlistEntries.schoolId), eq(people.id, shortlistEntries.personId)),
    )
    .innerJoin(
      jobProfiles,
      and(
        eq(jobProfiles.schoolId, shortlistEntries.schoolId),
        eq(jobProfiles.personId, shortlistEntries.personId),
        sql`${jobProfiles.consentedAt} is not null`,
      ),
    )
    .where(
      and(eq(shortlistEntries.schoolId, key.schoolId), eq(shortlistEntries.shortlistId, key.shortlistId)),
    )
    .orderBy(asc(shortlistEntries.rank));
