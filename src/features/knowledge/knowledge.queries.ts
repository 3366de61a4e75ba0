import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { EaseState, LayerState, LearnerSkillState, LearnerState } from './knowledge.schema.ts';
import type { EaseOf } from './knowledge.tables.ts';

type LearnerRow = { personId: string } & LearnerState;
type LearnerSkillRow = { personId: string; skillId: string } & LearnerSkillState;
type EaseRow = { of: EaseOf; id: string } & EaseState;
type ModelRow = { ruleVersion: string; stale: boolean } & LayerState;

const LearnerShape = z.object({
  personId: z.string(),
  answers: z.int(),
  level: z.number(),
  slow: z.number(),
  fast: z.number(),
});
const LearnerSkillShape = z.object({
  personId: z.string(),
  skillId: z.string(),
  answers: z.int(),
  correct: z.int(),
  offset: z.number(),
  recent: z.number(),
  lastAnswer: z.int(),
});
const EaseShape = z.object({
  of: z.enum(['item', 'skill']),
  id: z.string(),
  answers: z.int(),
  ease: z.number(),
});
const ModelShape = z.object({
  ruleVersion: z.string(),
  stale: z.boolean(),
  answers: z.int(),
  weights: z.array(z.number()),
  covariance: z.array(z.number()),
});

const KnownShape = z.object({
  model: ModelShape.nullable(),
  learners: z.array(LearnerShape),
  learnerSkills: z.array(LearnerSkillShape),
  eases: z.array(EaseShape),
});

/** All that is known of some people, pairs of person and skill, items and skills: one query. */
export async function selectKnown(
  db: Database,
  schoolId: string,
  wanted: {
    personIds: readonly string[];
    pairs: readonly { personId: string; skillId: string }[];
    eases: readonly { of: EaseOf; id: string }[];
  },
): Promise<z.output<typeof KnownShape>> {
  const school = sql`school_id = ${schoolId}::uuid`;
  const [row] = await selectRows(
    db,
    KnownShape,
    sql`select
          (select jsonb_build_object('ruleVersion', rule_version, 'stale', stale, 'answers', answers,
              'weights', to_jsonb(weights), 'covariance', to_jsonb(covariance))
            from knowledge_models where ${school}) as model,
          (select coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'answers', answers, 'level', level,
              'slow', slow, 'fast', fast)), '[]'::jsonb)
            from knowledge_learners where ${school} and person_id in ${uuidsOf(wanted.personIds)}) as learners,
          (select coalesce(jsonb_agg(jsonb_build_object('personId', s.person_id, 'skillId', s.skill_id,
              'answers', s.answers, 'correct', s.correct, 'offset', s."offset", 'recent', s.recent,
              'lastAnswer', s.last_answer)), '[]'::jsonb)
            from jsonb_to_recordset(${asJson(wanted.pairs)}) as k("personId" uuid, "skillId" text)
            join knowledge_learner_skills s on s.${school} and s.person_id = k."personId"
              and s.skill_id = k."skillId") as "learnerSkills",
          (select coalesce(jsonb_agg(jsonb_build_object('of', e.of, 'id', e.id, 'answers', e.answers,
              'ease', e.ease)), '[]'::jsonb)
            from jsonb_to_recordset(${asJson(wanted.eases)}) as k("of" text, id text)
            join knowledge_eases e on e.${school} and e.of = k."of" and e.id = k.id) as eases`,
  );
  return row ?? { model: null, learners: [], learnerSkills: [], eases: [] };
}

export async function saveLearnerStates(
  tx: Database,
  schoolId: string,
  rows: readonly LearnerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into knowledge_learners (school_id, person_id, answers, level, slow, fast)
        select ${schoolId}::uuid, r."personId", r.answers, r.level, r.slow, r.fast
        from jsonb_to_recordset(${asJson(rows)}) as r("personId" uuid, answers int, level float8, slow float8,
          fast float8)
        on conflict (school_id, person_id) do update set answers = excluded.answers, level = excluded.level,
          slow = excluded.slow, fast = excluded.fast`,
  );
}

export async function saveLearnerSkillStates(
  tx: Database,
  schoolId: string,
  rows: readonly LearnerSkillRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into knowledge_learner_skills (school_id, person_id, skill_id, answers, correct, "offset", recent,
          last_answer)
        select ${schoolId}::uuid, r."personId", r."skillId", r.answers, r.correct, r."offset", r.recent,
          r."lastAnswer"
        from jsonb_to_recordset(${asJson(rows)}) as r("personId" uuid, "skillId" text, answers int, correct int,
          "offset" float8, recent float8, "lastAnswer" int)
        on conflict (school_id, person_id, skill_id) do update set answers = excluded.answers,
          correct = excluded.correct, "offset" = excluded."offset", recent = excluded.recent,
          last_answer = excluded.last_answer`,
  );
}

export async function saveEases(tx: Database, schoolId: string, rows: readonly EaseRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    sql`insert into knowledge_eases (school_id, "of", id, answers, ease)
        select ${schoolId}::uuid, r."of", r.id, r.answers, r.ease
        from jsonb_to_recordset(${asJson(rows)}) as r("of" text, id text, answers int, ease float8)
        on conflict (school_id, "of", id) do update set answers = excluded.answers, ease = excluded.ease`,
  );
}

export async function saveModel(tx: Database, schoolId: string, model: ModelRow): Promise<void> {
  const { ruleVersion, stale, answers, weights, covariance } = model;
  await tx.execute(
    sql`insert into knowledge_models (school_id, rule_version, answers, weights, covariance, stale)
        values (${schoolId}::uuid, ${ruleVersion}, ${answers}, ${floats(weights)}, ${floats(covariance)}, ${stale})
        on conflict (school_id) do update set rule_version = excluded.rule_version, answers = excluded.answers,
          weights = excluded.weights, covariance = excluded.covariance, stale = excluded.stale`,
  );
}

const floats = (numbers: readonly number[]): SQL => sql`${`{${numbers.join(',')}}`}::float8[]`;

/** A list of ids as a subquery: one parameter, whatever their number. */
export const uuidsOf = (ids: readonly string[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${asJson(ids)}))`;
