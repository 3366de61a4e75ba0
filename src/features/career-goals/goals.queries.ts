import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { people } from '../roster/roster.tables.ts';
import { GoalVersionRow, GoalWithPost, type CommentRow, type GoalRow } from './goal.schema.ts';
import { careerComments, careerGoalVersions, careerGoals } from './goals.tables.ts';

const selectGoals = (db: Database, schoolId: string, which: SQL): Promise<GoalWithPost[]> =>
  selectRows(
    db,
    GoalWithPost,
    sql`select g.id::text, g.person_id::text as "personId", g.horizon, g.version, g.state,
          v.occupation_id as "occupationId", v.measure, v.target, v.due_on::text as "dueOn",
          v.set_on::text as "setOn", v.words_sealed as "wordsSealed", o.title, o.talent_type as "talentType"
        from career_goals g
        join career_goal_versions v on v.school_id = g.school_id and v.goal_id = g.id and v.version = g.version
        left join occupations o on o.school_id = v.school_id and o.id = v.occupation_id
        where g.school_id = ${schoolId}::uuid and ${which}
        order by g.created_at, g.id`,
  );

/** The goals somebody has now, at most one of each horizon. */
export const selectActiveGoals = (db: Database, { schoolId, personId }: PersonKey): Promise<GoalWithPost[]> =>
  selectGoals(db, schoolId, sql`g.person_id = ${personId}::uuid and g.state = 'active'`);

/** All goals somebody ever had. */
export const selectGoalsOfPerson = (
  db: Database,
  { schoolId, personId }: PersonKey,
): Promise<GoalWithPost[]> => selectGoals(db, schoolId, sql`g.person_id = ${personId}::uuid`);

/** The goals that several people have now. */
export const selectActiveGoalsOf = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[] },
): Promise<GoalWithPost[]> =>
  selectGoals(
    db,
    key.schoolId,
    sql`g.state = 'active' and g.person_id in
      (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))`,
  );

/** Active goals that aim at a post. */
export const selectGoalsAtPost = (
  db: Database,
  key: { schoolId: string; occupationId: string },
): Promise<GoalWithPost[]> =>
  selectGoals(db, key.schoolId, sql`g.state = 'active' and v.occupation_id = ${key.occupationId}`);

/** The active goal of a horizon, locked until the transaction ends. */
export async function takeActiveGoal(tx: Database, key: PersonKey & { horizon: GoalRow['horizon'] }) {
  const [row] = await tx
    .select()
    .from(careerGoals)
    .where(
      and(
        eq(careerGoals.schoolId, key.schoolId),
        eq(careerGoals.personId, key.personId),
        eq(careerGoals.horizon, key.horizon),
        eq(careerGoals.state, 'active'),
      ),
    )
    .for('update');
  return row;
}

/** Every wording of somebody's goals, the newest first. */
export const selectGoalVersions = (db: Database, { schoolId, personId }: PersonKey) =>
  selectRows(
    db,
    GoalVersionRow,
    sql`select v.goal_id::text as "goalId", v.version, v.occupation_id as "occupationId", v.measure, v.target,
          v.due_on::text as "dueOn", v.set_on::text as "setOn", v.words_sealed as "wordsSealed", o.title
        from career_goal_versions v
        join career_goals g on g.school_id = v.school_id and g.id = v.goal_id
        left join occupations o on o.school_id = v.school_id and o.id = v.occupation_id
        where v.school_id = ${schoolId}::uuid and g.person_id = ${personId}::uuid
        order by v.goal_id, v.version desc`,
  );

/** What was said to somebody's goals, oldest first. */
export const selectComments = (db: Database, { schoolId, personId }: PersonKey): Promise<CommentRow[]> =>
  db
    .select({
      goalId: careerComments.goalId,
      version: careerComments.version,
      byName: people.displayName,
      wordsSealed: careerComments.wordsSealed,
      createdAt: careerComments.createdAt,
    })
    .from(careerComments)
    .innerJoin(
      people,
      and(eq(people.schoolId, careerComments.schoolId), eq(people.id, careerComments.byPersonId)),
    )
    .where(and(eq(careerComments.schoolId, schoolId), eq(careerComments.personId, personId)))
    .orderBy(asc(careerComments.createdAt), asc(careerComments.id));

/** The newest wording of a goal and whose it is. */
export async function findGoalVersion(db: Database, key: { schoolId: string; goalId: string }) {
  const [row] = await db
    .select({ personId: careerGoals.personId, version: careerGoals.version })
    .from(careerGoals)
    .innerJoin(
      careerGoalVersions,
      and(
        eq(careerGoalVersions.schoolId, careerGoals.schoolId),
        eq(careerGoalVersions.goalId, careerGoals.id),
        eq(careerGoalVersions.version, careerGoals.version),
      ),
    )
    .where(and(eq(careerGoals.schoolId, key.schoolId), eq(careerGoals.id, key.goalId)))
    .orderBy(desc(careerGoalVersions.version));
  return row;
}
