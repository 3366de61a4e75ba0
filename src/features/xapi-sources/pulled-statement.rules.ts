/** Pulled statements before they go to the store: which are wanted, whose they are, in which order. */
import { createHash } from 'node:crypto';
import { VOIDED_VERB, type Statement } from '../xapi/index.ts';
import { isObject } from './pull.rules.ts';
import type { PullSettings } from './lrs.schema.ts';

/** Voiding is for everybody: its actor is an administrator, and what it voids may be here. */
export function isWanted(statement: unknown, { homePage }: PullSettings): boolean {
  if (homePage === null || !isObject(statement)) return true;
  const { verb, actor } = statement;
  if (isObject(verb) && verb['id'] === VOIDED_VERB) return true;
  const account = isObject(actor) ? actor['account'] : null;
  const given = isObject(account) ? account['homePage'] : null;
  return typeof given === 'string' && withoutSlash(given) === withoutSlash(homePage);
}

const withoutSlash = (iri: string) => iri.replace(/\/+$/, '');

/** Of any JSON: the same text, the same name. */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

export interface Voucher {
  fingerprint: string;
  /** JSON text of the authority as it came; '' for none. */
  authority: string;
}

/** Who vouched for the statement in the LRS it comes from. */
export function readVoucher(statement: unknown): Voucher {
  const authority = isObject(statement) ? (statement['authority'] ?? '') : '';
  return {
    fingerprint: fingerprintOf(authority),
    authority: authority === '' ? '' : JSON.stringify(authority),
  };
}

const ACCOUNT_START = 'lrs:';

export const authorityName = (connectionId: string, fingerprint: string): string =>
  `${ACCOUNT_START}${connectionId}:${fingerprint}`;

/** Our authority for what came from an LRS: names it, and by a fingerprint who vouched for it there (decision 0015). */
export const nameAuthority = (
  { publicUrl, connectionId, label }: { publicUrl: string; connectionId: string; label: string },
  { fingerprint }: Voucher,
) => ({
  objectType: 'Agent' as const,
  name: label,
  account: { homePage: publicUrl, name: authorityName(connectionId, fingerprint) },
});

/** Whether a stored statement came from this LRS. */
export const isFrom = ({ authority }: Pick<Statement, 'authority'>, connectionId: string): boolean =>
  authority?.account?.name.startsWith(`${ACCOUNT_START}${connectionId}:`) ?? false;

/**
 * Runs of statements, in their order, that can be stored each in one go: of one voucher, and no id twice, since the
 * store refuses a batch in which two share one.
 */
export function groupForStoring(
  statements: readonly unknown[],
): { voucher: Voucher; statements: unknown[] }[] {
  const groups: { voucher: Voucher; statements: unknown[]; ids: Set<string> }[] = [];
  for (const statement of statements) {
    const voucher = readVoucher(statement);
    const id = idOf(statement);
    const last = groups.at(-1);
    const fits = last?.voucher.fingerprint === voucher.fingerprint && (id === null || !last.ids.has(id));
    const group = fits && last ? last : { voucher, statements: [], ids: new Set<string>() };
    if (group !== last) groups.push(group);
    group.statements.push(statement);
    if (id !== null) group.ids.add(id);
  }
  return groups;
}

/** In lower case, as ids are compared; null where there is none to go by. */
export function idOf(statement: unknown): string | null {
  const id = isObject(statement) ? statement['id'] : null;
  return typeof id === 'string' && id !== '' ? id.toLowerCase() : null;
}
