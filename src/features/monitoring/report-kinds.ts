import type { ReportKind } from '../reports/index.ts';
import { composeAxesReport } from './axes.rules.ts';
import { selectCourseFigures } from './course-report.queries.ts';
import { composeMonitoringReport } from './course-report.rules.ts';
import {
  findLearnerName,
  selectAxes,
  selectDimensions,
  selectLearnerFigures,
} from './learner-report.queries.ts';
import { loadAttendance } from './load-attendance.ts';
import { composeLearningReport } from './learning-report.rules.ts';

/** The personal learning report, the report of the three axes, and the monitoring report of a course. */
export const monitoringReports: readonly ReportKind[] = [
  {
    name: 'learning',
    about: 'learner',
    staff: ['instructor', 'administrator', 'career_teacher', 'supervisor'],
    monthly: false,
    async build({ db }, ask) {
      const figures = ask.personId && (await selectLearnerFigures(db, { ...ask, personId: ask.personId }));
      return figures ? composeLearningReport(figures, ask) : null;
    },
  },
  {
    name: 'three_axes',
    about: 'learner',
    staff: ['instructor', 'administrator', 'career_teacher', 'supervisor'],
    monthly: false,
    async build({ db }, ask) {
      if (ask.personId === null) return null;
      const asked = { ...ask, personId: ask.personId };
      const who = await findLearnerName(db, asked);
      if (!who) return null;
      const figures = {
        ...who,
        axes: await selectAxes(db, ask),
        dimensions: await selectDimensions(db, ask),
        attendance: await loadAttendance(db, ask),
      };
      return composeAxesReport(figures, asked);
    },
  },
  {
    name: 'monitoring',
    about: 'course',
    staff: ['instructor', 'administrator', 'supervisor'],
    monthly: true,
    async build({ db }, ask) {
      const figures = await selectCourseFigures(db, ask);
      return figures && composeMonitoringReport(figures, ask);
    },
  },
];
