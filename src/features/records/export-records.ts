import { recordAudit } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { PAGE_LIMIT, type StatementFilter } from '../xapi/index.ts';
import { BYTE_ORDER_MARK, csvLine, type Cell } from '../../infra/csv.ts';
import { findRecords } from './find-records.ts';
import type { ExportFormat, RecordRow, Sender } from './records.schema.ts';

export interface WantedExport {
  schoolId: string;
  timeZone: string;
  locale: string;
  senders: readonly Sender[];
  filter: Omit<StatementFilter, 'limit' | 'ascending'>;
  format: ExportFormat;
}

/**
 * Statements as a file, oldest first, a page at a time: the memory it takes doesn't depend on how many there are. What
 * comes in while it is written is left out. JSON lines hold each statement as it is stored.
 */
export async function* exportRecords(
  deps: Pick<Deps, 'db' | 'now'>,
  wanted: WantedExport,
): AsyncGenerator<string> {
  const { format } = wanted;
  const until = wanted.filter.until ?? deps.now();
  let { after } = wanted.filter;
  if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(Object.keys(COLUMNS));
  for (;;) {
    const filter = { ...wanted.filter, until, after, ascending: true, limit: PAGE_LIMIT };
    const rows = (await findRecords(deps, wanted, filter)).slice(0, PAGE_LIMIT);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(format === 'csv' ? toCsv : toJsonLine).join('');
    after = last;
  }
}

const toJsonLine = ({ payload }: RecordRow): string => `${payload}\n`;

const toCsv = (row: RecordRow): string => csvLine(Object.values(COLUMNS).map((read) => read(row)));

/** Names of columns are for programs as well: the same in every language. */
const COLUMNS: Record<string, (row: RecordRow) => Cell> = {
  timestamp: ({ words }) => words.at,
  stored: ({ storedAt }) => storedAt,
  person: ({ person }) => (person === null || person.erased ? null : person.name),
  person_id: ({ person }) => person?.personId ?? null,
  actor_name: ({ words }) => words.actorName,
  actor: ({ words }) => words.actorKey,
  verb: ({ words }) => words.verbId,
  verb_name: ({ words }) => words.verbName,
  kind: ({ words }) => words.kind,
  object: ({ words }) => words.objectId,
  object_name: ({ words }) => words.objectName,
  success: ({ words }) => words.success,
  completion: ({ words }) => words.completion,
  score_scaled: ({ words }) => words.scoreScaled,
  score_raw: ({ words }) => words.scoreRaw,
  duration_seconds: ({ words }) => words.durationSeconds,
  response: ({ words }) => words.response,
  course: ({ words }) => words.courseIds.join(' '),
  registration: ({ words }) => words.registration,
  source: ({ sender }) => sender,
  voided_by: ({ voidedBy }) => voidedBy,
  statement_id: ({ id }) => id,
};

/** Notes who took records along: of a person with that person, else with the school. */
export const recordExport = (
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  taken: { schoolId: string; personId: string | null; by: string | null; format: ExportFormat },
): Promise<void> =>
  recordAudit(deps.db, deps, {
    schoolId: taken.schoolId,
    actorPersonId: taken.by,
    action: 'records.export',
    subjectType: taken.personId === null ? 'school' : 'person',
    subjectId: taken.personId ?? taken.schoolId,
    detail: { format: taken.format },
  });
