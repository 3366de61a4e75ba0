import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { readOccupations, type OccupationCatalogue } from './read-occupations.ts';

/**
 * Gives a school (or, without one, each that doesn't have this version) the shipped posts. Ladders, certificates and
 * skills that the school wrote stay as it wrote them; a post that left the catalogue stays, since goals point at it.
 */
export async function loadOccupations(deps: Deps, schoolId: string | null = null): Promise<void> {
  const catalogue = await readOccupations();
  const stale = await selectRows(
    deps.db,
    z.object({ id: z.string() }),
    sql`select s.id::text from schools s
        where (${schoolId}::uuid is null or s.id = ${schoolId}::uuid) and not exists (select 1 from occupations o
          where o.school_id = s.id and o.catalogue_version = ${catalogue.version})
        order by s.id`,
  );
  for (const { id } of stale) await inTransaction(deps.db, (tx) => writeOccupations(tx, deps, id, catalogue));
}

async function writeOccupations(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  schoolId: string,
  { occupations, version }: OccupationCatalogue,
): Promise<void> {
  const school = sql`${schoolId}::uuid`;
  // Two processes that start together load one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`occupations:${schoolId}`}, 0))`);
  await tx.execute(sql`
    insert into occupations (school_id, id, source, code, former_code, title, description, talent_type, tasks, job_zone,
      interests, work_values, ratings, ladder, certificates, related_ids, comparable_ids, catalogue_version, updated_at)
    select ${school}, id, source, code, "formerCode", title, nullif(description, 'null'), "talentType", tasks, "jobZone",
      nullif(interests, 'null'), nullif("workValues", 'null'), ratings, ladder, certificates, "relatedIds",
      "comparableIds", ${version}::text, ${deps.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${asJson(occupations)}) as r(id text, source text, code text, "formerCode" text, title jsonb,
      description jsonb, "talentType" text, tasks jsonb, "jobZone" integer, interests jsonb, "workValues" jsonb,
      ratings jsonb, ladder jsonb, certificates jsonb, "relatedIds" jsonb, "comparableIds" jsonb)
    on conflict (school_id, id) do update set
      former_code = excluded.former_code, title = excluded.title, description = excluded.description,
      talent_type = excluded.talent_type, tasks = excluded.tasks, job_zone = excluded.job_zone,
      interests = excluded.interests, work_values = excluded.work_values, ratings = excluded.ratings,
      related_ids = excluded.related_ids, comparable_ids = excluded.comparable_ids,
      catalogue_version = excluded.catalogue_version, updated_at = excluded.updated_at`);
  const skills = occupations.flatMap(({ id: occupationId, skills: own }) =>
    own.map((skill) => ({ occupationId, ...skill })),
  );
  await tx.execute(sql`
    with wanted as (
      select * from jsonb_to_recordset(${asJson(skills)}) as r("occupationId" text, "skillId" text, name jsonb,
        level integer, importance real, basis text, evidence text, confidence real)
    ),
    gone as (
      delete from occupation_skills k where k.school_id = ${school} and k.basis <> 'school'
        and not exists (select 1 from wanted w where w."occupationId" = k.occupation_id and w."skillId" = k.skill_id)
    )
    insert into occupation_skills
      (school_id, occupation_id, skill_id, name, level, importance, basis, evidence, confidence)
    select ${school}, "occupationId", "skillId", name, level, importance, basis, evidence, confidence from wanted
    on conflict (school_id, occupation_id, skill_id) do update set
      name = excluded.name, level = excluded.level, importance = excluded.importance, basis = excluded.basis,
      evidence = excluded.evidence, confidence = excluded.confidence
    where occupation_skills.basis <> 'school'`);
}
