import type { Database } from '../../infra/db.ts';
import {
  HORIZONS,
  assessCalibration,
  checkAmong,
  selectActiveGoalsOf,
  selectCalibrationsOf,
  selectSchoolTerms,
  semesterOf,
  type Learner,
  type Semester,
} from '../career-goals/index.ts';
import { assessClarity, assessDeviation, matchRate } from './gauges.rules.ts';
import { groupBy } from './group-by.rules.ts';
import type { LearnerGauges } from './gauges.schema.ts';
import { selectBegunItems, selectPathStandings } from './paths.queries.ts';

/** The gauges of any number of learners by five queries. */
export async function readGauges(
  db: Database,
  { schoolId, today }: { schoolId: string; today: string },
  learners: readonly Learner[],
): Promise<{ semester: Semester; gauges: LearnerGauges[] }> {
  const personIds = learners.map(({ personId }) => personId);
  const semester = semesterOf(today, await selectSchoolTerms(db, schoolId));
  const goals = groupByPerson(await selectActiveGoalsOf(db, { schoolId, personIds }));
  const calibrations = groupByPerson(
    await selectCalibrationsOf(db, { schoolId, personIds, from: semester.startsOn, until: semester.until }),
  );
  const paths = groupByPerson(await selectPathStandings(db, { schoolId, personIds }));
  const items = groupByPerson(await selectBegunItems(db, { schoolId, personIds, today }));
  const gauges = learners.map((learner): LearnerGauges => {
    const own = goals.get(learner.personId) ?? [];
    const lacks = own.map((goal) => checkAmong(goal.horizon, goal, own, today));
    const has = (...wanted: string[]) => lacks.some((list) => list.some((lack) => wanted.includes(lack)));
    const path = paths.get(learner.personId)?.[0] ?? null;
    const calibration = assessCalibration(calibrations.get(learner.personId) ?? [], semester, today);
    const near = own.find(({ horizon }) => horizon === 'short');
    const parts = assessClarity({
      post: near !== undefined && near.occupationId !== null,
      stages: own.length === HORIZONS.length && !has('order', 'direction'),
      measurable: near !== undefined && !has('measure', 'date', 'term', 'past'),
      gaps: path !== null && path.confirmed && path.unmet === 0,
      verified: calibration.state === 'done',
    });
    return {
      learner,
      parts,
      clarity: parts.points,
      match: matchRate(path),
      deviation: path === null ? null : assessDeviation(items.get(learner.personId) ?? [], today),
      goals: own,
      incomplete: HORIZONS.length - lacks.filter((list) => list.length === 0).length,
      calibration,
      path,
    };
  });
  return { semester, gauges };
}

const groupByPerson = <T extends { personId: string }>(rows: readonly T[]) =>
  groupBy(rows, ({ personId }) => personId);
