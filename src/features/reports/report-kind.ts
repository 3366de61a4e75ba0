import type { Deps } from '../../infra/deps.ts';
import type { Role } from '../roster/index.ts';
import type { ReportAbout, ReportAsk, ReportContent } from './report.schema.ts';

/** A kind of report, contributed by the room that knows its figures. */
export interface ReportKind {
  /** Stored with each report and so never changes; its words stand below `reports.kind.<name>`. */
  name: string;
  about: ReportAbout;
  /** Who may make and read it. Learners make and read those about themselves, whatever stands here. */
  staff: readonly Role[];
  /** Made for every course with learners on the first of each month, about the month before. */
  monthly: boolean;
  /** Null when there is no such learner in the course. */
  build(deps: Pick<Deps, 'db' | 'now'>, ask: ReportAsk): Promise<ReportContent | null>;
}
