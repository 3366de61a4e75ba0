import type { Deps } from '../../infra/deps.ts';
import { listActivities, readLanguages } from './activity-definition.rules.ts';
import { selectDefinitions } from './definitions.queries.ts';
import { indexableIri } from './index-length.rules.ts';
import { formatCanonical, formatIds } from './statement-format.rules.ts';
import { selectAttachmentLengths, selectAttachments } from './attachment.queries.ts';
import { fitAttachments, listAttachments, type AttachmentContent } from './attachment.rules.ts';
import { findStatement, selectStatementPage, type FoundStatement } from './statement-page.queries.ts';
import {
  writeCursor,
  type Readable,
  type StatementFilter,
  type StatementFormat,
} from './statement-query.rules.ts';
import type { StoredStatement } from './statement.schema.ts';

interface Shown {
  format: StatementFormat;
  /** Whether contents of attachments come along. */
  attachments: boolean;
  /** The request's Accept-Language. */
  acceptLanguage: string | undefined;
}

/** Contents of attachments; null when they weren't asked for. */
type Contents = AttachmentContent[] | null;

/** A statement's JSON text and when it was stored; null when there is none to be read. */
export async function readStatement(
  deps: Pick<Deps, 'db'>,
  readable: Readable,
  wanted: { id: string; voided: boolean } & Shown,
): Promise<{ json: string; storedAt: Date; contents: Contents } | null> {
  const found = await findStatement(deps.db, readable, wanted);
  if (!found) return null;
  const [json = ''] = await format(deps, readable.schoolId, [found], wanted);
  const contents = wanted.attachments
    ? await selectAttachments(deps.db, readable.schoolId, listHashes(found))
    : null;
  return { json, storedAt: found.storedAt, contents };
}

/** A page as JSON texts, and the cursor of the next; null: this is the last. */
export async function readStatementPage(
  deps: Pick<Deps, 'db'>,
  readable: Readable,
  { filter, ...shown }: { filter: StatementFilter } & Shown,
): Promise<{ statements: string[]; next: string | null; contents: Contents }> {
  const found = await selectStatementPage(deps.db, readable, filter);
  const { fitting, hashes } = await fit(deps, readable.schoolId, found.slice(0, filter.limit), shown);
  const last = fitting.at(-1);
  return {
    statements: await format(deps, readable.schoolId, fitting, shown),
    next: last && found.length > fitting.length ? writeCursor(last) : null,
    contents: shown.attachments ? await selectAttachments(deps.db, readable.schoolId, hashes) : null,
  };
}

/** With contents a page ends where they would become too much to hold at once. */
async function fit(
  { db }: Pick<Deps, 'db'>,
  schoolId: string,
  found: FoundStatement[],
  { attachments }: Shown,
): Promise<{ fitting: FoundStatement[]; hashes: string[] }> {
  if (!attachments) return { fitting: found, hashes: [] };
  const hashesOf = found.map(listHashes);
  const lengths = await selectAttachmentLengths(db, schoolId, hashesOf.flat());
  const count = fitAttachments(hashesOf, lengths);
  return { fitting: found.slice(0, count), hashes: hashesOf.slice(0, count).flat() };
}

const listHashes = ({ payload }: FoundStatement): string[] =>
  listAttachments(JSON.parse(payload) as StoredStatement).map(({ attachment }) =>
    attachment.sha2.toLowerCase(),
  );

async function format(
  { db }: Pick<Deps, 'db'>,
  schoolId: string,
  found: readonly FoundStatement[],
  { format, acceptLanguage }: Shown,
): Promise<string[]> {
  if (format === 'exact') return found.map(({ payload }) => payload);
  const statements = found.map(({ payload }) => JSON.parse(payload) as StoredStatement);
  if (format === 'ids') return statements.map((statement) => JSON.stringify(formatIds(statement)));
  const activityIds = statements.flatMap(listActivities).map(({ id }) => indexableIri(id));
  const definitions = await selectDefinitions(db, schoolId, [...new Set(activityIds)]);
  const languages = readLanguages(acceptLanguage);
  return statements.map((statement) => JSON.stringify(formatCanonical(statement, definitions, languages)));
}
