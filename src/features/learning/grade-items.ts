import type { Database } from '../../infra/db.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { createGradeSender, gradeStanding, recordGrades } from '../lti-services/index.ts';
import { takeFoldLock } from '../trajectory/index.ts';
import { selectGradedItems, type Graded } from './grade-items.queries.ts';
import { loadStandings } from './grade-standings.ts';

/**
 * Records the grades of these learners for all graded things of these courses, as they stand now; those that didn't
 * change are left alone. True: there were some, to be sent after the commit.
 */
export async function gradeItems(tx: Database, deps: Deps, graded: Graded): Promise<boolean> {
  const items = await selectGradedItems(tx, graded);
  if (items.length === 0) return false;
  const standingsOf = await loadStandings(tx, graded);
  const grades = items.flatMap((item) =>
    standingsOf(item).flatMap(({ personId, standing }) => {
      const grade = gradeStanding(standing, item.scoreMaximum);
      const { courseId, id: itemId } = item;
      return grade ? [{ schoolId: graded.schoolId, courseId, itemId, personId, ...grade }] : [];
    }),
  );
  if (grades.length > 0) await recordGrades(tx, deps, grades);
  return grades.length > 0;
}

/** The grades of a whole course: what its learners did before a column was there shows in it, too. */
export async function gradeCourse(deps: Deps, course: { schoolId: string; courseId: string }): Promise<void> {
  const { schoolId, courseId } = course;
  const graded = await inTransaction(deps.db, async (tx) => {
    // Or a fold that goes on meanwhile would be overwritten with what was read before it.
    await takeFoldLock(tx, schoolId);
    return gradeItems(tx, deps, { schoolId, courseIds: [courseId], personIds: null });
  });
  if (graded) createGradeSender(deps).sendSoon();
}
