import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { presentDraft, presentImport, type ImportPage, type ImportsPage } from './imports.pages.ts';
import { findImport, selectImports } from './imports.queries.ts';
import { openTable, planImport, selectMarkedTasks } from './plan-import.ts';

export const loadImports = async (deps: Deps, who: InCourse, saved: boolean): Promise<ImportsPage> => ({
  saved,
  imports: await selectImports(deps.db, who),
});

/** A draft with what it would do now; of what is done, only what became of it. */
export async function loadImport(
  deps: Deps,
  who: InCourse,
  importId: string,
  saved: boolean,
): Promise<ImportPage> {
  const { db } = deps;
  const row = await findImport(db, { ...who, importId });
  if (!row) throw notFound();
  if (row.state !== 'draft') return presentImport(row, null, saved);
  const table = await openTable(db, deps, row);
  const planned = await planImport(db, deps, who, { ...row, table });
  return presentImport(row, presentDraft(row, table, planned, await selectMarkedTasks(db, who)), saved);
}
