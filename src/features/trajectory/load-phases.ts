import { renderChart } from '../../infra/charts.ts';
import type { Deps } from '../../infra/deps.ts';
import type { InCourse } from '../roster/index.ts';
import { PHASES_CHART, buildPhasesChart, presentPhases, type PhaseBreakdown } from './phase.pages.ts';
import { selectPhases } from './phase.queries.ts';

/** The phases of one learner or, `personId` null, of the class, as the course's staff see them. */
export async function loadPhases(
  deps: Deps,
  who: InCourse,
  personId: string | null,
): Promise<PhaseBreakdown> {
  const { schoolId, courseId, timeZone, roles } = who;
  const canPlan = roles.includes('instructor') || roles.includes('administrator');
  const phases = await selectPhases(deps.db, { schoolId, courseId, personId });
  const page = presentPhases(phases, { now: deps.now(), timeZone, canPlan });
  const drawn = page.weeks.some(({ minutes }) => minutes.some((count) => count > 0));
  return drawn ? { ...page, chart: await renderChart(buildPhasesChart(page.weeks), PHASES_CHART, '') } : page;
}
