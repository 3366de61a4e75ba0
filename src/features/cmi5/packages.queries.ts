import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { ltiItems } from '../lti/lti.tables.ts';
import { cmi5Packages } from './cmi5.tables.ts';

export interface CourseKey {
  schoolId: string;
  courseId: string;
}

export type Package = Pick<
  typeof cmi5Packages.$inferSelect,
  'id' | 'courseId' | 'structure' | 'fileCount' | 'importedAt'
>;

const PACKAGE = {
  id: cmi5Packages.id,
  courseId: cmi5Packages.courseId,
  structure: cmi5Packages.structure,
  fileCount: cmi5Packages.fileCount,
  importedAt: cmi5Packages.importedAt,
};

/** Name of the links that show a package (`link-kinds.ts`). */
export const LINK_KIND = 'cmi5';

/** Packages that were brought into the course, and those that a link of it shows: links outlive the copying of a course. */
const isOffered = ({ schoolId, courseId }: CourseKey) =>
  and(
    eq(cmi5Packages.schoolId, schoolId),
    isNull(cmi5Packages.removedAt),
    sql`(${cmi5Packages.courseId} = ${courseId}::uuid or exists (
      select 1 from ${ltiItems} i where i.school_id = ${schoolId}::uuid and i.course_id = ${courseId}::uuid
        and i.kind = ${LINK_KIND} and i.ref = ${cmi5Packages.id}::text))`,
  );

/** What the course offers, in the order in which it came. */
export const selectPackages = (db: Database, course: CourseKey): Promise<Package[]> =>
  db
    .select(PACKAGE)
    .from(cmi5Packages)
    .where(isOffered(course))
    .orderBy(asc(cmi5Packages.importedAt), asc(cmi5Packages.id));

export async function findOfferedPackage(
  db: Database,
  course: CourseKey,
  packageId: string,
): Promise<Package | undefined> {
  const [row] = await db
    .select(PACKAGE)
    .from(cmi5Packages)
    .where(and(isOffered(course), eq(cmi5Packages.id, packageId)));
  return row;
}

/** Also one that is no longer offered: its open sessions go on. */
export async function findPackage(
  db: Database,
  schoolId: string,
  packageId: string,
): Promise<Package | undefined> {
  const [row] = await db
    .select(PACKAGE)
    .from(cmi5Packages)
    .where(and(eq(cmi5Packages.schoolId, schoolId), eq(cmi5Packages.id, packageId)));
  return row;
}

export async function insertPackage(db: Database, row: typeof cmi5Packages.$inferInsert): Promise<void> {
  await db.insert(cmi5Packages).values(row);
}

/** False when the course has none by this id, or it was removed before. */
export async function updateRemovedAt(
  db: Database,
  { schoolId, courseId }: CourseKey,
  packageId: string,
  removedAt: Date,
): Promise<boolean> {
  const rows = await db
    .update(cmi5Packages)
    .set({ removedAt })
    .where(
      and(
        eq(cmi5Packages.schoolId, schoolId),
        eq(cmi5Packages.courseId, courseId),
        eq(cmi5Packages.id, packageId),
        isNull(cmi5Packages.removedAt),
      ),
    )
    .returning({ id: cmi5Packages.id });
  return rows.length === 1;
}
