import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { readCatalogue, type Catalogue } from './read-catalogue.ts';

/**
 * Gives a school the catalogue's skills, prerequisites, questions and resources, or brings them up to date. A row
 * that left the catalogue stays (facts hang on it), a question is retired. What courses wrote is never touched.
 */
export async function loadCatalogue(deps: Deps, schoolId: string): Promise<void> {
  const catalogue = await readCatalogue();
  await inTransaction(deps.db, (tx) => writeCatalogue(tx, deps, schoolId, catalogue));
}

/** At start: loads the catalogue into every school that doesn't have this version of it. Returns their ids. */
export async function refreshCatalogues(deps: Deps): Promise<string[]> {
  const { version } = await readCatalogue();
  const stale = await selectRows(
    deps.db,
    z.object({ id: z.string() }),
    sql`select s.id::text from schools s
        where not exists (select 1 from skills k where k.school_id = s.id and k.catalogue_version = ${version})
        order by s.id`,
  );
  for (const { id } of stale) await loadCatalogue(deps, id);
  return stale.map(({ id }) => id);
}

/** One statement per table; a second load of the same version changes no row. */
export async function writeCatalogue(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  schoolId: string,
  catalogue: Catalogue,
): Promise<void> {
  const school = sql`${schoolId}::uuid`;
  const at = sql`${deps.now().toISOString()}::timestamptz`;
  // Two processes that start together load one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`catalogue:${schoolId}`}, 0))`);
  await tx.execute(sql`
    insert into skills (school_id, id, name, description, talent_type, dimension, catalogue_version)
    select ${school}, id, name, description, "talentType", dimension, ${catalogue.version}::text
    from jsonb_to_recordset(${asJson(catalogue.skills)})
      as r(id text, name jsonb, description jsonb, "talentType" text, dimension text)
    on conflict (school_id, id) do update set
      name = excluded.name, description = excluded.description, talent_type = excluded.talent_type,
      dimension = excluded.dimension, catalogue_version = excluded.catalogue_version
    where skills.catalogue_version is distinct from excluded.catalogue_version`);

  const edges = catalogue.skills.flatMap((skill) =>
    skill.requires.map((requires) => ({ skill: skill.id, requires })),
  );
  await tx.execute(sql`
    with wanted as (select * from jsonb_to_recordset(${asJson(edges)}) as r(skill text, requires text)),
    gone as (
      delete from skill_prerequisites p where p.school_id = ${school}
        and p.skill_id in (select value from jsonb_array_elements_text(${asJson(catalogue.skills.map(({ id }) => id))}))
        and not exists (select 1 from wanted w where w.skill = p.skill_id and w.requires = p.requires_skill_id)
    )
    insert into skill_prerequisites (school_id, skill_id, requires_skill_id)
    select ${school}, skill, requires from wanted
    on conflict do nothing`);

  await tx.execute(sql`
    with wanted as (
      select * from jsonb_to_recordset(${asJson(catalogue.questions)}) as r(id text, "skillId" text, kind text,
        difficulty integer, stem jsonb, choices jsonb, key jsonb, explanation jsonb)
    ),
    gone as (
      update questions q set retired_at = ${at}
      where q.school_id = ${school} and q.course_id is null and q.retired_at is null
        and not exists (select 1 from wanted w where w.id = q.id)
    )
    insert into questions (school_id, id, skill_id, kind, difficulty, stem, choices, key, explanation, updated_at)
    select ${school}, id, "skillId", kind, difficulty, stem, choices, key, explanation, ${at} from wanted
    on conflict (school_id, id) do update set
      skill_id = excluded.skill_id, kind = excluded.kind, difficulty = excluded.difficulty, stem = excluded.stem,
      choices = excluded.choices, key = excluded.key, explanation = excluded.explanation,
      retired_at = null, updated_at = excluded.updated_at
    where questions.course_id is null and (questions.retired_at is not null or
      (questions.skill_id, questions.kind, questions.difficulty, questions.stem, questions.choices,
       questions.key, questions.explanation) is distinct from
      (excluded.skill_id, excluded.kind, excluded.difficulty, excluded.stem, excluded.choices,
       excluded.key, excluded.explanation))`);

  await tx.execute(sql`
    insert into resources (school_id, id, skill_id, tier, kind, minutes, title, body, url)
    select ${school}, id, "skillId", tier, kind, minutes, title, body, url
    from jsonb_to_recordset(${asJson(catalogue.resources)})
      as r(id text, "skillId" text, tier text, kind text, minutes integer, title jsonb, body jsonb, url text)
    on conflict (school_id, id) do update set
      skill_id = excluded.skill_id, tier = excluded.tier, kind = excluded.kind, minutes = excluded.minutes,
      title = excluded.title, body = excluded.body, url = excluded.url
    where resources.course_id is null and
      (resources.skill_id, resources.tier, resources.kind, resources.minutes, resources.title, resources.body, resources.url)
      is distinct from (excluded.skill_id, excluded.tier, excluded.kind, excluded.minutes, excluded.title, excluded.body,
        excluded.url)`);
}
