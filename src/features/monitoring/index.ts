export { monitoringReports } from './report-kinds.ts';
