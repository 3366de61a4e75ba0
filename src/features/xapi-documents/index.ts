export type {
  Document,
  DocumentKey,
  DocumentKind,
  DocumentShelf,
  StoredDocument,
} from './document.schema.ts';
export { deleteDocument, findDocument, writeDocument } from './keep-documents.ts';
export { documentRoutes } from './documents.routes.ts';
