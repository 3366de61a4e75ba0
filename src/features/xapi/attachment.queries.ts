import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { AttachmentContent } from './attachment.rules.ts';
import { statementAttachments } from './attachment.tables.ts';

/** Keeps what isn't there yet: the same hash is the same content. In order of the hash, so that two senders don't wait for each other. */
export async function insertAttachments(
  tx: Database,
  { schoolId, storedAt }: { schoolId: string; storedAt: Date },
  contents: readonly AttachmentContent[],
): Promise<void> {
  if (contents.length === 0) return;
  const rows = contents.map((one) => ({ ...one, schoolId, storedAt, length: one.content.length }));
  rows.sort((a, b) => (a.sha2 < b.sha2 ? -1 : 1));
  await tx.insert(statementAttachments).values(rows).onConflictDoNothing();
}

const among = (schoolId: string, hashes: readonly string[]) =>
  and(eq(statementAttachments.schoolId, schoolId), inArray(statementAttachments.sha2, [...new Set(hashes)]));

/** The contents among `hashes` (lower case) that the school has, in order of their hash. */
export function selectAttachments(
  db: Database,
  schoolId: string,
  hashes: readonly string[],
): Promise<AttachmentContent[]> {
  if (hashes.length === 0) return Promise.resolve([]);
  const { sha2, contentType, content } = statementAttachments;
  return db
    .select({ sha2, contentType, content })
    .from(statementAttachments)
    .where(among(schoolId, hashes))
    .orderBy(asc(sha2));
}

/** Octets by hash, of those among `hashes` that the school has. */
export async function selectAttachmentLengths(
  db: Database,
  schoolId: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (hashes.length === 0) return new Map();
  const { sha2, length } = statementAttachments;
  const rows = await db.select({ sha2, length }).from(statementAttachments).where(among(schoolId, hashes));
  return new Map(rows.map((row) => [row.sha2, row.length]));
}
