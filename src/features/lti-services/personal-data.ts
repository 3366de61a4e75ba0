import { and, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { grades, lineItems } from './services.tables.ts';

type PersonKey = Parameters<PersonalDataSource['count']>[0];

/** The grades that go to the LMS, for "my data" and its download. */
export function gradesDataSources(deps: Deps): PersonalDataSource[] {
  const isOwn = (key: PersonKey) => and(eq(grades.schoolId, key.schoolId), eq(grades.personId, key.personId));
  return [
    {
      id: 'gradesForLms',
      label: 'grades.myData',
      count: (key) => deps.db.$count(grades, isOwn(key)),
      select: (key) =>
        deps.db
          .select({
            column: lineItems.label,
            scoreGiven: grades.scoreGiven,
            scoreMaximum: grades.scoreMaximum,
            activityProgress: grades.activityProgress,
            gradingProgress: grades.gradingProgress,
            gradedAt: grades.gradedAt,
            state: grades.state,
            sentAt: grades.sentAt,
          })
          .from(grades)
          .innerJoin(
            lineItems,
            and(eq(lineItems.schoolId, grades.schoolId), eq(lineItems.id, grades.lineItemId)),
          )
          .where(isOwn(key)),
    },
  ];
}
