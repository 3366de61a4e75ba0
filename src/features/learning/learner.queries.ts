import { and, asc, eq, gte, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../../infra/db.ts';
import type { Tier } from '../programme/index.ts';
import { skills, tasks, units } from '../programme/programme.tables.ts';
import type { Stage, TalentType } from '../roster/index.ts';
import { classes, courses, majors, memberships, people } from '../roster/roster.tables.ts';
import type { Day, Learner, LearnerKey, LearnerTask, SkillFact } from './learner.schema.ts';
import { dayFacts, learnerFacts, skillFacts, taskFacts } from '../trajectory/facts.tables.ts';
import { tierDecisions, weakSpots } from './learning.tables.ts';
import { tierReviews } from './tier-reviews.tables.ts';

/** A learner of this course with their tier and activity; undefined for everybody else. */
export async function selectLearner(db: Database, key: LearnerKey): Promise<Learner | undefined> {
  const deciders = alias(people, 'deciders');
  const [row] = await db
    .select({
      name: people.displayName,
      className: classes.name,
      talentType: sql<TalentType | null>`coalesce(${memberships.talentType}, ${majors.talentType}, ${courses.talentType})`,
      facts: learnerFacts,
      tier: tierDecisions,
      decidedByName: deciders.displayName,
      review: tierReviews,
      stages: stagesOfMember,
    })
    .from(memberships)
    .innerJoin(
      people,
      and(
        eq(people.schoolId, memberships.schoolId),
        eq(people.id, memberships.personId),
        isNull(people.erasedAt),
      ),
    )
    .innerJoin(courses, and(eq(courses.schoolId, memberships.schoolId), eq(courses.id, memberships.courseId)))
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .leftJoin(majors, and(eq(majors.schoolId, classes.schoolId), eq(majors.id, classes.majorId)))
    .leftJoin(learnerFacts, sameLearner(learnerFacts))
    .leftJoin(tierDecisions, and(sameLearner(tierDecisions), eq(tierDecisions.current, true)))
    .leftJoin(
      deciders,
      and(eq(deciders.schoolId, tierDecisions.schoolId), eq(deciders.id, tierDecisions.decidedBy)),
    )
    .leftJoin(tierReviews, sameLearner(tierReviews))
    .where(
      and(
        eq(memberships.schoolId, key.schoolId),
        eq(memberships.courseId, key.courseId),
        eq(memberships.personId, key.personId),
        eq(memberships.role, 'learner'),
      ),
    )
    .orderBy(sql`${tierReviews.requestedAt} desc nulls last`)
    .limit(1);
  if (!row) return undefined;
  const { facts, tier, stages, decidedByName, ...learner } = row;
  return {
    ...learner,
    personId: key.personId,
    secondsOnTask: facts?.secondsOnTask ?? 0,
    lastActivityAt: facts?.lastActivityAt ?? null,
    tier: tier && { ...tier, decidedByName },
    stages: stages.map((record) => ({
      stage: record.stage,
      startedAt: new Date(record.startedAt),
      endedAt: record.endedAt === null ? null : new Date(record.endedAt),
    })),
  };
}

type StageJson = { stage: Stage; startedAt: string; endedAt: string | null };
const stagesOfMember = sql<StageJson[]>`coalesce((select jsonb_agg(jsonb_build_object(
    'stage', s.stage, 'startedAt', s.started_at, 'endedAt', s.ended_at))
  from service_stages s where s.school_id = ${memberships.schoolId} and s.person_id = ${memberships.personId}), '[]'::jsonb)`;

const sameLearner = (table: typeof learnerFacts | typeof tierDecisions | typeof tierReviews) =>
  and(
    eq(table.schoolId, memberships.schoolId),
    eq(table.courseId, memberships.courseId),
    eq(table.personId, memberships.personId),
  );

/** The plan's tasks for a tier, in its order, with what this learner did about each. */
export const selectLearnerTasks = (db: Database, key: LearnerKey & { tier: Tier }): Promise<LearnerTask[]> =>
  db
    .select({
      id: tasks.id,
      unitTitle: units.title,
      title: tasks.title,
      kind: tasks.kind,
      activityId: tasks.activityId,
      dueAt: tasks.dueAt,
      required: tasks.required,
      startedAt: taskFacts.startedAt,
      completedAt: taskFacts.completedAt,
      bestScaled: taskFacts.bestScaled,
    })
    .from(tasks)
    .innerJoin(units, and(eq(units.schoolId, tasks.schoolId), eq(units.id, tasks.unitId)))
    .leftJoin(
      taskFacts,
      and(
        eq(taskFacts.schoolId, tasks.schoolId),
        eq(taskFacts.taskId, tasks.id),
        eq(taskFacts.personId, key.personId),
      ),
    )
    .where(
      and(
        eq(tasks.schoolId, key.schoolId),
        eq(tasks.courseId, key.courseId),
        or(isNull(tasks.tier), eq(tasks.tier, key.tier)),
      ),
    )
    .orderBy(asc(units.position), asc(units.id), asc(tasks.position), asc(tasks.id));

/** What a learner answered, per skill and across courses, with this course's open weak spots. */
export const selectSkillFacts = (db: Database, key: LearnerKey): Promise<SkillFact[]> =>
  db
    .select({
      skillId: skillFacts.skillId,
      name: skills.name,
      attempts: skillFacts.attempts,
      correct: skillFacts.correct,
      run: skillFacts.run,
      lastAttemptAt: skillFacts.lastAttemptAt,
      statementIds: skillFacts.evidence,
      weakSince:
        sql<Date | null>`case when ${weakSpots.state} <> 'suspected' then ${weakSpots.foundAt} end`.mapWith(
          weakSpots.foundAt,
        ),
      spot: weakSpots.state,
      stuckAt: weakSpots.stuckAt,
    })
    .from(skillFacts)
    .innerJoin(skills, and(eq(skills.schoolId, skillFacts.schoolId), eq(skills.id, skillFacts.skillId)))
    .leftJoin(
      weakSpots,
      and(
        eq(weakSpots.schoolId, skillFacts.schoolId),
        eq(weakSpots.courseId, key.courseId),
        eq(weakSpots.personId, skillFacts.personId),
        eq(weakSpots.skillId, skillFacts.skillId),
        isNull(weakSpots.releasedAt),
      ),
    )
    .where(and(eq(skillFacts.schoolId, key.schoolId), eq(skillFacts.personId, key.personId)))
    .orderBy(sql`${skillFacts.skillId} collate "C"`);

/** Days with activity from `since` (YYYY-MM-DD) on. */
export const selectDays = (db: Database, key: LearnerKey & { since: string }): Promise<Day[]> =>
  db
    .select({ day: dayFacts.day, seconds: dayFacts.seconds })
    .from(dayFacts)
    .where(
      and(
        eq(dayFacts.schoolId, key.schoolId),
        eq(dayFacts.courseId, key.courseId),
        eq(dayFacts.personId, key.personId),
        gte(dayFacts.day, key.since),
      ),
    )
    .orderBy(asc(dayFacts.day));
