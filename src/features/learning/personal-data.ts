import { and, eq, sql } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, ownRows, type PersonalDataSource } from '../roster/index.ts';
import { practiceAnswers, practiceSets, tierDecisions, weakSpots } from './learning.tables.ts';
import { methodDecisions } from './methods.tables.ts';
import { selectChecksOf } from './tier-check.queries.ts';
import { tierReviews } from './tier-reviews.tables.ts';

type PersonKey = Parameters<PersonalDataSource['count']>[0];

/** What learning holds on a person, for "my data" and its download. */
export function learningDataSources(deps: Deps): PersonalDataSource[] {
  return [
    ownRows(deps.db, 'learning', 'tierDecisions', tierDecisions),
    ownRows(deps.db, 'learning', 'weakSpots', weakSpots),
    practice(deps),
    {
      id: 'tierChecks',
      label: 'learning.data.tierChecks',
      count: async (key) => (await selectChecksOf(deps.db, key)).length,
      select: (key) => selectChecksOf(deps.db, key),
    },
    reviews(deps),
    methods(deps),
  ];
}

function practice(deps: Deps): PersonalDataSource {
  const rows = (key: PersonKey) =>
    deps.db
      .select({
        skillId: practiceSets.skillId,
        unitId: practiceSets.unitId,
        questionId: practiceAnswers.questionId,
        given: practiceAnswers.given,
        correct: practiceAnswers.correct,
        answeredAt: practiceAnswers.answeredAt,
        statementId: practiceAnswers.statementId,
      })
      .from(practiceSets)
      .innerJoin(
        practiceAnswers,
        and(
          eq(practiceAnswers.schoolId, practiceSets.schoolId),
          eq(practiceAnswers.practiceSetId, practiceSets.id),
        ),
      )
      .where(and(eq(practiceSets.schoolId, key.schoolId), eq(practiceSets.personId, key.personId)))
      .orderBy(sql`${practiceAnswers.answeredAt}`);
  return {
    id: 'practiceAnswers',
    label: 'learning.data.practiceAnswers',
    count: async (key) => (await rows(key)).length,
    select: rows,
  };
}

/** With the learner's own words and the answers to them, opened. */
function reviews(deps: Deps): PersonalDataSource {
  const source = ownRows(deps.db, 'learning', 'tierReviews', tierReviews);
  return {
    ...source,
    select: async (key) => {
      const rows = await deps.db
        .select()
        .from(tierReviews)
        .where(and(eq(tierReviews.schoolId, key.schoolId), eq(tierReviews.personId, key.personId)));
      const words = await openForPerson(
        deps.db,
        deps,
        key,
        rows.flatMap((row) => [row.noteSealed, row.answerSealed]),
      );
      return rows.map(({ noteSealed: _note, answerSealed: _answer, ...row }, index) => ({
        ...row,
        note: words[index * 2] ?? null,
        answer: words[index * 2 + 1] ?? null,
      }));
    },
  };
}

/** With the reason opened, and without the others who were compared. */
function methods(deps: Deps): PersonalDataSource {
  const rows = (key: PersonKey) =>
    deps.db
      .select({
        pattern: methodDecisions.pattern,
        skillId: methodDecisions.skillId,
        method: methodDecisions.method,
        decision: methodDecisions.decision,
        decidedAt: methodDecisions.decidedAt,
        reasonSealed: methodDecisions.reasonSealed,
        change: methodDecisions.change,
      })
      .from(methodDecisions)
      .where(and(eq(methodDecisions.schoolId, key.schoolId), eq(methodDecisions.personId, key.personId)))
      .orderBy(methodDecisions.decidedAt);
  return {
    id: 'methodDecisions',
    label: 'learning.data.methodDecisions',
    count: async (key) => (await rows(key)).length,
    select: async (key) => {
      const found = await rows(key);
      const reasons = await openForPerson(
        deps.db,
        deps,
        key,
        found.map(({ reasonSealed }) => reasonSealed),
      );
      return found.map(({ reasonSealed: _, ...row }, index) => ({ ...row, reason: reasons[index] ?? null }));
    },
  };
}
