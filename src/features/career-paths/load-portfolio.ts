import { recordAudit } from '../../infra/audit.ts';
import { renderChart } from '../../infra/charts.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Views } from '../../infra/views.ts';
import { presentTabs } from '../career/index.ts';
import {
  openWords,
  requireCourseLearner,
  selectSchoolTerms,
  semestersBetween,
} from '../career-goals/index.ts';
import type { InCourse } from '../roster/index.ts';
import { LITERACIES, RUBRIC_LEVELS, trendOf } from './literacy.rules.ts';
import {
  selectEvidence,
  selectMappings,
  selectMarks,
  selectPlaces,
  selectTeamRecords,
} from './literacy.queries.ts';
import type { Mapping, Place } from './literacy.schema.ts';
import {
  TREND_CHART,
  buildTrendChart,
  listPortfolioLines,
  presentTrend,
  type PortfolioPage,
} from './portfolio.pages.ts';
import type { TabView } from '../career/index.ts';

/** A learner's portfolio: their own, or as staff of the course see it, which is recorded. */
export async function loadPortfolio(
  deps: Deps,
  t: Views['t'],
  who: InCourse,
  ask: { personId: string | null; saved: boolean },
): Promise<PortfolioPage> {
  const { db } = deps;
  const { schoolId } = who;
  const personId = ask.personId ?? who.personId;
  const student = ask.personId === null ? null : await requireCourseLearner(db, who, ask.personId);
  const key = { schoolId, personId };
  const { marks, evidence } = await openWords(deps, key, {
    marks: await selectMarks(db, key),
    evidence: await selectEvidence(db, key),
  });
  if (student)
    await recordAudit(db, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'career.portfolio.read',
      subjectType: 'person',
      subjectId: personId,
    });
  const days = marks.map(({ markedOn }) => markedOn).sort();
  const [first] = days;
  const last = days.at(-1);
  const semesters =
    first === undefined || last === undefined
      ? []
      : semestersBetween(first, last, await selectSchoolTerms(db, schoolId));
  const trend = presentTrend(trendOf(marks, semesters));
  const say = (name: string) => t(who.locale, `careerPaths.literacy.${name}`);
  return {
    tabs: presentTabs(who, student ? 'desk' : 'portfolio'),
    saved: ask.saved,
    student: student && { personId, name: student.name },
    csv: student ? `/career/students/${personId}/portfolio.csv` : '/career/portfolio.csv',
    dimensions: LITERACIES,
    levels: RUBRIC_LEVELS,
    trend,
    chart:
      trend.length === 0
        ? ''
        : await renderChart(
            buildTrendChart(trend, (dimension) => say(`dimension.${dimension}`)),
            TREND_CHART,
            say('trend'),
          ),
    marks: marks.map(({ wordsSealed: _, ...mark }) => mark),
    teams: await selectTeamRecords(db, key),
    evidence: evidence.map(({ wordsSealed: _, ...one }) => one),
    places: student ? await selectMappings(db, who) : null,
  };
}

/** The same as a file for Excel. */
export async function exportPortfolio(
  deps: Deps,
  t: Views['t'],
  who: InCourse,
  personId: string | null,
): Promise<string> {
  const page = await loadPortfolio(deps, t, who, { personId, saved: false });
  const lines = listPortfolioLines(page, (key) => t(who.locale, `careerPaths.literacy.${key}`));
  return BYTE_ORDER_MARK + lines.map(csvLine).join('');
}

export interface LiteracyPage {
  tabs: TabView[];
  saved: boolean;
  dimensions: readonly string[];
  levels: readonly number[];
  mappings: Mapping[];
  places: Place[];
  mayMap: boolean;
}

/** Where the course exercises what, and the rubric by which it is marked. */
export async function loadLiteracy(deps: Deps, who: InCourse, saved: boolean): Promise<LiteracyPage> {
  return {
    tabs: presentTabs(who, 'literacy'),
    saved,
    dimensions: LITERACIES,
    levels: RUBRIC_LEVELS,
    mappings: await selectMappings(deps.db, who),
    places: await selectPlaces(deps.db, who),
    mayMap: who.roles.some((role) => role !== 'enterprise_mentor' && role !== 'learner'),
  };
}
