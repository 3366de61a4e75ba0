import { createHash } from 'node:crypto';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { placeOf, shelfOf } from './document-place.rules.ts';
import type { Document, DocumentKey, StoredDocument } from './document.schema.ts';
import type { ShelfReading } from './document-request.rules.ts';
import {
  deleteDocumentRow,
  deleteShelf,
  findDocumentRow,
  lockPlace,
  selectDocuments,
  type ListedDocument,
  upsertDocument,
  type DocumentPlace,
} from './documents.queries.ts';

const addressOf = (key: DocumentKey): DocumentPlace => ({
  schoolId: key.schoolId,
  shelf: shelfOf(key),
  place: placeOf(key),
});

export const findDocument = (db: Database, key: DocumentKey): Promise<StoredDocument | null> =>
  findDocumentRow(db, addressOf(key));

/** Puts the document in place of whatever was there. */
export async function writeDocument(
  db: Database,
  deps: Pick<Deps, 'now'>,
  key: DocumentKey,
  { contentType, content }: Document,
): Promise<void> {
  const etag = `"${createHash('sha1').update(content).digest('hex')}"`;
  await upsertDocument(db, addressOf(key), key, { contentType, content, etag, updatedAt: deps.now() });
}

export const deleteDocument = (db: Database, key: DocumentKey): Promise<void> =>
  deleteDocumentRow(db, addressOf(key));

/**
 * Changes a document as `decide` says from what is there. Of several who change the same document each sees what
 * the one before left; what `decide` throws leaves it as it was.
 *
 * @param decide the document as it shall be, or null: there shall be none
 */
export function changeDocument(
  deps: Pick<Deps, 'db' | 'now'>,
  key: DocumentKey,
  decide: (stored: StoredDocument | null) => Document | null,
): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    await lockPlace(tx, addressOf(key));
    const wanted = decide(await findDocument(tx, key));
    await (wanted ? writeDocument(tx, deps, key, wanted) : deleteDocument(tx, key));
  });
}

/** The documents on a shelf, by their ids. */
export const listDocuments = (
  db: Database,
  { shelf, registration, since }: ShelfReading,
): Promise<ListedDocument[]> =>
  selectDocuments(db, { schoolId: shelf.schoolId, shelf: shelfOf(shelf), registration, since });

export const deleteDocuments = (db: Database, { shelf, registration, since }: ShelfReading): Promise<void> =>
  deleteShelf(db, { schoolId: shelf.schoolId, shelf: shelfOf(shelf), registration, since });
