import type { Job } from '../../infra/jobs.ts';
import { toWallTime } from '../roster/index.ts';
import { freezeReport } from './freeze-report.ts';
import { monthBefore } from './period.rules.ts';
import type { ReportKind } from './report-kind.ts';
import { selectCoursesToReport } from './reports.queries.ts';

/**
 * §5.5.3.3: monitoring reports are made by themselves, on the first days of a month about the month before. One that
 * fails is tried again the next night; it keeps no other from being made.
 */
export const reportsJobs = (kinds: readonly ReportKind[]): Job[] => [
  {
    name: 'monthly-reports',
    schedule: '40 3 1-7 * *',
    async run(deps) {
      const failures: unknown[] = [];
      for (const kind of kinds.filter(({ monthly }) => monthly)) {
        const month = monthBefore(toWallTime(deps.now(), 'UTC').slice(0, 10));
        for (const { schoolId, timeZone, courseId } of await selectCoursesToReport(deps.db, {
          kind: kind.name,
          ...month,
        })) {
          try {
            await freezeReport(deps, kind, { schoolId, timeZone, courseId, personId: null, ...month }, null);
          } catch (error) {
            failures.push(error);
          }
        }
      }
      if (failures.length > 0)
        throw new AggregateError(failures, `${failures.length} reports were not made.`);
    },
  },
];
