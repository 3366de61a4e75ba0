import type { ReportAsk, ReportContent, Section, Words } from '../reports/index.ts';
import { assessDeviation, plannedShare } from './gauges.rules.ts';
import type { PathItemRow, PathRow } from './stored-path.schema.ts';

export const EXECUTION_REPORT = 'path-execution-1';

const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `careerPaths.execution.${id}`,
  values,
});

export interface ExecutionFigures {
  name: string;
  post: Words;
  path: Pick<PathRow, 'version' | 'unmet' | 'weeklyMinutes'>;
  items: readonly PathItemRow[];
}

/** §5.4.3.2: how a path was followed in a semester: what was planned for it, what is done, what is behind. */
export function composeExecutionReport(figures: ExecutionFigures, ask: ReportAsk): ReportContent {
  const own = figures.items.filter(({ startsOn, endsOn }) => startsOn <= ask.until && endsOn >= ask.from);
  const done = own.filter(({ progress }) => progress === 1);
  return {
    rule: EXECUTION_REPORT,
    title: word('title'),
    subject: figures.name,
    from: ask.from,
    until: ask.until,
    sections: [overview(figures, own, done.length, ask), table(own, ask.until)],
    method: [word('method.progress'), word('method.deviation'), word('method.objection')],
  };
}

function overview(
  { post, path, items }: ExecutionFigures,
  own: readonly PathItemRow[],
  done: number,
  ask: ReportAsk,
): Section {
  const minutes = (of: readonly PathItemRow[]) => of.reduce((sum, item) => sum + item.minutes, 0);
  return {
    kind: 'figures',
    heading: word('overview'),
    note: word('version', { version: path.version }),
    figures: [
      { label: word('post'), value: post, unit: 'text', note: null },
      { label: word('planned'), value: own.length, unit: 'number', note: null },
      { label: word('done'), value: done, unit: 'number', note: null },
      { label: word('hours'), value: minutes(own) / 60, unit: 'hours', note: null },
      {
        label: word('deviation'),
        value: assessDeviation(items, ask.until),
        unit: 'percent',
        note: null,
      },
      { label: word('unmet'), value: path.unmet.length, unit: 'number', note: null },
    ],
  };
}

const table = (own: readonly PathItemRow[], until: string): Section => ({
  kind: 'table',
  heading: word('items'),
  note: own.length === 0 ? word('nothing') : null,
  columns: [
    { label: word('item'), unit: 'text' },
    { label: word('endsOn'), unit: 'day' },
    { label: word('should'), unit: 'percent' },
    { label: word('is'), unit: 'percent' },
    { label: word('doneOn'), unit: 'day' },
  ],
  rows: own.map((item) => [item.title, item.endsOn, plannedShare(item, until), item.progress, item.doneOn]),
  chart: null,
});
