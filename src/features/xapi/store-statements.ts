import { inTransaction, sqlState, UNIQUE_VIOLATION, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { insertAttachments } from './attachment.queries.ts';
import {
  listAttachments,
  matchAttachments,
  type AttachmentContent,
  type MatchedAttachments,
  type ReceivedAttachment,
} from './attachment.rules.ts';
import { decideStorage, type StorageDecision } from './compare-statements.rules.ts';
import { linkReferences } from './link-references.ts';
import { noteDefinitions } from './note-definitions.ts';
import { noteStoring } from './consistent-through.ts';
import { prepareStatements, type PreparedStatement } from './prepare-statements.rules.ts';
import type { StatementProblem } from './statement-problem.rules.ts';
import { checkSignatures } from './signature.rules.ts';
import { isReferring, isVoiding, toStatementColumns, type StatementColumns } from './statement-row.rules.ts';
import { parseStatement } from './statement.rules.ts';
import type { Actor, Statement } from './statement.schema.ts';
import { insertStatements, lockAndSelectExisting, markVoided, type Arrival } from './storing.queries.ts';

/** Who vouches for the statements that come in. */
export interface StatementSource {
  schoolId: string;
  /** Null for statements of our own. */
  credentialId: string | null;
  authority: Actor;
  /** For statements that don't name their version: that of the request. */
  defaultVersion?: '1.0.0' | '2.0.0';
  /** Whether what its statements say of activities is believed (scope `define`); absent: yes. */
  mayDefine?: boolean;
}

export type StoringOutcome =
  /**
   * In the order given; `storedCount` of them are new, the others were there already and are the same, or had been
   * removed and stay so.
   */
  | { readonly ok: true; readonly ids: string[]; readonly storedCount: number }
  | {
      readonly ok: false;
      readonly kind: 'invalid';
      readonly index: number;
      readonly problem: StatementProblem;
    }
  /** Another statement has this id. */
  | { readonly ok: false; readonly kind: 'conflict'; readonly index: number; readonly id: string };

/**
 * All of the values are stored as statements, or none is. Values are unchecked JSON.
 *
 * @param received contents of their attachments, which must be complete; absent where a source doesn't hand them over
 */
export async function storeStatements(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  source: StatementSource,
  values: readonly unknown[],
  received?: readonly ReceivedAttachment[],
): Promise<StoringOutcome> {
  const statements: Statement[] = [];
  for (const [index, value] of values.entries()) {
    const parsed = parseStatement(value);
    if (!parsed.ok) return { ok: false, kind: 'invalid', index, problem: parsed.problem };
    statements.push(parsed.statement);
  }
  const attached = received ? checkAttachments(statements, received) : NO_CONTENTS;
  if (!attached.ok) return { ...attached, kind: 'invalid' };
  const storedAt = deps.now();
  const { authority, defaultVersion = '2.0.0', mayDefine = true } = source;
  const batch = prepareStatements(statements, { authority, storedAt, newId: deps.newId, defaultVersion });
  if (!batch.ok) return { ok: false, kind: 'invalid', index: batch.index, problem: batch.problem };
  if (batch.prepared.length === 0) return { ok: true, ids: [], storedCount: 0 };
  const arrival = { schoolId: source.schoolId, credentialId: source.credentialId, storedAt };
  const done = noteStoring(deps.db, storedAt);
  try {
    const outcome = await storeAgainIfBeaten(deps.db, arrival, batch.prepared, attached.contents);
    if (outcome.ok && mayDefine)
      await noteDefinitions(deps.db, { schoolId: source.schoolId, at: storedAt }, statements);
    return outcome;
  } finally {
    done();
  }
}

const NO_CONTENTS: MatchedAttachments = { ok: true, contents: [] };

/** What is attached is complete, and signatures among it are of these very statements. */
function checkAttachments(
  statements: readonly Statement[],
  received: readonly ReceivedAttachment[],
): MatchedAttachments {
  const matched = matchAttachments(statements, received);
  if (!matched.ok) return matched;
  for (const [index, statement] of statements.entries()) {
    const problem = checkSignatures(statement, matched.contents);
    if (problem) return { ok: false, index, problem };
  }
  return matched;
}

const ATTEMPTS = 5;
/** Someone else stored one of the ids first, or we were the victim of a deadlock: look and decide again. */
const BEATEN = new Set([UNIQUE_VIOLATION, '40P01', '40001']);

async function storeAgainIfBeaten(
  db: Database,
  arrival: Arrival,
  prepared: readonly PreparedStatement[],
  contents: readonly AttachmentContent[],
): Promise<StoringOutcome> {
  const rows = prepared.map(toStatementColumns);
  if (
    contents.length === 0 &&
    prepared.every(({ isIdAssigned }) => isIdAssigned) &&
    !rows.some(isReferring)
  ) {
    // As Moodle sends them: ids of our own making meet nothing, so there is nothing to compare or to lock out.
    await insertStatements(db, arrival, rows);
    return { ok: true, ids: prepared.map(({ id }) => id), storedCount: rows.length };
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(db, (tx) => store(tx, arrival, prepared, rows, contents));
    } catch (error) {
      if (attempt === ATTEMPTS || !BEATEN.has(sqlState(error) ?? '')) throw error;
    }
  }
}

async function store(
  tx: Database,
  arrival: Arrival,
  prepared: readonly PreparedStatement[],
  rows: readonly StatementColumns[],
  contents: readonly AttachmentContent[],
): Promise<StoringOutcome> {
  const { schoolId } = arrival;
  const { existing, removed, awaited } = await lockAndSelectExisting(tx, {
    schoolId,
    ids: prepared.filter((one) => !one.isIdAssigned).map(({ id }) => id),
    alone: rows.some(isReferring),
  });
  const decisions = decideStorage(prepared, existing, removed);
  const conflict = decisions.findIndex(({ kind }) => kind === 'conflict');
  if (conflict >= 0) {
    return { ok: false, kind: 'conflict', index: conflict, id: prepared[conflict]?.statement.id ?? '' };
  }
  await insertAttachments(tx, arrival, removed.size === 0 ? contents : withoutRemoved(contents, decisions));
  const fresh = rows.filter((_, index) => decisions[index]?.kind === 'new');
  if (fresh.length > 0) await insertStatements(tx, arrival, fresh);
  const voiding = fresh.filter(isVoiding);
  if (voiding.length > 0) await markVoided(tx, schoolId, voiding);
  if (awaited || fresh.some(isReferring))
    await linkReferences(
      tx,
      schoolId,
      fresh.map(({ id }) => id),
    );
  return { ok: true, ids: prepared.map(({ statement }) => statement.id), storedCount: fresh.length };
}

/** What was attached to removed statements alone doesn't come back with them. */
function withoutRemoved(
  contents: readonly AttachmentContent[],
  decisions: readonly StorageDecision[],
): AttachmentContent[] {
  const kept = decisions.filter(({ kind }) => kind !== 'removed');
  const named = new Set(
    kept.flatMap(({ statement }) =>
      listAttachments(statement.statement).map(({ attachment }) => attachment.sha2.toLowerCase()),
    ),
  );
  return contents.filter(({ sha2 }) => named.has(sha2));
}
