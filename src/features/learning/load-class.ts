import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectCourseSkills } from '../programme/index.ts';
import type { InCourse } from '../roster/index.ts';
import {
  averagesChartSize,
  buildAveragesChart,
  presentAverages,
  presentClass,
  type ClassPage,
} from './class.pages.ts';
import {
  selectClassMembers,
  selectClassSkillFacts,
  selectClassVersion,
  selectClassWarnings,
} from './class.queries.ts';
import { loadPhases } from '../trajectory/index.ts';

export const loadClass = async (deps: Deps, who: InCourse): Promise<ClassPage> =>
  load(deps, who, await selectClassVersion(deps.db, who));

/** The class anew, or null while the reader has its newest version. */
export async function loadClassLive(deps: Deps, who: InCourse, known: string): Promise<ClassPage | null> {
  const version = await selectClassVersion(deps.db, who);
  return version === known ? null : load(deps, who, version);
}

/** `version` was read first: should something change while the rest is read, the next poll sees it. */
async function load(deps: Deps, who: InCourse, version: string): Promise<ClassPage> {
  const { db } = deps;
  const now = deps.now();
  const rows = {
    members: await selectClassMembers(db, who),
    skills: await selectCourseSkills(db, who),
    facts: await selectClassSkillFacts(db, who),
    warnings: await selectClassWarnings(db, { ...who, now }),
  };
  const averages = presentAverages(rows);
  const averagesChart =
    averages.length > 0
      ? await renderChart(buildAveragesChart(averages, who.locale), averagesChartSize(averages), '')
      : '';
  const phases = await loadPhases(deps, who, null);
  const canPlan = who.roles.includes('instructor') || who.roles.includes('administrator');
  return presentClass(rows, { version, now, canPlan, averagesChart, phases });
}
