import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import {
  Interests,
  OCCUPATION_SOURCES,
  SKILL_BASES,
  SkillRating,
  type Occupation,
  type OccupationFilter,
  type OccupationName,
  type OccupationSkill,
} from './occupations.schema.ts';

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const NameRow = z.object({ id: z.string(), title: Text, talentType: z.enum(TALENT_TYPES) });
const OccupationRow = NameRow.extend({
  source: z.enum(OCCUPATION_SOURCES),
  code: z.string().nullable(),
  formerCode: z.string().nullable(),
  description: Text.nullable(),
  tasks: z.array(Text),
  jobZone: z.int().nullable(),
  interests: Interests.nullable(),
  workValues: z.record(z.string(), z.number()).nullable(),
  ratings: z.array(SkillRating),
  ladder: z.array(z.object({ title: Text, about: Text })),
  certificates: z.array(z.object({ name: Text, issuer: z.string(), url: z.string().nullable() })),
  relatedIds: z.array(z.string()),
  comparableIds: z.array(z.string()),
  retiredAt: z.coerce.date().nullable(),
});
const SkillRow = z.object({
  skillId: z.string(),
  name: Text,
  level: z.int(),
  importance: z.number(),
  basis: z.enum(SKILL_BASES),
  evidence: z.string(),
  confidence: z.number(),
  onGraph: z.boolean(),
});

const nameColumns = sql`o.id, o.title, o.talent_type as "talentType"`;
const columns = sql`${nameColumns}, o.source, o.code, o.former_code as "formerCode", o.description, o.tasks,
  o.job_zone::int as "jobZone", o.interests, o.work_values as "workValues", o.ratings, o.ladder, o.certificates,
  o.related_ids as "relatedIds", o.comparable_ids as "comparableIds", o.retired_at::text as "retiredAt"`;

/** One post, also a retired one; null: the school has no such. */
export async function findOccupation(
  db: Database,
  key: { schoolId: string; occupationId: string },
): Promise<Occupation | null> {
  const [row] = await selectRows(
    db,
    OccupationRow,
    sql`select ${columns} from occupations o
        where o.school_id = ${key.schoolId}::uuid and o.id = ${key.occupationId}`,
  );
  return row ?? null;
}

/** Posts by id, or all that are offered, by talent type and title; retired ones only where named. */
export const selectOccupationNames = (
  db: Database,
  key: { schoolId: string; occupationIds?: readonly string[] },
): Promise<OccupationName[]> =>
  selectRows(
    db,
    NameRow,
    sql`select ${nameColumns} from occupations o
        where o.school_id = ${key.schoolId}::uuid and ${
          key.occupationIds
            ? sql`o.id in (select value from jsonb_array_elements_text(${JSON.stringify(key.occupationIds)}::jsonb))`
            : sql`o.retired_at is null`
        }
        order by o.talent_type, o.source <> 'school', o.title->>'zh-CN', o.id collate "C"`,
  );

/** All posts that are offered and match, whole: a catalogue is some hundred rows, and its order depends on the reader. */
export const searchOccupations = (
  db: Database,
  key: { schoolId: string; filter: Omit<OccupationFilter, 'page'> },
): Promise<Occupation[]> =>
  selectRows(
    db,
    OccupationRow,
    sql`select ${columns} from occupations o
        where o.school_id = ${key.schoolId}::uuid and o.retired_at is null and ${matches(key.filter)}
        order by o.talent_type, o.source <> 'school', o.title->>'zh-CN', o.id collate "C"`,
  );

function matches({ q, type, interest, skill }: Omit<OccupationFilter, 'page'>): SQL {
  const wanted: SQL[] = [sql`true`];
  if (q !== '')
    wanted.push(
      sql`(o.title->>'zh-CN' ilike ${contains(q)} or o.title->>'en' ilike ${contains(q)} or o.code ilike ${contains(q)})`,
    );
  if (type) wanted.push(sql`o.talent_type = ${type}`);
  if (interest)
    wanted.push(
      sql`(o.interests->>${interest})::float = (select max(i.value::float) from jsonb_each_text(o.interests) i)`,
    );
  if (skill !== '')
    wanted.push(
      sql`exists (select 1 from occupation_skills k where k.school_id = o.school_id and k.occupation_id = o.id
        and k.importance > 0 and (k.skill_id = ${skill} or k.name->>'zh-CN' ilike ${contains(skill)} or k.name->>'en' ilike ${contains(skill)}))`,
    );
  return sql.join(wanted, sql` and `);
}

const contains = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** What a post asks for, most important first; skills that the school's graph doesn't hold say so. */
export const selectOccupationSkills = (
  db: Database,
  key: { schoolId: string; occupationId: string },
): Promise<OccupationSkill[]> =>
  selectRows(
    db,
    SkillRow,
    sql`select k.skill_id as "skillId", coalesce(s.name, k.name) as name, k.level::int, k.importance::float8,
          k.basis, k.evidence, k.confidence::float8, s.id is not null as "onGraph"
        from occupation_skills k
        left join skills s on s.school_id = k.school_id and s.id = k.skill_id
        where k.school_id = ${key.schoolId}::uuid and k.occupation_id = ${key.occupationId} and k.importance > 0
        order by k.importance desc, k.level desc, k.skill_id collate "C"`,
  );

/** The school's own posts, retired ones among them, by title. */
export const selectOwnOccupations = (db: Database, schoolId: string): Promise<Occupation[]> =>
  selectRows(
    db,
    OccupationRow,
    sql`select ${columns} from occupations o where o.school_id = ${schoolId}::uuid and o.source = 'school'
        order by o.retired_at is not null, o.title->>'zh-CN', o.id collate "C"`,
  );

export async function countShipped(db: Database, schoolId: string): Promise<number> {
  const [row] = await selectRows(
    db,
    z.object({ n: z.int() }),
    sql`select count(*)::int as n from occupations o where o.school_id = ${schoolId}::uuid and o.source <> 'school'`,
  );
  return row?.n ?? 0;
}
