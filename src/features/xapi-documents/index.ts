export type {
  Document,
  DocumentKey,
  DocumentKind,
  DocumentShelf,
  StoredDocument,
} from './document.schema.ts';
export { deleteDocument, findDocument, writeDocument } from './keep-documents.ts';
export { documentRoutes } from './documents.routes.ts';
export {
  countDocumentsOfActors,
  deleteDocumentsOfActors,
  selectDocumentsOfActors,
  type PersonalDocument,
} from './personal-documents.queries.ts';
