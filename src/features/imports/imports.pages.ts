import {
  FIELDS_OF,
  type ColumnUse,
  type ImportKind,
  type ImportState,
  type Mapping,
  type Table,
} from './imports.schema.ts';
import { findMappingFault, type MappingFault } from './columns.rules.ts';
import type { ImportOutline, ImportPlan, ListedImport } from './import-plan.schema.ts';

/** A preview is looked through, not read to its end. */
const SHOWN = 200;
const SAMPLES = 3;

export interface ImportsPage {
  saved: boolean;
  imports: readonly ListedImport[];
}

export interface ImportPage {
  saved: boolean;
  id: string;
  kind: ImportKind;
  state: ImportState;
  fileName: string;
  rows: number;
  changed: number;
  skipped: number;
  draft: Draft | null;
}

interface Draft {
  columns: {
    index: number;
    heading: string;
    samples: string;
    options: { value: ColumnUse; label: string | null; title: string | null; selected: boolean }[];
  }[];
  fullMark: number;
  day: string;
  fault: MappingFault | null;
  people: { name: string; className: string | null; email: boolean; joins: boolean }[];
  marks: { name: string; task: string; points: number; before: number | null; day: string }[];
  changes: number;
  more: number;
  unchanged: number;
  absent: number;
  faults: { line: number; problem: string; who: string }[];
  moreFaults: number;
}

export const presentImport = (row: ImportOutline, draft: Draft | null, saved: boolean): ImportPage => ({
  saved,
  id: row.id,
  kind: row.kind,
  state: row.state,
  fileName: row.fileName,
  rows: row.rows,
  changed: row.changed,
  skipped: row.skipped,
  draft,
});

export function presentDraft(
  { kind, mapping }: Pick<ImportOutline, 'kind' | 'mapping'>,
  table: Table,
  planned: ImportPlan,
  tasks: readonly { id: string; title: string }[],
): Draft {
  const { changes, unchanged, faults } = planned.plan;
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  return {
    columns: presentColumns(kind, mapping, table, tasks),
    fullMark: mapping.fullMark,
    day: mapping.day,
    fault: findMappingFault(mapping, kind),
    people:
      planned.kind === 'people'
        ? planned.plan.changes.slice(0, SHOWN).map(({ name, className, email, joins }) => ({
            name,
            className,
            email: email !== null,
            joins,
          }))
        : [],
    marks:
      planned.kind === 'marks'
        ? planned.plan.changes.slice(0, SHOWN).map(({ name, taskId, points, before, day }) => ({
            name,
            task: titles.get(taskId) ?? '',
            points,
            before: before?.points ?? null,
            day,
          }))
        : [],
    changes: changes.length,
    more: Math.max(0, changes.length - SHOWN),
    unchanged,
    absent: planned.kind === 'marks' ? planned.plan.absent : 0,
    faults: faults.slice(0, SHOWN).map(({ line, problem, text }) => ({ line, problem, who: text })),
    moreFaults: Math.max(0, faults.length - SHOWN),
  };
}

function presentColumns(
  kind: ImportKind,
  mapping: Mapping,
  table: Table,
  tasks: readonly { id: string; title: string }[],
): Draft['columns'] {
  return table.heading.map((heading, index) => {
    const chosen = mapping.columns[index] ?? '';
    const option = (value: ColumnUse, label: string | null, title: string | null) => ({
      value,
      label,
      title,
      selected: value === chosen,
    });
    return {
      index,
      heading,
      samples: table.rows
        .slice(0, SAMPLES)
        .map(({ cells }) => (cells[index] ?? '').slice(0, 30))
        .filter((cell) => cell !== '')
        .join(' · '),
      options: [
        option('', 'ignore', null),
        ...FIELDS_OF[kind].map((field) => option(field, field, null)),
        ...(kind === 'marks' ? tasks.map(({ id, title }) => option(`task:${id}`, null, title)) : []),
      ],
    };
  });
}
