/** What a PUT, POST or DELETE makes of a document (Communication 2.2, 3.1), or why it may not. */
import { badRequest, conflict, preconditionFailed } from '../../infra/errors.ts';
import { isJsonType } from '../xapi/index.ts';
import type { Document, DocumentKind, StoredDocument } from './document.schema.ts';

/** The headers of a request that make it depend on what is stored (RFC 9110 §13.1). */
export interface Preconditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
}

/** What a PUT without a precondition may do: replace what is there, create where nothing is, or nothing at all. */
export type Unconditional = 'replaces' | 'creates' | 'refused';

/** States in 1.0.3 are overwritten as players there do; its profiles, and all in 2.0.0, never unawares (XAPI-00322). */
export function unconditionalPut(kind: DocumentKind, version: '1.0.3' | '2.0.0'): Unconditional {
  if (version === '2.0.0') return 'creates';
  return kind === 'state' ? 'replaces' : 'refused';
}

export function decidePut(
  stored: StoredDocument | null,
  given: Document,
  { unconditional, ...preconditions }: Preconditions & { unconditional: Unconditional },
): Document {
  requirePreconditions(stored, preconditions);
  const { ifMatch, ifNoneMatch } = preconditions;
  if (ifMatch !== undefined || ifNoneMatch !== undefined) return given;
  if (stored && unconditional !== 'replaces') throw conflict('xapi.documentExists', { etag: stored.etag });
  if (unconditional === 'refused') throw badRequest('xapi.preconditionMissing');
  return given;
}

/** Two JSON objects become one: the properties given replace those of their name, whole (Communication 2.2 §7). */
export function decidePost(
  stored: StoredDocument | null,
  given: Document,
  preconditions: Preconditions,
): Document {
  requirePreconditions(stored, preconditions);
  const properties = isJsonType(given.contentType)
    ? readObject(given.content, 'xapi.documentNoObject')
    : null;
  if (!stored) return given;
  if (!properties) throw badRequest('xapi.documentNoObject');
  if (!isJsonType(stored.contentType)) throw badRequest('xapi.storedNoObject');
  const merged = { ...readObject(stored.content, 'xapi.storedNoObject'), ...properties };
  return { contentType: given.contentType, content: Buffer.from(JSON.stringify(merged)) };
}

/** There is nothing to delete where there is nothing, unless the request depends on it. */
export function decideDelete(stored: StoredDocument | null, preconditions: Preconditions): null {
  requirePreconditions(stored, preconditions);
  return null;
}

function requirePreconditions(stored: StoredDocument | null, { ifMatch, ifNoneMatch }: Preconditions): void {
  if (ifMatch !== undefined && !names(ifMatch, stored)) throw preconditionFailed('xapi.documentChanged');
  if (ifNoneMatch !== undefined && names(ifNoneMatch.replace(/\bW\//g, ''), stored))
    throw preconditionFailed('xapi.documentThere');
}

/** Whether a list of entity tags, or `*` for any, names what is stored. */
const names = (tags: string, stored: StoredDocument | null): boolean =>
  stored !== null && (tags.trim() === '*' || tags.split(',').some((tag) => tag.trim() === stored.etag));

function readObject(content: Buffer, messageId: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Not JSON, so no object either.
  }
  throw badRequest(messageId);
}
