import type { Deps } from '../../infra/deps.ts';
import { DIMENSIONS, selectCoursePlan, selectSkills } from '../programme/index.ts';
import { findCourse, type SignedIn } from '../roster/index.ts';
import {
  selectCompoundPosts,
  selectEthicsItems,
  selectKindCounts,
  selectModules,
  selectTargets,
  selectUnitEthics,
  selectUnitResources,
  selectUnitTargets,
} from './alignment.queries.ts';
import { presentCoverage, type CoveragePage } from './coverage.pages.ts';
import type { CourseRows } from './coverage.rules.ts';
import { presentCross, type CrossPage } from './cross.pages.ts';
import { selectEnterpriseMentors, selectStaff } from './people.queries.ts';
import { isAny } from './resources.schema.ts';
import { presentTabs } from './tabs.pages.ts';

export async function loadCoverage(deps: Deps, who: SignedIn, saved: boolean): Promise<CoveragePage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const key = courseId === null ? null : { schoolId, courseId };
  const mayEdit = isAny(who, 'instructor', 'administrator');
  return presentCoverage(
    {
      course: key && (await loadCourse(deps, key)),
      kinds: await selectKindCounts(db, schoolId),
      targets: await selectTargets(db, schoolId),
      items: await selectEthicsItems(db, schoolId),
    },
    {
      tabs: presentTabs(who, 'coverage'),
      saved,
      mayEdit,
      hasPlan: key !== null && mayEdit,
      talentType: (key && (await findCourse(db, key))?.talentType) ?? null,
      dimensions: DIMENSIONS,
    },
  );
}

async function loadCourse(deps: Deps, key: { schoolId: string; courseId: string }): Promise<CourseRows> {
  const { db } = deps;
  const { units, tasks } = await selectCoursePlan(db, key);
  return {
    units,
    tasks,
    skills: await selectSkills(db, key),
    targets: await selectUnitTargets(db, key),
    resources: await selectUnitResources(db, key),
    ethics: await selectUnitEthics(db, key),
  };
}

export async function loadCross(deps: Deps, who: SignedIn, saved: boolean): Promise<CrossPage> {
  const { db } = deps;
  const { schoolId } = who;
  return presentCross(await selectCompoundPosts(db, schoolId), {
    tabs: presentTabs(who, 'cross'),
    saved,
    edit: isAny(who, 'instructor', 'administrator')
      ? {
          modules: await selectModules(db, { schoolId, courseId: null }),
          staff: await selectStaff(db, schoolId),
          mentors: await selectEnterpriseMentors(db, schoolId),
        }
      : null,
  });
}
