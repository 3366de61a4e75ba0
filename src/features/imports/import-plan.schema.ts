import type { ImportKind, ImportState, Mapping } from './imports.schema.ts';
import type { MarksPlan } from './marks-plan.rules.ts';
import type { PeoplePlan } from './people-plan.rules.ts';

/** What an import would do. */
export type ImportPlan = { kind: 'people'; plan: PeoplePlan } | { kind: 'marks'; plan: MarksPlan };

/** An import as its page shows it. */
export interface ImportOutline {
  id: string;
  kind: ImportKind;
  state: ImportState;
  fileName: string;
  rows: number;
  changed: number;
  skipped: number;
  mapping: Mapping;
}

export interface ListedImport extends Omit<ImportOutline, 'mapping'> {
  createdAt: Date;
  byName: string | null;
}
