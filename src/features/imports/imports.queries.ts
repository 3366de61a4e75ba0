import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import { importedMarks, imports } from './imports.tables.ts';

export type ImportRow = typeof imports.$inferSelect;

interface ImportKey {
  schoolId: string;
  courseId: string;
  importId: string;
}

const isImport = ({ schoolId, courseId, importId }: ImportKey) =>
  and(eq(imports.schoolId, schoolId), eq(imports.courseId, courseId), eq(imports.id, importId));

export const findImport = async (db: Database, key: ImportKey): Promise<ImportRow | undefined> =>
  (await db.select().from(imports).where(isImport(key)))[0];

/** The import, locked until the transaction ends: applied once, undone once. */
export const takeImport = async (tx: Database, key: ImportKey): Promise<ImportRow | undefined> =>
  (await tx.select().from(imports).where(isImport(key)).for('update'))[0];

/** A course's imports, newest first. */
export const selectImports = (db: Database, key: { schoolId: string; courseId: string }) =>
  db
    .select({
      id: imports.id,
      kind: imports.kind,
      state: imports.state,
      fileName: imports.fileName,
      rows: imports.rows,
      changed: imports.changed,
      skipped: imports.skipped,
      createdAt: imports.createdAt,
      byName: people.displayName,
    })
    .from(imports)
    .leftJoin(people, and(eq(people.schoolId, imports.schoolId), eq(people.id, imports.createdBy)))
    .where(and(eq(imports.schoolId, key.schoolId), eq(imports.courseId, key.courseId)))
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(100);

/** The marks that stand for a course's learners by import. */
export const selectStandingMarks = (db: Database, key: { schoolId: string; courseId: string }) =>
  db
    .select({
      personId: importedMarks.personId,
      taskId: importedMarks.taskId,
      points: importedMarks.points,
      fullMark: importedMarks.fullMark,
      day: importedMarks.day,
      statementId: importedMarks.statementId,
      importId: importedMarks.importId,
    })
    .from(importedMarks)
    .where(
      and(
        eq(importedMarks.schoolId, key.schoolId),
        sql`exists (select 1 from tasks t where t.school_id = ${importedMarks.schoolId}
          and t.id = ${importedMarks.taskId} and t.course_id = ${key.courseId}::uuid)`,
      ),
    );

export const selectMarksOfImport = (db: Database, key: { schoolId: string; importId: string }) =>
  db
    .select()
    .from(importedMarks)
    .where(and(eq(importedMarks.schoolId, key.schoolId), eq(importedMarks.importId, key.importId)));
