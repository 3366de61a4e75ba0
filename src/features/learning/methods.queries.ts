import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { methodDecisions } from './methods.tables.ts';
import { METHOD_PATTERNS, TEACHING_METHODS, type MethodEffect } from './methods.schema.ts';

const SpotRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  skillId: z.string(),
  skillZh: z.string(),
  skillEn: z.string(),
  attempts: z.int(),
  correct: z.int(),
  run: z.int(),
});

/** Open weak spots of those who learn in a course now, oldest first; without a course, of the whole school by skill. */
export const selectSpotsWithTries = (
  db: Database,
  schoolId: string,
  wanted: { courseId: string } | { skillIds: readonly string[] },
): Promise<z.output<typeof SpotRow>[]> =>
  selectRows(
    db,
    SpotRow,
    sql`select w.course_id::text as "courseId", w.person_id::text as "personId", w.skill_id as "skillId",
          s.name->>'zh-CN' as "skillZh", s.name->>'en' as "skillEn", f.attempts, f.correct, f.run
        from weak_spots w
        join skills s on s.school_id = w.school_id and s.id = w.skill_id
        join skill_facts f on f.school_id = w.school_id and f.person_id = w.person_id and f.skill_id = w.skill_id
        join memberships m on m.school_id = w.school_id and m.course_id = w.course_id
          and m.person_id = w.person_id and m.role = 'learner' and m.active
        where w.school_id = ${schoolId}::uuid and w.released_at is null and w.state <> 'suspected'
          and ${
            'courseId' in wanted
              ? sql`w.course_id = ${wanted.courseId}::uuid`
              : sql`w.skill_id in (select jsonb_array_elements_text(${asJson(wanted.skillIds)}))`
          }
        order by w.found_at, w.id limit 5000`,
  );

const NameRow = z.object({ personId: z.string(), name: z.string() });

export const selectLearnerNames = (db: Database, key: { schoolId: string; courseId: string }) =>
  selectRows(
    db,
    NameRow,
    sql`select p.id::text as "personId", p.display_name as name from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
          and m.role = 'learner' and m.active`,
  );

export type MethodDecisionRow = typeof methodDecisions.$inferSelect;

const DecidedRow = z.object({
  id: z.string(),
  personId: z.string().nullable(),
  name: z.string().nullable(),
  pattern: z.enum(METHOD_PATTERNS),
  skillId: z.string().nullable(),
  method: z.enum(TEACHING_METHODS),
  decision: z.enum(['accepted', 'declined']),
  byName: z.string(),
  decidedAt: z.coerce.date(),
  reasonSealed: z.string().nullable(),
  sealedFor: z.string(),
  measuredAt: z.coerce.date().nullable(),
  change: z.number().nullable(),
  comparableChange: z.number().nullable(),
});
export type DecidedMethod = z.output<typeof DecidedRow>;

/** What was decided in a course, newest first, at most 50. */
export const selectMethodDecisions = (
  db: Database,
  key: { schoolId: string; courseId: string },
): Promise<DecidedMethod[]> =>
  selectRows(
    db,
    DecidedRow,
    sql`select d.id::text, d.person_id::text as "personId", p.display_name as name, d.pattern,
          d.skill_id as "skillId", d.method, d.decision, b.display_name as "byName",
          d.decided_at as "decidedAt", d.reason_sealed as "reasonSealed",
          coalesce(d.person_id, d.decided_by)::text as "sealedFor", d.measured_at as "measuredAt",
          d.change, d.comparable_change as "comparableChange"
        from method_decisions d
        join people b on b.school_id = d.school_id and b.id = d.decided_by
        left join people p on p.school_id = d.school_id and p.id = d.person_id
        where d.school_id = ${key.schoolId}::uuid and d.course_id = ${key.courseId}::uuid
        order by d.decided_at desc, d.id limit 50`,
  );

export const insertMethodDecision = (tx: Database, row: typeof methodDecisions.$inferInsert) =>
  tx.insert(methodDecisions).values(row);

/** Accepted methods whose fortnight is over. */
export const selectMethodsToMeasure = (db: Database, now: Date): Promise<MethodDecisionRow[]> =>
  db
    .select()
    .from(methodDecisions)
    .where(
      sql`${methodDecisions.measuredAt} is null and ${methodDecisions.measureAt} <= ${now.toISOString()}::timestamptz`,
    )
    .orderBy(methodDecisions.measureAt)
    .limit(500);

export async function updateMeasured(
  db: Database,
  key: { schoolId: string; id: string },
  measured: Pick<MethodDecisionRow, 'measuredAt' | 'change' | 'comparableChange' | 'subjects' | 'comparable'>,
): Promise<void> {
  await db
    .update(methodDecisions)
    .set(measured)
    .where(and(eq(methodDecisions.schoolId, key.schoolId), eq(methodDecisions.id, key.id)));
}

