export { monitoringReports, type MonitoringContributions } from './report-kinds.ts';
export { LITERACY_KINDS, type Attendance, type LiteracyKind } from './attendance.schema.ts';
