import { and, asc, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { DocumentKey, StoredDocument } from './document.schema.ts';
import { xapiDocuments } from './documents.tables.ts';

/** A document's row: its school, and where it stands there. */
export interface DocumentPlace {
  schoolId: string;
  shelf: string;
  place: string;
}

export interface ShelfSearch {
  schoolId: string;
  shelf: string;
  /** null: of all registrations and of none. */
  registration: string | null;
  /** Only what was changed after this time; null: all. */
  since: Date | null;
}

const at = ({ schoolId, shelf, place }: DocumentPlace): SQL | undefined =>
  and(eq(xapiDocuments.schoolId, schoolId), eq(xapiDocuments.shelf, shelf), eq(xapiDocuments.place, place));

const on = ({ schoolId, shelf, registration, since }: ShelfSearch): SQL | undefined =>
  and(
    eq(xapiDocuments.schoolId, schoolId),
    eq(xapiDocuments.shelf, shelf),
    registration === null ? undefined : eq(xapiDocuments.registration, registration),
    since === null ? undefined : gt(xapiDocuments.updatedAt, since),
  );

export async function findDocumentRow(db: Database, place: DocumentPlace): Promise<StoredDocument | null> {
  const { contentType, content, etag, updatedAt } = xapiDocuments;
  const [row] = await db
    .select({ contentType, content, etag, updatedAt })
    .from(xapiDocuments)
    .where(at(place));
  return row ?? null;
}

const DOCUMENT_LOCK = 7_220_005;

/** Until the end of the transaction nobody else who takes it changes this document, whether it exists or not. */
export async function lockPlace(tx: Database, { schoolId, shelf, place }: DocumentPlace): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(${DOCUMENT_LOCK}, hashtext(${`${schoolId} ${shelf} ${place}`}))`,
  );
}

export async function upsertDocument(
  db: Database,
  { place, shelf }: DocumentPlace,
  key: DocumentKey,
  document: StoredDocument,
): Promise<void> {
  const { contentType, content, etag, updatedAt } = document;
  await db
    .insert(xapiDocuments)
    .values({ ...key, shelf, place, contentType, content, etag, updatedAt })
    .onConflictDoUpdate({
      target: [xapiDocuments.schoolId, xapiDocuments.shelf, xapiDocuments.place],
      set: { contentType, content, etag, updatedAt },
    });
}

export async function deleteDocumentRow(db: Database, place: DocumentPlace): Promise<void> {
  await db.delete(xapiDocuments).where(at(place));
}

export interface ListedDocument {
  documentId: string;
  updatedAt: Date;
}

/** Each id once, although several registrations may have a document of that id; then the latest of them counts. */
export const selectDocuments = (db: Database, search: ShelfSearch): Promise<ListedDocument[]> =>
  db
    .select({ documentId: xapiDocuments.documentId, updatedAt: latest(xapiDocuments.updatedAt) })
    .from(xapiDocuments)
    .where(on(search))
    .groupBy(xapiDocuments.documentId)
    .orderBy(asc(xapiDocuments.documentId));

const latest = (time: typeof xapiDocuments.updatedAt) => sql<Date>`max(${time})`.mapWith(time);

export async function deleteShelf(db: Database, search: ShelfSearch): Promise<void> {
  await db.delete(xapiDocuments).where(on(search));
}
