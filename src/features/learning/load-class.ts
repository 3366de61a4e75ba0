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
import { selectClassMembers, selectClassSkillFacts, selectClassWarnings } from './class.queries.ts';

export async function loadClass(deps: Deps, who: InCourse): Promise<ClassPage> {
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
  const canPlan = who.roles.includes('instructor') || who.roles.includes('administrator');
  return presentClass(rows, { now, canPlan, averagesChart });
}
