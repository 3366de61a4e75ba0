/** Which document, or which shelf of them, a request is about (Communication 2.3, 2.6, 2.7). */
import type { DocumentKey, DocumentKind, DocumentShelf } from './document.schema.ts';
import {
  readRegistration,
  readSince,
  refuseOthers,
  requireActivityId,
  requireAgent,
  requireText,
  type Query,
} from './parameter.rules.ts';

/** What tells documents of a kind apart. */
export interface DocumentParameters {
  kind: DocumentKind;
  shelf: readonly ('activityId' | 'agent')[];
  hasRegistration: boolean;
  idName: 'stateId' | 'profileId';
}

export interface ShelfReading {
  shelf: DocumentShelf;
  /** null: of all registrations and of none. */
  registration: string | null;
  since: Date | null;
}

/** The document of a request that must name one. */
export function readDocumentKey(schoolId: string, parameters: DocumentParameters, query: Query): DocumentKey {
  const { idName } = parameters;
  const { shelf, registration } = readShelf(schoolId, parameters, query, [idName]);
  return { ...shelf, registration, documentId: requireText(query, idName) };
}

/** Several documents: those of a shelf, of one registration if named, changed after a time if given. */
export function readShelf(
  schoolId: string,
  { kind, shelf, hasRegistration }: DocumentParameters,
  query: Query,
  further: readonly string[],
): ShelfReading {
  refuseOthers(query, [...shelf, ...(hasRegistration ? ['registration'] : []), ...further]);
  return {
    shelf: {
      schoolId,
      kind,
      activityId: shelf.includes('activityId') ? requireActivityId(query) : null,
      actorKey: shelf.includes('agent') ? requireAgent(query).key : null,
    },
    registration: readRegistration(query),
    since: readSince(query),
  };
}
