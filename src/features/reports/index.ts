export { reportsRoutes } from './reports.routes.ts';
export { reportsJobs } from './reports.jobs.ts';
export { reportsDataSources } from './personal-data.ts';
export { freezeReport } from './freeze-report.ts';
export { addDays } from './period.rules.ts';
export type { ReportKind } from './report-kind.ts';
export type { Cell, ReportAsk, ReportContent, Section, Words } from './report.schema.ts';
