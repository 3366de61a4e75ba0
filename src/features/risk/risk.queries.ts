import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { RiskModel, RiskTerm } from './risk.schema.ts';
import { riskModels, riskRuns, riskScores } from './risk.tables.ts';

const Level = z.enum(['yellow', 'red']).nullable();

const StandingRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  p: z.number(),
  level: Level,
  terms: z.array(RiskTerm),
  /** The mean probability of the course's learners in that run. */
  courseMean: z.number(),
});
export type RiskStanding = z.infer<typeof StandingRow>;

/** What the newest run of each course says of these learners, if it is of `since` (YYYY-MM-DD) or later. */
export const selectRiskStandings = (
  db: Database,
  schoolId: string,
  wanted: { courseIds: readonly string[]; personIds: readonly string[]; since: string },
): Promise<RiskStanding[]> =>
  selectRows(
    db,
    StandingRow,
    sql`select r.course_id::text as "courseId", s.person_id::text as "personId", s.p, s.level, s.terms,
          a.mean as "courseMean"
        from risk_runs r
        join lateral (select avg(c.p) as mean from risk_scores c
          where c.school_id = r.school_id and c.run_id = r.id) a on true
        join risk_scores s on s.school_id = r.school_id and s.run_id = r.id
        where r.school_id = ${schoolId}::uuid and r.current and r.run_on >= ${wanted.since}::date
          and r.course_id in (select value::uuid from jsonb_array_elements_text(${asJson(wanted.courseIds)}))
          and s.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(wanted.personIds)}))`,
  );

const RunRow = z.object({
  courseId: z.string(),
  runOn: z.string(),
  learners: z.int(),
  overCap: z.int(),
  warned: z.int(),
});
export type CurrentRun = z.infer<typeof RunRow>;

/** The newest run of each course, if it is of `since` (YYYY-MM-DD) or later. */
export const selectCurrentRuns = (
  db: Database,
  schoolId: string,
  wanted: { courseIds: readonly string[]; since: string },
): Promise<CurrentRun[]> =>
  selectRows(
    db,
    RunRow,
    sql`select r.course_id::text as "courseId", r.run_on::text as "runOn", r.learners, r.over_cap as "overCap",
          (select count(*)::int from risk_scores s where s.school_id = r.school_id and s.run_id = r.id
            and s.level is not null) as warned
        from risk_runs r
        where r.school_id = ${schoolId}::uuid and r.current and r.run_on >= ${wanted.since}::date
          and r.course_id in (select value::uuid from jsonb_array_elements_text(${asJson(wanted.courseIds)}))`,
  );

export async function insertRun(
  tx: Database,
  run: Omit<typeof riskRuns.$inferInsert, 'current'>,
  scores: readonly Omit<typeof riskScores.$inferInsert, 'schoolId' | 'runId'>[],
): Promise<void> {
  const { schoolId } = run;
  await tx
    .update(riskRuns)
    .set({ current: false })
    .where(
      and(eq(riskRuns.schoolId, schoolId), eq(riskRuns.courseId, run.courseId), eq(riskRuns.current, true)),
    );
  await tx.insert(riskRuns).values({ ...run, current: true });
  if (scores.length > 0)
    await tx.insert(riskScores).values(scores.map((score) => ({ ...score, schoolId, runId: run.id })));
}

/** Forgets what was computed of a person; runs keep their count of learners. */
export async function deleteScoresOf(
  tx: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<void> {
  await tx
    .delete(riskScores)
    .where(and(eq(riskScores.schoolId, schoolId), eq(riskScores.personId, personId)));
}

/** The school's own model, if it has one. */
export async function findSchoolModel(db: Database, schoolId: string): Promise<RiskModel | null> {
  const [row] = await db
    .select({ model: riskModels.model })
    .from(riskModels)
    .where(eq(riskModels.schoolId, schoolId))
    .orderBy(desc(riskModels.fittedAt))
    .limit(1);
  return row ? RiskModel.parse(row.model) : null;
}

export const insertModel = (tx: Database, row: typeof riskModels.$inferInsert) =>
  tx.insert(riskModels).values(row);

/** A learner's weekly probabilities with their reasons, oldest first. No level: that is a note to the teacher. */
export const selectRiskHistory = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      courseId: riskRuns.courseId,
      runOn: riskRuns.runOn,
      p: riskScores.p,
      terms: riskScores.terms,
      modelVersion: riskRuns.modelVersion,
      ruleVersion: riskRuns.ruleVersion,
    })
    .from(riskScores)
    .innerJoin(riskRuns, and(eq(riskRuns.schoolId, riskScores.schoolId), eq(riskRuns.id, riskScores.runId)))
    .where(and(eq(riskScores.schoolId, key.schoolId), eq(riskScores.personId, key.personId)))
    .orderBy(riskRuns.runOn, riskRuns.id);

export const countRiskHistory = (
  db: Database,
  key: { schoolId: string; personId: string },
): Promise<number> =>
  db.$count(riskScores, and(eq(riskScores.schoolId, key.schoolId), eq(riskScores.personId, key.personId)));
