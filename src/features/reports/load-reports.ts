import { recordAudit } from '../../infra/audit.ts';
import { renderChart } from '../../infra/charts.ts';
import { csvLine, BYTE_ORDER_MARK } from '../../infra/csv.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import type { Views } from '../../infra/views.ts';
import { openForPerson, toWallTime, type InCourse } from '../roster/index.ts';
import { hashOf } from './canonical.rules.ts';
import { freezeReport } from './freeze-report.ts';
import { PERIODS, decidePeriod, type PeriodAsk } from './period.rules.ts';
import type { ReportKind } from './report-kind.ts';
import {
  REPORT_CHART,
  buildReportChart,
  listCsvLines,
  presentSection,
  sayWords,
  type ReportPage,
  type ReportsPage,
  type Speech,
} from './report.pages.ts';
import { ReportContent } from './report.schema.ts';
import {
  findCourseFrame,
  findReport,
  selectCourseLearners,
  selectReports,
  type StoredReport,
} from './reports.queries.ts';

export interface ReportTools {
  kinds: readonly ReportKind[];
  t: Views['t'];
}

const isStaffOf = (who: InCourse, kind: ReportKind): boolean =>
  who.roles.some((role) => kind.staff.includes(role));
const isOwn = (who: InCourse, kind: ReportKind, personId: string | null): boolean =>
  kind.about === 'learner' && personId === who.personId && who.roles.includes('learner');

/** What somebody may make here, and what was made. Learners see what is about themselves. */
export async function loadReports(
  deps: Deps,
  { kinds }: ReportTools,
  who: InCourse,
  given: { chosen: string | null },
): Promise<ReportsPage> {
  const key = { schoolId: who.schoolId, courseId: who.courseId };
  const asStaff = kinds.filter((kind) => isStaffOf(who, kind));
  const own = asStaff.length === 0;
  const offered = own ? kinds.filter((kind) => isOwn(who, kind, who.personId)) : asStaff;
  const names = new Set(offered.map(({ name }) => name));
  const rows = await selectReports(deps.db, { ...key, personId: own ? who.personId : null });
  return {
    kinds: offered.map(({ name, about }) => ({ name, aboutLearner: about === 'learner' && !own })),
    learners: own ? [] : await selectCourseLearners(deps.db, key),
    periods: PERIODS,
    chosen: given.chosen,
    today: toWallTime(deps.now(), who.timeZone).slice(0, 10),
    reports: rows
      .filter(({ kind }) => names.has(kind))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        from: row.fromDay,
        until: row.untilDay,
        about: own ? null : row.personName,
        madeAt: row.madeAt,
        madeByName: row.madeByName,
        scheduled: row.madeBy === null,
      })),
  };
}

/** Makes a report about the learner that was chosen, or the course. Returns its id. */
export async function makeReport(
  deps: Deps,
  { kinds }: ReportTools,
  who: InCourse,
  ask: PeriodAsk & { kind: string; personId: string | null },
): Promise<string> {
  const kind = kinds.find(({ name }) => name === ask.kind);
  if (!kind) throw notFound();
  const staff = isStaffOf(who, kind);
  const personId = kind.about === 'course' ? null : staff ? ask.personId : who.personId;
  if (!staff && !isOwn(who, kind, personId)) throw notFound();
  if (kind.about === 'learner' && personId === null) throw badRequest('reports.whom');
  const { schoolId, courseId, timeZone } = who;
  const frame = await findCourseFrame(deps.db, { schoolId, courseId });
  const period = decidePeriod(ask, toWallTime(deps.now(), timeZone).slice(0, 10), frame?.term ?? null);
  if (!period) throw badRequest('reports.period');
  const id = await freezeReport(
    deps,
    kind,
    { schoolId, timeZone, courseId, personId, ...period },
    who.personId,
  );
  if (id === null) throw new Error('Only scheduled reports are made once.');
  return id;
}

/** One report as it was frozen; reading one about a person is audited. */
async function openReport(
  deps: Deps,
  { kinds }: ReportTools,
  who: InCourse,
  reportId: string,
): Promise<{ row: StoredReport; madeByName: string | null; content: ReportContent; genuine: boolean }> {
  const found = await findReport(deps.db, { schoolId: who.schoolId, reportId });
  const kind = kinds.find(({ name }) => name === found?.report.kind);
  if (!found || !kind || found.report.courseId !== who.courseId) throw notFound();
  const { report: row, madeByName } = found;
  if (!isStaffOf(who, kind) && !isOwn(who, kind, row.personId)) throw notFound();
  const text = await readContent(deps, row);
  if (text === null) throw notFound('reports.erased');
  if (row.personId !== null)
    await recordAudit(deps.db, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'report.read',
      subjectType: 'person',
      subjectId: row.personId,
      detail: { reportId },
    });
  return {
    row,
    madeByName,
    content: ReportContent.parse(JSON.parse(text)),
    genuine: hashOf(text) === row.hash,
  };
}

/** The canonical text; null where its person was erased. */
export async function readContent(deps: Deps, row: StoredReport): Promise<string | null> {
  if (row.personId === null) return row.content;
  const person = { schoolId: row.schoolId, personId: row.personId };
  const [text = null] = await openForPerson(deps.db, deps, person, [row.content]);
  return text;
}

export async function loadReport(
  deps: Deps,
  tools: ReportTools,
  who: InCourse,
  reportId: string,
): Promise<ReportPage> {
  const { row, madeByName, content, genuine } = await openReport(deps, tools, who, reportId);
  const speech = speechOf(tools, who);
  const sections = [];
  for (const section of content.sections) {
    const option = buildReportChart(section, speech);
    const part = presentSection(section, speech);
    sections.push({ ...part, chart: option ? await renderChart(option, REPORT_CHART, part.heading) : '' });
  }
  return {
    title: sayWords(content.title, speech),
    subject: sayWords(content.subject, speech),
    from: content.from,
    until: content.until,
    sections,
    method: content.method.map((words) => sayWords(words, speech)),
    rule: content.rule,
    hash: row.hash,
    genuine,
    madeAt: row.madeAt,
    madeByName,
    csv: `/reports/${row.id}/csv`,
  };
}

export async function exportReport(
  deps: Deps,
  tools: ReportTools,
  who: InCourse,
  reportId: string,
): Promise<{ name: string; text: string }> {
  const { row, content } = await openReport(deps, tools, who, reportId);
  const lines = listCsvLines(content, speechOf(tools, who));
  return {
    name: `waymark-${row.kind}-${row.fromDay}-${row.untilDay}.csv`,
    text: BYTE_ORDER_MARK + lines.map(csvLine).join(''),
  };
}

const speechOf = ({ t }: ReportTools, { locale }: InCourse): Speech => ({
  locale,
  t: (key, values) => t(locale, key, values),
});
