import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, WaymarkError } from '../../infra/errors.ts';
import type { ReceivedAttachment } from './attachment.rules.ts';
import type { CallerLimits } from './caller-limits.ts';
import type { CredentialKey } from './credential.queries.ts';
import type { CredentialBook } from './credential-book.ts';
import { readPut } from './statement-request.rules.ts';
import { storeStatements, type StatementSource, type StoringOutcome } from './store-statements.ts';

export interface XapiListeners {
  /** Told after statements of the school were committed; must not wait for what it sets off. */
  onStored(schoolId: string, statements: number): void;
  /** Told of how many statements a source with a good credential was refused; of an unreadable body, one. */
  onRefused?(statements: number): void;
}

export interface Delivery {
  source: StatementSource;
  /** Where use and refusals are noted. */
  account: CredentialKey;
  limits: CallerLimits | null;
  /** The parsed body of the request. */
  value: unknown;
  attachments: readonly ReceivedAttachment[];
  requestId: string;
}

export interface Receiving {
  deps: Deps;
  book: CredentialBook;
  listeners: XapiListeners;
}

/** Stores one statement or a list of them; returns their ids in the order given, or throws the refusal. */
export async function receiveStatements(receiving: Receiving, delivery: Delivery): Promise<string[]> {
  const { value } = delivery;
  const outcome = await store(receiving, delivery, Array.isArray(value) ? value : [value]);
  if (!outcome.ok) return refuse(receiving, delivery, toError(outcome));
  await tellOthers(receiving, delivery, outcome.storedCount);
  return outcome.ids;
}

/** Stores the statement of a PUT under the id of its URL. */
export async function receivePut(
  receiving: Receiving,
  delivery: Delivery & { query: Readonly<Record<string, unknown>> },
): Promise<void> {
  const put = readPut(delivery.query, delivery.value);
  if (put.kind === 'refused') {
    return refuse(receiving, delivery, badRequest(put.messageId, put.replacements));
  }
  // A list is no statement, and is refused as such.
  const outcome = await store(receiving, delivery, [put.value]);
  if (!outcome.ok) return refuse(receiving, delivery, toError(outcome));
  await tellOthers(receiving, delivery, outcome.storedCount);
}

async function store(
  receiving: Receiving,
  delivery: Delivery,
  values: readonly unknown[],
): Promise<StoringOutcome> {
  const { source, limits, attachments } = delivery;
  if (!limits) return storeStatements(receiving.deps, source, values, attachments);
  return limits.store(source, values, attachments).catch((error: unknown) => {
    if (error instanceof WaymarkError) return refuse(receiving, delivery, error);
    throw error;
  });
}

/** Notes for the school's administrator why the source was refused, then refuses it. */
export async function refuse(
  { book, listeners }: Pick<Receiving, 'book' | 'listeners'>,
  { account, requestId, value }: Pick<Delivery, 'account' | 'requestId'> & Partial<Delivery>,
  error: WaymarkError,
): Promise<never> {
  const { id: messageId, replacements } = error;
  await book.noteRefusal(account, { messageId, replacements, requestId });
  listeners.onRefused?.(Array.isArray(value) ? value.length : 1);
  throw error;
}

function toError(outcome: Exclude<StoringOutcome, { ok: true }>): WaymarkError {
  const { index } = outcome;
  if (outcome.kind === 'conflict') {
    return conflict('xapi.statementConflict', { statementId: outcome.id, index });
  }
  const { messageId, replacements, pointer, requirement } = outcome.problem;
  return badRequest(messageId, { ...replacements, index, pointer, requirement });
}

async function tellOthers(
  { deps, book, listeners }: Receiving,
  { source, account }: Pick<Delivery, 'source' | 'account'>,
  storedCount: number,
): Promise<void> {
  await book.noteStored(account);
  if (storedCount === 0) return;
  try {
    listeners.onStored(source.schoolId, storedCount);
  } catch (error) {
    // The statements are in; whoever missed the news catches up from the cursor.
    deps.log.error({ err: error }, 'a listener to stored statements failed');
  }
}
