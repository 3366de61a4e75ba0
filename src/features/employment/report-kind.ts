import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import type { ReportKind } from '../reports/index.ts';
import { loadFigures } from './load-figures.ts';
import { composeQualityReport } from './quality.rules.ts';

/**
 * The employment quality report (R097) of who graduated in its period. Administrators alone make and read frozen ones:
 * career teachers and supervisors of a course are appointed by its teachers, and these numbers are the school's.
 */
export const employmentReports = ({ vault }: Pick<Deps, 'vault'>): ReportKind[] => [
  {
    name: 'employment_quality',
    about: 'course',
    staff: ['administrator'],
    monthly: false,
    async build({ db, now }, ask) {
      const figures = await loadFigures({ db, now, vault }, ask);
      return composeQualityReport(figures, ask, dayIn(ask.timeZone, now()));
    },
  },
];
