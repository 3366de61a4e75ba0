import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { createGradeSender } from '../lti-services/index.ts';
import { addLook, getSchoolClock, openCase, type CaseMeasures, type SchoolClock } from '../cases/index.ts';
import {
  insertTierDecisions,
  selectNewestCases,
  selectSharedWeakSpots,
  type KnownCase,
} from './decisions.queries.ts';
import { takeFoldLock } from '../trajectory/index.ts';
import { gradeItems } from './grade-items.ts';
import { decideLearner, type LearnerDecision } from './learner-decision.rules.ts';
import { loadSnapshots, type SnapshotOf, type Snapshots } from './load-snapshots.ts';
import type { Reassessed } from './reassess.queries.ts';
import { saveWeakSpots } from './save-weak-spots.ts';
import { tellDecisions } from './tell-decisions.ts';
import { TIER_RULE } from './tier.rules.ts';
import { QUIET_DAYS, compareMeasures, mayRaise } from './case-trend.rules.ts';
import { decideClassWarning, measureClass } from './class-warning.rules.ts';
import { WARNING_RULE, type Warning } from './warning.rules.ts';

const DAY_MS = 86_400_000;

type Decided = SnapshotOf & { decision: LearnerDecision };

/**
 * Looks at learners again: facts are loaded in a handful of queries, judged by rules, and what was decided is recorded
 * with its evidence and rule version, all in one transaction. Tiers, weak spots and warnings of the learners, then the
 * warnings of their courses as a whole, and what links in the LMS are graded by.
 */
export async function reassessLearners(deps: Deps, schoolId: string, which: Reassessed): Promise<void> {
  const graded = await inTransaction(deps.db, async (tx) => {
    // Two looks at one learner at once would each decide without the other's word.
    await takeFoldLock(tx, schoolId);
    const now = deps.now();
    const clock = await getSchoolClock(tx, schoolId);
    const { learners, courses, runs } = await loadSnapshots(tx, schoolId, clock.timeZone, which, now);
    if (learners.length === 0) return false;
    const decided = learners.map((learner) => ({
      ...learner,
      decision: decideLearner(learner.snapshot, now),
    }));
    await saveTiers(tx, deps, schoolId, decided);
    await saveWeakSpots(tx, deps, schoolId, decided);
    const courseIds = courses.map(({ courseId }) => courseId);
    const since = new Date(now.getTime() - QUIET_DAYS * DAY_MS);
    const cases = await selectNewestCases(tx, schoolId, courseIds, since);
    await saveWarnings(tx, deps, clock, schoolId, decided, cases);
    await saveClassWarnings(tx, deps, clock, schoolId, { courses, runs }, cases);
    const gradedIds = courses.filter(({ graded }) => graded).map(({ courseId }) => courseId);
    if (gradedIds.length === 0) return false;
    const personIds = learners.map(({ personId }) => personId);
    return gradeItems(tx, deps, { schoolId, courseIds: gradedIds, personIds });
  });
  if (graded) createGradeSender(deps).sendSoon();
}

async function saveTiers(
  tx: Database,
  deps: Deps,
  schoolId: string,
  decided: readonly Decided[],
): Promise<void> {
  const decisions = decided.flatMap(({ courseId, personId, snapshot, decision: { tier } }) =>
    tier
      ? [
          {
            ...tier,
            schoolId,
            id: deps.newId(),
            courseId,
            personId,
            ruleVersion: TIER_RULE,
            previous: snapshot.tier?.tier ?? null,
            decidedBy: null,
            decidedAt: deps.now(),
            current: true,
          },
        ]
      : [],
  );
  await insertTierDecisions(tx, schoolId, decisions);
  await tellDecisions(tx, deps, schoolId, { tiers: decisions });
}

async function saveWarnings(
  tx: Database,
  deps: Deps,
  clock: SchoolClock,
  schoolId: string,
  decided: readonly Decided[],
  cases: readonly KnownCase[],
): Promise<void> {
  const known = new Map(cases.map((row) => [`${row.courseId}|${row.subjectPersonId}`, row]));
  for (const { courseId, personId, decision } of decided) {
    const subject = { schoolId, courseId, subjectPersonId: personId };
    await saveWarning(tx, deps, clock, subject, known.get(`${courseId}|${personId}`), decision);
  }
}

async function saveClassWarnings(
  tx: Database,
  deps: Deps,
  clock: SchoolClock,
  schoolId: string,
  { courses, runs }: Pick<Snapshots, 'courses' | 'runs'>,
  cases: readonly KnownCase[],
): Promise<void> {
  const courseIds = courses.map(({ courseId }) => courseId);
  const shared = await selectSharedWeakSpots(tx, schoolId, courseIds);
  for (const { courseId, learners } of courses) {
    const spots = shared.filter((spot) => spot.courseId === courseId);
    const risk = runs.find((run) => run.courseId === courseId) ?? null;
    const signals = { spots, classSize: learners, risk };
    const look = { measures: measureClass(signals), warning: decideClassWarning(signals) };
    const known = cases.find((row) => row.courseId === courseId && row.subjectPersonId === null);
    await saveWarning(tx, deps, clock, { schoolId, courseId, subjectPersonId: null }, known, look);
  }
}

/** One open case per subject: a warning opens it or adds to it; a skill newly practised in vain is always news. */
async function saveWarning(
  tx: Database,
  deps: Deps,
  clock: SchoolClock,
  subject: { schoolId: string; courseId: string; subjectPersonId: string | null },
  known: KnownCase | undefined,
  look: { warning: Warning | null; measures: CaseMeasures; newlyStuck?: boolean },
): Promise<void> {
  const { warning, measures, newlyStuck = false } = look;
  if (known?.closedAt === null) {
    // What no measure shows is news all the same.
    const compare = newlyStuck ? () => 'worse' as const : compareMeasures;
    const key = { schoolId: subject.schoolId, caseId: known.id };
    return addLook(tx, deps, clock, key, { measures, warning, compare });
  }
  const lastClosed = known?.closedAt ? { closedAt: known.closedAt, measures: known.measures } : null;
  if (warning && (newlyStuck || mayRaise(lastClosed, warning, deps.now())))
    await openCase(tx, deps, clock, { kind: 'warning', ...subject, ...warning, ruleVersion: WARNING_RULE });
}
