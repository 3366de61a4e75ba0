import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { xapiDocuments } from './documents.tables.ts';

const ofActors = (schoolId: string, actorKeys: readonly string[]): SQL | undefined =>
  and(eq(xapiDocuments.schoolId, schoolId), inArray(xapiDocuments.actorKey, [...actorKeys]));

export const countDocumentsOfActors = async (
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<number> => (actorKeys.length === 0 ? 0 : db.$count(xapiDocuments, ofActors(schoolId, actorKeys)));

/** States and agent profiles that are kept about these actors, by time of their last change. */
export async function selectDocumentsOfActors(db: Database, schoolId: string, actorKeys: readonly string[]) {
  if (actorKeys.length === 0) return [];
  const { kind, activityId, actorKey, registration, documentId, contentType, content, updatedAt } =
    xapiDocuments;
  return db
    .select({ kind, activityId, actorKey, registration, documentId, contentType, content, updatedAt })
    .from(xapiDocuments)
    .where(ofActors(schoolId, actorKeys))
    .orderBy(asc(xapiDocuments.updatedAt), asc(xapiDocuments.place));
}
export type PersonalDocument = Awaited<ReturnType<typeof selectDocumentsOfActors>>[number];

/** Deletes them; returns how many there were. */
export async function deleteDocumentsOfActors(
  tx: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<number> {
  if (actorKeys.length === 0) return 0;
  const deleted = await tx
    .delete(xapiDocuments)
    .where(ofActors(schoolId, actorKeys))
    .returning({ place: xapiDocuments.place });
  return deleted.length;
}
