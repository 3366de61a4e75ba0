/** What goes, what went, and how long records are kept. */
import type { RemovalPlan, RemovalReason, RemovalRow, RemovalScope, Sender } from './records.schema.ts';
import { LEAST_YEARS, MOST_YEARS } from './retention.rules.ts';

/** Days as forms send them; `until` is the last one that counts. */
export interface RemovalForm {
  sender: string | null;
  from: string | null;
  until: string | null;
}

export function presentRemovals(given: {
  removals: readonly RemovalRow[];
  senders: readonly Sender[];
  keepYears: number | null;
  saved: boolean;
}) {
  return {
    saved: given.saved,
    removals: given.removals.map((row) => presentRemoval(row, given.senders)),
    senders: given.senders.map(({ credentialId, label }) => ({ credentialId, label })),
    keepYears: given.keepYears,
    years: { least: LEAST_YEARS, most: MOST_YEARS },
  };
}

export interface RemovalLine {
  id: string;
  reason: RemovalReason;
  personId: string | null;
  source: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  requestedAt: Date;
  requestedByName: string | null;
  expected: number;
  statements: number;
  documents: number;
  attachments: number;
  finishedAt: Date | null;
  /** 0 … 1 */
  share: number;
}

export function presentRemoval(
  { removal, requestedByName }: RemovalRow,
  senders: readonly Sender[],
): RemovalLine {
  const { id, reason, personId, fromAt, untilAt, requestedAt, finishedAt } = removal;
  const { expected, statements, documents, attachments } = removal;
  return {
    id,
    reason,
    personId,
    source: labelOf(removal, senders),
    fromAt,
    untilAt,
    requestedAt,
    requestedByName,
    expected,
    statements,
    documents,
    attachments,
    finishedAt,
    share: finishedAt !== null ? 1 : expected === 0 ? 0 : Math.min(1, statements / expected),
  };
}

const labelOf = ({ credentialId }: Pick<RemovalScope, 'credentialId'>, senders: readonly Sender[]) =>
  credentialId === null
    ? null
    : (senders.find((sender) => sender.credentialId === credentialId)?.label ?? credentialId);

/** The dry run of a removal by source and days, with the form that confirms it. */
export const presentPlan = (
  plan: RemovalPlan,
  scope: RemovalScope,
  form: RemovalForm,
  senders: readonly Sender[],
) => ({
  ...plan,
  source: labelOf(scope, senders),
  fromAt: scope.fromAt,
  untilAt: scope.untilAt,
  form: { sender: form.sender ?? '', from: form.from ?? '', until: form.until ?? '' },
});

/** The dry run of a shorter period of keeping. */
export const presentRetention = (plan: RemovalPlan, keepYears: number, keptSince: Date | null) => ({
  statements: plan.statements,
  keepYears,
  keptSince,
});

/** All that is held on a person, and the form that erases them. */
export const presentPerson = (
  person: { personId: string; name: string },
  plan: RemovalPlan,
  isSelf: boolean,
) => ({ ...plan, ...person, isSelf });
