import { and, desc, eq, ne } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { cases } from '../cases/cases.tables.ts';
import { skills } from '../programme/programme.tables.ts';
import { people } from '../roster/roster.tables.ts';
import type { LearnerKey, PastTier, PastWarning, PastWeakSpot } from './learner.schema.ts';
import { tierDecisions, weakSpots } from './learning.tables.ts';

/** All weak spots ever confirmed in this course, newest first. */
export async function selectWeakSpotHistory(db: Database, key: LearnerKey): Promise<PastWeakSpot[]> {
  const rows = await db
    .select({ spot: weakSpots, name: skills.name })
    .from(weakSpots)
    .innerJoin(skills, and(eq(skills.schoolId, weakSpots.schoolId), eq(skills.id, weakSpots.skillId)))
    .where(
      and(
        eq(weakSpots.schoolId, key.schoolId),
        eq(weakSpots.courseId, key.courseId),
        eq(weakSpots.personId, key.personId),
        ne(weakSpots.state, 'suspected'),
      ),
    )
    .orderBy(desc(weakSpots.foundAt));
  return rows.map(({ spot: { skillId, foundAt, releasedAt, ruleVersion, evidence }, name }) => ({
    skillId,
    name,
    foundAt,
    releasedAt,
    ruleVersion,
    mastery: evidence.mastery,
    attempts: evidence.attempts,
    statementIds: evidence.statementIds,
  }));
}

/** All tier decisions in this course, newest first. */
export const selectTierHistory = (db: Database, key: LearnerKey): Promise<PastTier[]> =>
  db
    .select({
      tier: tierDecisions.tier,
      provisional: tierDecisions.provisional,
      ruleVersion: tierDecisions.ruleVersion,
      decidedByName: people.displayName,
      overrideReason: tierDecisions.overrideReason,
      decidedAt: tierDecisions.decidedAt,
    })
    .from(tierDecisions)
    .leftJoin(
      people,
      and(eq(people.schoolId, tierDecisions.schoolId), eq(people.id, tierDecisions.decidedBy)),
    )
    .where(
      and(
        eq(tierDecisions.schoolId, key.schoolId),
        eq(tierDecisions.courseId, key.courseId),
        eq(tierDecisions.personId, key.personId),
      ),
    )
    .orderBy(desc(tierDecisions.decidedAt), desc(tierDecisions.id));

/** All warnings about this learner in this course, newest first. */
export const selectWarningHistory = (db: Database, key: LearnerKey): Promise<PastWarning[]> =>
  db
    .select({
      id: cases.id,
      level: cases.level,
      state: cases.state,
      openedAt: cases.openedAt,
      dueAt: cases.dueAt,
      actedAt: cases.actedAt,
      closedAt: cases.closedAt,
      outcome: cases.outcome,
    })
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, key.schoolId),
        eq(cases.kind, 'warning'),
        eq(cases.courseId, key.courseId),
        eq(cases.subjectPersonId, key.personId),
      ),
    )
    .orderBy(desc(cases.openedAt));
