import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { toWallTime } from '../roster/index.ts';
import {
  markReassessed,
  noteRemapped,
  relearnStaleSchools,
  selectCoursesWithLearners,
  selectFoldedSchools,
  selectSchoolsBehind,
  selectSchoolsToReassess,
} from '../trajectory/index.ts';
import { foldSchool } from './fold-school.ts';
import { scoreCourse, selectCoursesToScore } from './score-risk.ts';
import { measureMethods } from './measure-methods.ts';
import { reassessLearners } from './reassess-learners.ts';

/** Schools look at everybody again from this time of their own night on. */
const NIGHTLY_AT = '02:30';

/** Folds what no listener folded, and folds anew what a changed plan, a void or a newly known person touches. */
export async function catchUp(deps: Deps): Promise<void> {
  for (const { schoolId } of await selectFoldedSchools(deps.db)) await noteRemapped(deps, schoolId);
  for (const schoolId of await selectSchoolsBehind(deps.db)) await foldSchool(deps, schoolId);
}

/**
 * Looks at every learner of the schools whose night it is: no statement reports silence or a deadline that passed. Once
 * a week the model looks at each course first.
 */
export async function reassessEverybody(deps: Deps): Promise<void> {
  for (const { schoolId, timeZone, reassessedOn } of await selectSchoolsToReassess(deps.db)) {
    const [today = '', time = ''] = toWallTime(deps.now(), timeZone).split('T');
    if (time < NIGHTLY_AT || reassessedOn === today) continue;
    await foldSchool(deps, schoolId);
    const courseIds = await selectCoursesWithLearners(deps.db, schoolId);
    for (const courseId of await selectCoursesToScore(deps, { schoolId, timeZone }, courseIds))
      await scoreCourse(deps, { schoolId, timeZone }, courseId);
    for (const courseId of courseIds) await reassessLearners(deps, schoolId, { courseId });
    await markReassessed(deps.db, schoolId, today);
  }
}

export const learningJobs: Job[] = [
  { name: 'fold-statements', schedule: '* * * * *', run: catchUp },
  { name: 'relearn-knowledge', schedule: '40 1 * * *', run: relearnStaleSchools },
  // A school's night is found by its own clock, and made up for when the process was down.
  { name: 'measure-methods', schedule: '20 * * * *', run: measureMethods },
  { name: 'reassess-learners', schedule: '*/15 * * * *', run: reassessEverybody },
];
