import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { RUN_EVERY_DAYS, daysBefore, recordRiskRun, selectCurrentRuns } from '../risk/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { takeFoldLock } from '../trajectory/index.ts';
import { loadSnapshots } from './load-snapshots.ts';
import { buildRecords } from './risk-record.rules.ts';
import { WARNING_RULE, isFresh } from './warning.rules.ts';

/** Where a course is to be looked at: whose school, and by which clock. */
interface SchoolDay {
  schoolId: string;
  timeZone: string;
}

/** Of these courses, those that the model hasn't looked at for a week. */
export async function selectCoursesToScore(
  deps: Deps,
  { schoolId, timeZone }: SchoolDay,
  courseIds: readonly string[],
): Promise<string[]> {
  const since = daysBefore(dayIn(timeZone, deps.now()), RUN_EVERY_DAYS - 1);
  const recent = await selectCurrentRuns(deps.db, schoolId, { courseIds, since });
  return courseIds.filter((courseId) => !recent.some((run) => run.courseId === courseId));
}

/**
 * The model's weekly look at a running course. Passed over outside its term, and while the school's records lag behind:
 * then it is made up for as soon as they have come in.
 */
export async function scoreCourse(
  deps: Deps,
  { schoolId, timeZone }: SchoolDay,
  courseId: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    const now = deps.now();
    const { learners } = await loadSnapshots(tx, schoolId, timeZone, { courseId }, now);
    const [first] = learners;
    if (!first?.snapshot.signals.inTerm || !isFresh(first.snapshot.signals, now)) return;
    const today = dayIn(timeZone, now);
    const records = buildRecords(
      learners.map(({ snapshot }) => snapshot),
      now,
    );
    await recordRiskRun(tx, deps, {
      schoolId,
      courseId,
      today,
      ruleVersion: WARNING_RULE,
      learners: learners.map(({ personId }, index) => ({ personId, record: records[index]! })),
    });
  });
}
