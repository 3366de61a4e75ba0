import { z } from 'zod';
import type { StoredStatement } from '../xapi/index.ts';
import type { StatementWords } from './statement-words.rules.ts';

/** `erasure`: a person; `request`: what an administrator chose; `retention`: kept long enough. */
export type RemovalReason = 'erasure' | 'request' | 'retention';

/** Which statements a removal is about: those that meet all that is given. */
export interface RemovalScope {
  schoolId: string;
  personId: string | null;
  /** Also others' statements that name the person (as their teacher, in their team). */
  named: boolean;
  credentialId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
}

export interface Removal extends RemovalScope {
  id: string;
  reason: RemovalReason;
  requestedBy: string | null;
  requestedAt: Date;
  expected: number;
  statements: number;
  documents: number;
  attachments: number;
  doneStoredAt: Date | null;
  doneSequence: number | null;
  finishedAt: Date | null;
}

export interface RemovalRow {
  removal: Removal;
  /** null: the retention period, or the command line. */
  requestedByName: string | null;
}

/** What a dry run tells. */
export interface RemovalPlan {
  statements: number;
  firstStoredAt: Date | null;
  lastStoredAt: Date | null;
  /** States and agent profiles; a person's only. */
  documents: number;
  /** Others' statements that only name the person; 0 where they are asked for, or nobody is. */
  naming: number;
}

/** A statement and what is known about it. */
export interface RecordRow {
  id: string;
  statement: StoredStatement;
  /** As it is stored. */
  payload: string;
  words: StatementWords;
  storedAt: Date;
  sequence: number;
  /** The statement that voided it. */
  voidedBy: string | null;
  person: { personId: string; name: string; erased: boolean } | null;
  /** The source's label; null: our own, or one that is no longer known. */
  sender: string | null;
}

/** A source of statements as people know it, given by whichever feature owns it. */
export interface Sender {
  /** Stands in `statements.credential_id`. */
  credentialId: string;
  label: string;
  /** Who vouches for what it sends: keys of the authorities in its statements. */
  authorityKeys: string[];
  active: boolean;
  lastStoredAt: Date | null;
  refused: number;
  lastRefusedAt: Date | null;
}

/** How far facts lag behind the statements. */
export interface FactsFreshness {
  foldedAt: Date | null;
  /** Statements wait to be folded. */
  behind: boolean;
}

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** … beside the credentials: what they sent last is looked up by their authorities. */
export type OtherSender = Omit<Sender, 'lastStoredAt'>;
