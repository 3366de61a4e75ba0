import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { TIERS, type LocalText } from '../programme/index.ts';
import { skills } from '../programme/programme.tables.ts';
import { tierDecisions, weakSpots } from './learning.tables.ts';
import type { SpotState, WeakSpotEvidence } from './learning.schema.ts';
import { asPairs, type Pair } from './reassess.queries.ts';
import type { OpenSpot } from './weak-spot.rules.ts';

const at = z.coerce.date();
const TierRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  tier: z.enum(TIERS),
  provisional: z.boolean(),
  overridden: z.boolean(),
  answersSoFar: z.int(),
  reasonId: z.string(),
  decidedAt: at,
  movedAt: at.nullable(),
});

/** The newest tier decision per learner and course, and when the tier last changed. */
export const selectTierStandings = (
  db: Database,
  schoolId: string,
  pairs: readonly Pair[],
): Promise<z.output<typeof TierRow>[]> =>
  selectRows(
    db,
    TierRow,
    sql`select * from (
          select d.course_id::text as "courseId", d.person_id::text as "personId", d.tier, d.provisional,
            d.decided_by is not null as overridden, (d.evidence->>'answersSoFar')::int as "answersSoFar",
            d.evidence->'reason'->>'id' as "reasonId", d.decided_at as "decidedAt", d.current,
            max(case when d.tier <> d.before then d.decided_at end)
              over (partition by d.course_id, d.person_id) as "movedAt"
          from (
            select t.*, lag(t.tier) over (partition by t.course_id, t.person_id order by t.decided_at, t.id) as before
            from tier_decisions t
            where t.school_id = ${schoolId}::uuid and (t.course_id, t.person_id) in (
              select k."courseId", k."personId" from ${asPairs(pairs)})) d) d
        where d.current`,
  );

/** Records decisions; each becomes the current one of its learner and course. */
export async function insertTierDecisions(
  tx: Database,
  schoolId: string,
  decisions: readonly (typeof tierDecisions.$inferInsert)[],
): Promise<void> {
  if (decisions.length === 0) return;
  await tx.execute(
    sql`update tier_decisions set current = false
        where school_id = ${schoolId}::uuid and current and (course_id, person_id) in (
          select k."courseId", k."personId" from ${asPairs(decisions)})`,
  );
  await tx.insert(tierDecisions).values([...decisions]);
}

export const selectOpenWeakSpots = (
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<(OpenSpot & { id: string; courseId: string; personId: string; skillId: string })[]> =>
  db
    .select({
      state: weakSpots.state,
      answersBefore: weakSpots.answersBefore,
      stuckAt: weakSpots.stuckAt,
      id: weakSpots.id,
      courseId: weakSpots.courseId,
      personId: weakSpots.personId,
      skillId: weakSpots.skillId,
    })
    .from(weakSpots)
    .where(
      and(
        eq(weakSpots.schoolId, schoolId),
        inArray(weakSpots.personId, [...personIds]),
        isNull(weakSpots.releasedAt),
      ),
    );

/** Opens weak spots that aren't open yet; returns their ids. */
export async function insertWeakSpots(
  tx: Database,
  found: readonly (typeof weakSpots.$inferInsert)[],
): Promise<Set<string>> {
  if (found.length === 0) return new Set();
  const opened = await tx
    .insert(weakSpots)
    .values([...found])
    .onConflictDoNothing()
    .returning({ id: weakSpots.id });
  return new Set(opened.map(({ id }) => id));
}

export interface MovedSpot {
  id: string;
  state: SpotState;
  answersBefore: number;
  evidence: WeakSpotEvidence;
  ruleVersion: string;
}

/** Brings open weak spots into another state. */
export async function moveWeakSpots(
  tx: Database,
  schoolId: string,
  moved: readonly MovedSpot[],
  at: Date,
): Promise<void> {
  if (moved.length === 0) return;
  await tx.execute(
    sql`update weak_spots w set state = m.state, answers_before = m."answersBefore", evidence = m.evidence,
          rule_version = m."ruleVersion",
          confirmed_at = case when m.state = 'confirmed' then coalesce(w.confirmed_at, ${at.toISOString()}::timestamptz)
            else w.confirmed_at end,
          stuck_at = case when m.state = 'stuck' then ${at.toISOString()}::timestamptz else w.stuck_at end
        from jsonb_to_recordset(${asJson(moved)}) as m(id uuid, state text, "answersBefore" int, evidence jsonb,
          "ruleVersion" text)
        where w.school_id = ${schoolId}::uuid and w.id = m.id`,
  );
}

export async function releaseWeakSpots(
  tx: Database,
  schoolId: string,
  ids: readonly string[],
  releasedAt: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(weakSpots)
    .set({ releasedAt })
    .where(and(eq(weakSpots.schoolId, schoolId), inArray(weakSpots.id, [...ids])));
}

const SharedRow = z.object({
  courseId: z.string(),
  skillId: z.string(),
  skillZh: z.string(),
  skillEn: z.string(),
  learners: z.int(),
});

/** How many of a course's learners have each weak spot open, those not yet probed left out. */
export const selectSharedWeakSpots = (
  db: Database,
  schoolId: string,
  courseIds: readonly string[],
): Promise<z.output<typeof SharedRow>[]> =>
  selectRows(
    db,
    SharedRow,
    sql`select w.course_id::text as "courseId", w.skill_id as "skillId", s.name->>'zh-CN' as "skillZh",
          s.name->>'en' as "skillEn", count(*)::int as learners
        from weak_spots w
        join memberships m on m.school_id = w.school_id and m.course_id = w.course_id
          and m.person_id = w.person_id and m.role = 'learner' and m.active
        join skills s on s.school_id = w.school_id and s.id = w.skill_id
        where w.school_id = ${schoolId}::uuid and w.released_at is null and w.state <> 'suspected'
          and w.course_id in (select value::uuid from jsonb_array_elements_text(${asJson(courseIds)}))
        group by w.course_id, w.skill_id, s.name`,
  );

const CaseRow = z.object({
  id: z.string(),
  courseId: z.string(),
  subjectPersonId: z.string().nullable(),
  closedAt: at.nullable(),
  measures: z.record(z.string(), z.number()),
});
export type KnownCase = z.infer<typeof CaseRow>;

/** The newest case of each learner and course (and of each course as a whole) that is open or was closed after `since`. */
export const selectNewestCases = (
  db: Database,
  schoolId: string,
  courseIds: readonly string[],
  since: Date,
): Promise<KnownCase[]> =>
  selectRows(
    db,
    CaseRow,
    sql`select distinct on (c.course_id, c.subject_person_id) c.id::text, c.course_id::text as "courseId",
          c.subject_person_id::text as "subjectPersonId", c.closed_at as "closedAt", c.measures
        from cases c
        where c.school_id = ${schoolId}::uuid and c.kind = 'warning'
          and (c.closed_at is null or c.closed_at > ${since.toISOString()}::timestamptz)
          and c.course_id in (select value::uuid from jsonb_array_elements_text(${asJson(courseIds)}))
        order by c.course_id, c.subject_person_id, c.closed_at desc nulls first, c.opened_at desc`,
  );

/** What skills are called, by id. */
export async function selectSkillNames(
  db: Database,
  schoolId: string,
  skillIds: readonly string[],
): Promise<ReadonlyMap<string, LocalText>> {
  if (skillIds.length === 0) return new Map();
  const rows = await db
    .select({ id: skills.id, name: skills.name })
    .from(skills)
    .where(and(eq(skills.schoolId, schoolId), inArray(skills.id, [...new Set(skillIds)])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
