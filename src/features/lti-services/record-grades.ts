import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { insertGrades, takeGrades, updateGrades, type GradeRow, type WrittenGrade } from './grade.queries.ts';
import { decideGrade, type Grade } from './grade.rules.ts';
import { groupBy } from './group.rules.ts';
import { selectLineItemsOfItems } from './line-item.queries.ts';

/** A learner's result in a deep-linked item. */
export interface NewGrade extends Grade {
  schoolId: string;
  courseId: string;
  itemId: string;
  personId: string;
}

interface Asked {
  lineItemId: string;
  family: string;
  grade: NewGrade;
}

/**
 * Puts grades into the outbox of every column that shows their item; where there is none nothing happens. To be called
 * in the transaction that made the result, then `sendSoon()` after its commit.
 */
export async function recordGrades(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  newGrades: readonly NewGrade[],
): Promise<void> {
  const bySchool = groupBy(newGrades, ({ schoolId }) => schoolId);
  for (const [schoolId, given] of bySchool) {
    const columns = await selectLineItemsOfItems(tx, schoolId, [
      ...new Set(given.map(({ itemId }) => itemId)),
    ]);
    const asked = new Map<string, Asked>();
    for (const grade of given) {
      refuseNonsense(grade);
      for (const { id, family, courseId } of columns.filter(({ itemId }) => itemId === grade.itemId))
        // Of two results for one cell the later one counts.
        if (courseId === grade.courseId)
          asked.set(keyOf({ lineItemId: id, personId: grade.personId }), { lineItemId: id, family, grade });
    }
    await writeAsked(tx, deps, schoolId, [...asked.values()]);
  }
}

async function writeAsked(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  schoolId: string,
  asked: readonly Asked[],
): Promise<void> {
  if (asked.length === 0) return;
  const known = await takeGrades(tx, schoolId, {
    lineItemIds: [...new Set(asked.map(({ lineItemId }) => lineItemId))],
    personIds: [...new Set(asked.map(({ grade }) => grade.personId))],
  });
  const previous = new Map<string, GradeRow>(known.map((row) => [keyOf(row), row]));
  const changed: WrittenGrade[] = [];
  const added: WrittenGrade[] = [];
  for (const { lineItemId, family, grade } of asked) {
    const { personId } = grade;
    const before = previous.get(keyOf({ lineItemId, personId })) ?? null;
    const decision = decideGrade(before, grade, { family, now: deps.now() });
    if (decision.kind === 'keep') continue;
    (before ? changed : added).push({
      lineItemId,
      personId,
      scoreGiven: grade.scoreGiven,
      scoreMaximum: grade.scoreMaximum,
      activityProgress: grade.activityProgress,
      gradingProgress: grade.gradingProgress,
      gradedAt: decision.gradedAt,
      nextAttemptAt: decision.nextAttemptAt,
    });
  }
  await updateGrades(tx, schoolId, changed);
  const written = new Set((await insertGrades(tx, schoolId, added)).written.map(keyOf));
  const overtaken = new Set(added.map(keyOf).filter((key) => !written.has(key)));
  // Another was quicker to write these; they are there to be seen and locked now.
  await writeAsked(
    tx,
    deps,
    schoolId,
    asked.filter((one) => overtaken.has(keyOf({ lineItemId: one.lineItemId, personId: one.grade.personId }))),
  );
}

const keyOf = ({ lineItemId, personId }: { lineItemId: string; personId: string }) =>
  `${lineItemId} ${personId}`;

/** JSON writes NaN as null, and a grade without a score erases what is in the gradebook. */
function refuseNonsense({ scoreGiven, scoreMaximum }: NewGrade): void {
  const isScore = scoreGiven === null || (Number.isFinite(scoreGiven) && scoreGiven >= 0);
  if (!isScore || !(Number.isFinite(scoreMaximum) && scoreMaximum > 0))
    throw new Error('This score is not a number that can be sent.');
}
