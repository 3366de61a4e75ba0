import type { Deps } from '../../infra/deps.ts';
import { listActivities, readLanguages } from './activity-definition.rules.ts';
import { selectDefinitions } from './definitions.queries.ts';
import { indexableIri } from './index-length.rules.ts';
import { formatCanonical, formatIds } from './statement-format.rules.ts';
import {
  findStatement,
  selectStatementPage,
  type FoundStatement,
  type Readable,
} from './statement-page.queries.ts';
import { writeCursor, type StatementFilter, type StatementFormat } from './statement-query.rules.ts';
import type { StoredStatement } from './statement.schema.ts';

interface Shown {
  format: StatementFormat;
  /** The request's Accept-Language. */
  acceptLanguage: string | undefined;
}

/** A statement's JSON text and when it was stored; null when there is none to be read. */
export async function readStatement(
  deps: Pick<Deps, 'db'>,
  readable: Readable,
  wanted: { id: string; voided: boolean } & Shown,
): Promise<{ json: string; storedAt: Date } | null> {
  const found = await findStatement(deps.db, readable, wanted);
  if (!found) return null;
  const [json = ''] = await format(deps, readable.schoolId, [found], wanted);
  return { json, storedAt: found.storedAt };
}

/** A page as JSON texts, and the cursor of the next; null: this is the last. */
export async function readStatementPage(
  deps: Pick<Deps, 'db'>,
  readable: Readable,
  { filter, ...shown }: { filter: StatementFilter } & Shown,
): Promise<{ statements: string[]; next: string | null }> {
  const found = await selectStatementPage(deps.db, readable, filter);
  const shownRows = found.slice(0, filter.limit);
  const last = shownRows.at(-1);
  return {
    statements: await format(deps, readable.schoolId, shownRows, shown),
    next: last && found.length > filter.limit ? writeCursor(last) : null,
  };
}

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
