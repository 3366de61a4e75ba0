import type { Database } from '../../infra/db.ts';
import type { ReportAsk, ReportKind } from '../reports/index.ts';
import type { Attendance } from './attendance.schema.ts';
import { composeAxesReport } from './axes.rules.ts';
import { selectCourseFigures } from './course-report.queries.ts';
import { composeMonitoringReport } from './course-report.rules.ts';
import {
  findLearnerName,
  selectAxes,
  selectDimensions,
  selectLearnerFigures,
} from './learner-report.queries.ts';
import { composeLearningReport } from './learning-report.rules.ts';

export interface MonitoringContributions {
  /** Who attended activities of 素养, given by the room that records them: of all learners of the course. */
  attendance: (db: Database, ask: ReportAsk) => Promise<Attendance[]>;
}

/** The personal learning report, the report of the three axes, and the monitoring report of a course. */
export const monitoringReports = ({ attendance }: MonitoringContributions): ReportKind[] => [
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
        attendance: await attendance(db, ask),
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
