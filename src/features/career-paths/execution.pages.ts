import type { TabView } from '../career/index.ts';
import type { Semester } from '../career-goals/index.ts';
import type { ExecutionAnswer } from './execution.rules.ts';

export interface ExecutionPage {
  tabs: TabView[];
  saved: boolean;
  semester: Semester;
  /** From when this semester's report can be made. */
  opensOn: string;
  hasPath: boolean;
  mayMake: boolean;
  reports: {
    id: string;
    reportId: string;
    semesterStartsOn: string;
    semesterEndsOn: string;
    answer: ExecutionAnswer | null;
    words: string | null;
  }[];
}
