/** Where a document stands: names of constant length for what may be of any length. */
import { createHash } from 'node:crypto';
import type { DocumentKey, DocumentShelf } from './document.schema.ts';

/** 128 bits of SHA-256, in the form of a UUID: 16 bytes in an index. */
const nameOf = (...parts: (string | null)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

export const shelfOf = ({ kind, activityId, actorKey }: DocumentShelf): string =>
  nameOf(kind, activityId, actorKey);

export const placeOf = ({ registration, documentId }: DocumentKey): string =>
  nameOf(registration, documentId);
