import { and, asc, eq, sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { selectStatementPage, type StoredStatement } from '../xapi/index.ts';
import { KnownCourse } from './checker.schema.ts';
import type { Profile } from './profile.schema.ts';
import { uploadedProfiles } from './vocabulary.tables.ts';

export async function selectUploadedProfiles(db: Database, schoolId: string): Promise<Profile[]> {
  const rows = await db
    .select({ document: uploadedProfiles.document })
    .from(uploadedProfiles)
    .where(eq(uploadedProfiles.schoolId, schoolId))
    .orderBy(asc(uploadedProfiles.id));
  return rows.map(({ document }) => document);
}

export async function upsertProfile(tx: Database, row: typeof uploadedProfiles.$inferInsert): Promise<void> {
  const { document, uploadedBy, uploadedAt } = row;
  await tx
    .insert(uploadedProfiles)
    .values(row)
    .onConflictDoUpdate({
      target: [uploadedProfiles.schoolId, uploadedProfiles.id],
      set: { document, uploadedBy, uploadedAt },
    });
}

/** False: there was none. */
export async function deleteProfile(tx: Database, schoolId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(uploadedProfiles)
    .where(and(eq(uploadedProfiles.schoolId, schoolId), eq(uploadedProfiles.id, id)))
    .returning({ id: uploadedProfiles.id });
  return gone.length > 0;
}

/** As the object and anywhere around it. */
const keysOf = (name: string) => [
  { kind: 'activity' as const, name },
  { kind: 'related-activity' as const, name },
];

/** The newest statements of a school, newest first; `activityIds`: only those about one of these, null: all. */
export async function selectRecentStatements(
  db: Database,
  schoolId: string,
  activityIds: readonly string[] | null,
  limit: number,
): Promise<StoredStatement[]> {
  const found = await selectStatementPage(
    db,
    { schoolId, own: null },
    {
      conditions: activityIds === null ? [] : [activityIds.flatMap(keysOf)],
      voided: 'hidden',
      since: null,
      until: null,
      ascending: false,
      after: null,
      limit,
    },
  );
  return found.slice(0, limit).map(({ payload }) => JSON.parse(payload) as StoredStatement);
}

/** A school's courses (`courseId`: only this one) by the IRIs that statements name them by; ours begin with `publicUrl`. */
export const selectCourseIris = (
  db: Database,
  { schoolId, courseId, publicUrl }: { schoolId: string; courseId: string | null; publicUrl: string },
): Promise<KnownCourse[]> =>
  selectRows(
    db,
    KnownCourse,
    sql`select i.iri, c.title from courses c
        cross join lateral (
          select ${`${publicUrl}/courses/`}::text || c.id::text as iri
          union all select value from jsonb_array_elements_text(c.activity_ids)) i
        where c.school_id = ${schoolId}::uuid and (${courseId}::uuid is null or c.id = ${courseId}::uuid)
        order by 1`,
  );
