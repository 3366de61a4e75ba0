/** What a request to the statement resource brings, or why it can't be taken (Communication 2.1). */
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

export type Query = Readonly<Record<string, unknown>>;

/** Why these parameters can't be used, if some can't: those nobody knows were meant for something (XAPI-00324). */
export function findStrange(query: Query, known: readonly string[]): RequestProblem | null {
  const parameter = Object.keys(query).find((name) => !known.includes(name));
  return parameter === undefined
    ? null
    : refuse('xapi.parameterRefused', { parameter: parameter.slice(0, 100) });
}

export type StatementPutting = { kind: 'put'; value: unknown } | RequestProblem;

/** The statement of a PUT with the id of its URL; it may repeat the id but not have another (Communication 2.1.1). */
export function readPut(query: Query, value: unknown): StatementPutting {
  const strange = findStrange(query, ['statementId']);
  if (strange) return strange;
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
