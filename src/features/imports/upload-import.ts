import { and, eq, lt } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import type { Job } from '../../infra/jobs.ts';
import type { UploadedFile } from '../../infra/read-body.ts';
import { dayAt, sealForPerson, type InCourse } from '../roster/index.ts';
import { findMappingFault, guessColumns } from './columns.rules.ts';
import { takeImport } from './imports.queries.ts';
import type { ImportKind, Mapping } from './imports.schema.ts';
import { imports } from './imports.tables.ts';
import { selectMarkedTasks } from './plan-import.ts';
import { readImportWords, readTable, ROWS_MAX } from './read-table.ts';

const MEGABYTE = 1024 * 1024;
const FILE_MAX = 5 * MEGABYTE;
/** A draft holds names and addresses: not for long. */
const DRAFT_HOURS = 48;

/** Keeps a file as a draft whose columns are guessed; nothing else is changed. Returns its id. */
export async function uploadImport(
  deps: Deps,
  who: InCourse,
  { kind, file }: { kind: ImportKind; file: UploadedFile },
): Promise<string> {
  if (file.content.length > FILE_MAX) throw badRequest('imports.tooLarge', { limit: FILE_MAX / MEGABYTE });
  const read = await readTable(file.content);
  if (!read.ok) throw badRequest(`imports.${read.problem}`, { limit: ROWS_MAX });
  const { table } = read;
  const { schoolId, personId, courseId } = who;
  const tasks = await selectMarkedTasks(deps.db, who);
  const columns = guessColumns(table.heading, kind, await readImportWords(), tasks);
  const now = deps.now();
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(imports).values({
      schoolId,
      id,
      courseId,
      kind,
      state: 'draft',
      fileName: file.name.slice(-120),
      rows: table.rows.length,
      tableSealed: await sealForPerson(tx, deps, { schoolId, personId }, JSON.stringify(table)),
      mapping: { columns, fullMark: 100, day: dayAt(now, who) },
      effects: [],
      createdBy: personId,
      createdAt: now,
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: `import.${kind}.upload`,
      subjectType: 'import',
      subjectId: id,
      detail: { rows: table.rows.length },
    });
  });
  return id;
}

/** Says what each column is. */
export async function setMapping(
  deps: Deps,
  who: InCourse,
  importId: string,
  mapping: Mapping,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const row = await takeImport(tx, { ...who, importId });
    if (!row) throw notFound();
    if (row.state !== 'draft') throw conflict('imports.notDraft');
    const fault = findMappingFault(mapping, row.kind);
    if (fault === 'doubled') throw badRequest('imports.mapping.doubled');
    await tx
      .update(imports)
      .set({ mapping })
      .where(and(eq(imports.schoolId, who.schoolId), eq(imports.id, importId)));
  });
}

export async function discardImport(deps: Deps, who: InCourse, importId: string): Promise<void> {
  const gone = await deps.db
    .delete(imports)
    .where(
      and(
        eq(imports.schoolId, who.schoolId),
        eq(imports.courseId, who.courseId),
        eq(imports.id, importId),
        eq(imports.state, 'draft'),
      ),
    )
    .returning({ id: imports.id });
  if (gone.length === 0) throw notFound();
}

export const importsJobs: Job[] = [
  {
    name: 'discard-imports',
    schedule: '50 3 * * *',
    async run(deps) {
      const before = new Date(deps.now().getTime() - DRAFT_HOURS * 3_600_000);
      await deps.db.delete(imports).where(and(eq(imports.state, 'draft'), lt(imports.createdAt, before)));
    },
  },
];
