import type { PutAsideReason, UnsentReason } from './lrs.schema.ts';

/** Of a long one the beginning is enough to see what is wrong. */
const SHOWN_CHARACTERS = 20_000;

interface PutAsideRow {
  fingerprint: string;
  reason: PutAsideReason;
  content: string;
  putAsideAt: Date;
}

/** Pulled statements that were not taken over. */
export const presentPutAside = (
  connection: { id: string; label: string },
  rows: readonly PutAsideRow[],
  total: number,
) => ({
  connectionId: connection.id,
  label: connection.label,
  total,
  hidden: total - rows.length,
  statements: rows.map(({ fingerprint, reason, content, putAsideAt }) => ({
    fingerprint,
    sentence: { id: `errors.${reason.messageId}`, values: reason.replacements },
    pointer: reason.pointer === '' ? null : reason.pointer,
    content: indent(content).slice(0, SHOWN_CHARACTERS),
    putAsideAt,
  })),
});

const indent = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);

interface UnsentRow {
  statementId: string;
  reason: UnsentReason;
  httpStatus: number | null;
  said: string | null;
  failedAt: Date;
  waiting: boolean;
}

/** Statements of ours that the LRS did not take. */
export const presentUnsent = (
  connection: { id: string; label: string },
  rows: readonly UnsentRow[],
  total: number,
) => ({
  connectionId: connection.id,
  label: connection.label,
  total,
  hidden: total - rows.length,
  statements: rows.map(({ statementId, reason, httpStatus, said, failedAt, waiting }) => ({
    statementId,
    reason,
    httpStatus,
    said,
    failedAt,
    waiting,
  })),
});
