/** What a request to the statement resource asks for, or why it can't be answered (Communication 2.1). */
import type { Replacements } from '../../infra/errors.ts';
import { isUuid } from './text-format.rules.ts';

export interface RequestProblem {
  kind: 'refused';
  messageId: string;
  replacements: Replacements;
}

export const refuse = (messageId: string, replacements: Replacements = {}): RequestProblem => ({
  kind: 'refused',
  messageId,
  replacements,
});

type Query = Readonly<Record<string, unknown>>;

export type StatementReading = { kind: 'one'; id: string; voided: boolean } | RequestProblem;

/** Beside an id only these may be given (Communication 2.1.3). */
const BESIDE_ID = new Set(['statementId', 'voidedStatementId', 'attachments', 'format']);

/** One statement by `statementId`, or one that was voided by `voidedStatementId`. */
export function readStatementQuery(query: Query): StatementReading {
  const parameter = Object.keys(query).find((name) => !BESIDE_ID.has(name));
  if (parameter !== undefined) return refuse('xapi.parameterRefused', { parameter: parameter.slice(0, 100) });
  const { statementId, voidedStatementId } = query;
  if (statementId !== undefined && voidedStatementId !== undefined) return refuse('xapi.oneIdOnly');
  const id = statementId ?? voidedStatementId;
  if (id === undefined) return refuse('xapi.statementIdMissing');
  if (typeof id !== 'string' || !isUuid(id)) return refuse('xapi.statementIdWrong');
  return { kind: 'one', id: id.toLowerCase(), voided: voidedStatementId !== undefined };
}

export type StatementPutting = { kind: 'put'; value: unknown } | RequestProblem;

/** The statement of a PUT with the id of its URL; it may repeat the id but not have another (Communication 2.1.1). */
export function readPut(query: Query, value: unknown): StatementPutting {
  const { statementId } = query;
  if (statementId === undefined) return refuse('xapi.statementIdMissing');
  if (typeof statementId !== 'string' || !isUuid(statementId)) return refuse('xapi.statementIdWrong');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'put', value };
  const id: unknown = 'id' in value ? value.id : undefined;
  if (id === undefined) return { kind: 'put', value: { ...value, id: statementId } };
  if (typeof id === 'string' && isUuid(id) && id.toLowerCase() !== statementId.toLowerCase()) {
    return refuse('xapi.statementIdDiffers');
  }
  return { kind: 'put', value };
}

export const isJsonType = (contentType: string | undefined): boolean =>
  /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
