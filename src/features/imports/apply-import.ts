import { and, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import { revertClassList, takeClassList, type InCourse } from '../roster/index.ts';
import { findMappingFault } from './columns.rules.ts';
import { selectMarksOfImport, takeImport, type ImportRow } from './imports.queries.ts';
import { importedMarks, imports } from './imports.tables.ts';
import { openTable, planImport, selectMarkedTasks } from './plan-import.ts';
import { storeMarks, voidMarks, type WantedMark } from './store-marks.ts';

/**
 * Carries out what the preview showed, all of it in one transaction; rows with a problem are left out and counted.
 * Returns whether statements were stored.
 */
export async function applyImport(deps: Deps, who: InCourse, importId: string): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const row = await takeImport(tx, { ...who, importId });
    if (!row) throw notFound();
    if (row.state !== 'draft') throw conflict('imports.notDraft');
    const fault = findMappingFault(row.mapping, row.kind);
    if (fault !== null) throw badRequest(`imports.mapping.${fault}`);
    const table = await openTable(tx, deps, row);
    const planned = await planImport(tx, deps, who, { ...row, table });
    const { changes, faults } = planned.plan;
    if (changes.length === 0) throw conflict('imports.nothing');
    const effects = planned.kind === 'people' ? await takeClassList(tx, deps, who, planned.plan.changes) : [];
    if (planned.kind === 'marks')
      await storeMarks(
        tx,
        deps,
        who,
        { importId, tasks: await selectMarkedTasks(tx, who) },
        planned.plan.changes,
      );
    await finish(tx, deps, who, row, {
      state: 'applied',
      appliedAt: deps.now(),
      tableSealed: null,
      effects,
      changed: changes.length,
      skipped: faults.length,
    });
    return planned.kind === 'marks';
  });
}

/** Takes an import back, as far as nothing newer took its place. Returns whether statements were voided. */
export async function undoImport(deps: Deps, who: InCourse, importId: string): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const row = await takeImport(tx, { ...who, importId });
    if (!row) throw notFound();
    if (row.state !== 'applied') throw conflict('imports.notApplied');
    if (row.kind === 'people') await revertClassList(tx, who, row.effects);
    else await takeMarksBack(tx, deps, who, importId);
    await finish(tx, deps, who, row, { state: 'undone', undoneAt: deps.now(), effects: [] });
    return row.kind === 'marks';
  });
}

async function takeMarksBack(tx: Database, deps: Deps, who: InCourse, importId: string): Promise<void> {
  const { schoolId } = who;
  const marks = await selectMarksOfImport(tx, { schoolId, importId });
  await voidMarks(tx, deps, schoolId, marks);
  // What took the place of one of these goes back to nothing, not to them.
  await tx
    .update(importedMarks)
    .set({ before: null })
    .where(
      and(eq(importedMarks.schoolId, schoolId), sql`${importedMarks.before}->>'importId' = ${importId}`),
    );
  await tx
    .delete(importedMarks)
    .where(and(eq(importedMarks.schoolId, schoolId), eq(importedMarks.importId, importId)));
  const tasks = await selectMarkedTasks(tx, who);
  const restored = marks.flatMap(({ before, personId, taskId }): (WantedMark & { importId: string })[] =>
    before === null ? [] : [{ ...before, personId, taskId, before: null }],
  );
  for (const earlier of new Set(restored.map((mark) => mark.importId)))
    await storeMarks(
      tx,
      deps,
      who,
      { importId: earlier, tasks },
      restored.filter((mark) => mark.importId === earlier),
    );
}

async function finish(
  tx: Database,
  deps: Deps,
  who: InCourse,
  row: ImportRow,
  set: Partial<typeof imports.$inferInsert> & { state: ImportRow['state'] },
): Promise<void> {
  await tx
    .update(imports)
    .set(set)
    .where(and(eq(imports.schoolId, who.schoolId), eq(imports.id, row.id)));
  await recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: `import.${row.kind}.${set.state}`,
    subjectType: 'import',
    subjectId: row.id,
    detail: { changed: set.changed, skipped: set.skipped },
  });
}