const MeasureRow = z.object({
  personId: z.string(),
  attempts: z.int(),
  correct: z.int(),
  all: z.int(),
  right: z.int(),
});

/** What these people answered to a skill, and to all. */
export const selectTriesNow = (
  db: Database,
  schoolId: string,
  wanted: { skillId: string; personIds: readonly string[] },
) =>
  selectRows(
    db,
    MeasureRow,
    sql`select f.person_id::text as "personId", sum(f.attempts)::int as all, sum(f.correct)::int as right,
          coalesce(sum(f.attempts) filter (where f.skill_id = ${wanted.skillId}), 0)::int as attempts,
          coalesce(sum(f.correct) filter (where f.skill_id = ${wanted.skillId}), 0)::int as correct
        from skill_facts f
        join people p on p.school_id = f.school_id and p.id = f.person_id and p.erased_at is null
        where f.school_id = ${schoolId}::uuid
          and f.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(wanted.personIds)}))
        group by f.person_id`,
  );

const GivenRow = z.object({ personId: z.string() });

/** Who of these was given a method for the same since: they are no comparison. */
export const selectGivenSince = (
  db: Database,
  key: { schoolId: string; id: string; pattern: string; skillId: string | null; since: Date },
): Promise<{ personId: string }[]> =>
  selectRows(
    db,
    GivenRow,
    sql`select distinct s->>'personId' as "personId"
        from method_decisions d, jsonb_array_elements(d.subjects) s
        where d.school_id = ${key.schoolId}::uuid and d.id <> ${key.id}::uuid and d.decision = 'accepted'
          and d.decided_at >= ${key.since.toISOString()}::timestamptz
          and (d.pattern = ${key.pattern} or d.skill_id = ${key.skillId})`,
  );

const EffectRow = z.object({
  pattern: z.enum(METHOD_PATTERNS),
  method: z.enum(TEACHING_METHODS),
  accepted: z.int(),
  declined: z.int(),
  measured: z.int(),
  subjects: z.int(),
  comparable: z.int(),
  change: z.number().nullable(),
  comparableChange: z.number().nullable(),
});

/** What the school's methods were followed by; a person who is in several comparisons counts once in how many there are. */
export const selectMethodEffects = (db: Database, schoolId: string): Promise<MethodEffect[]> =>
  selectRows(
    db,
    EffectRow,
    sql`with d as (
          select d.*, jsonb_array_length(d.subjects) as n, jsonb_array_length(d.comparable) as m
          from method_decisions d where d.school_id = ${schoolId}::uuid),
        counted as (
          select d.pattern, d.method,
            count(distinct g.person) filter (where g.own and d.change is not null)::int as subjects,
            count(distinct g.person) filter (where not g.own and d.comparable_change is not null)::int as comparable
          from d
          join lateral (
            select s->>'personId' as person, true as own from jsonb_array_elements(d.subjects) s
            union all
            select c->>'personId', false from jsonb_array_elements(d.comparable) c) g on true
          group by d.pattern, d.method)
        select d.pattern, d.method,
          count(*) filter (where d.decision = 'accepted')::int as accepted,
          count(*) filter (where d.decision = 'declined')::int as declined,
          count(d.measured_at)::int as measured,
          coalesce(max(c.subjects), 0) as subjects, coalesce(max(c.comparable), 0) as comparable,
          sum(d.change * d.n) / nullif(sum(d.n) filter (where d.change is not null), 0) as change,
          sum(d.comparable_change * d.m)
            / nullif(sum(d.m) filter (where d.comparable_change is not null), 0) as "comparableChange"
        from d
        left join counted c on c.pattern = d.pattern and c.method = d.method
        group by d.pattern, d.method
        order by d.pattern, d.method`,
  );

/**
 * Nobody any more among those whom a method was for or who were compared: a name made up once takes the place of who
 * was erased, so that what followed still counts as many as there were.
 */
export async function forgetMethodsOf(
  tx: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<void> {
  const renamed = (column: string) => sql`(
    select coalesce(jsonb_agg(case when s.one->>'personId' = ${personId}
      then s.one || jsonb_build_object('personId', n.nobody) else s.one end order by s.place), '[]'::jsonb)
    from jsonb_array_elements(d.${sql.raw(column)}) with ordinality as s(one, place))`;
  const among = asJson([{ personId }]);
  await tx.execute(sql`
    with n as materialized (select gen_random_uuid()::text as nobody)
    update method_decisions d set subjects = ${renamed('subjects')}, comparable = ${renamed('comparable')}
    from n
    where d.school_id = ${schoolId}::uuid and (d.subjects @> ${among} or d.comparable @> ${among})`);
}
