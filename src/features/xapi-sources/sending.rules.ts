/** What an LRS's answer to statements we sent means for them. */
import type { LrsFailure, UnsentReason } from './lrs.schema.ts';

export type SendingVerdict =
  | 'sent'
  /** One of them is the trouble: halve it until it is found. */
  | 'split'
  /** This statement is the trouble, if the LRS takes others. */
  | 'suspect'
  /** The LRS itself: all have to wait. */
  | 'stop';

/** @param isApart statements go one by one, after the LRS broke down several times over a batch */
export function judgeSending(status: number, size: number, isApart: boolean): SendingVerdict {
  if (status >= 200 && status < 300) return 'sent';
  switch (status) {
    case 409:
      // Of a single statement: this id is there already, and ids are ours alone.
      return size === 1 ? 'sent' : 'split';
    case 400:
    case 413:
    case 415:
    case 422:
      return size === 1 ? 'suspect' : 'split';
    case 500:
      return isApart && size === 1 ? 'suspect' : 'stop';
    default:
      return 'stop';
  }
}

/** Broke down this often in a row, it may be over a single statement. */
const FAILURES_BEFORE_APART = 3;

export const goesApart = ({ failures, problem }: { failures: number; problem: string | null }): boolean =>
  problem === 'failing' && failures >= FAILURES_BEFORE_APART;

/**
 * Whether refusals are to be believed of the statements: an LRS that has never taken any, or breaks down over all it
 * is given now, has trouble of its own.
 */
export function areBelieved(
  suspects: readonly LrsFailure[],
  { sentNow, sentEver }: { sentNow: number; sentEver: number },
): boolean {
  if (sentNow > 0) return true;
  return sentEver > 0 && !suspects.some(({ problem }) => problem === 'failing');
}

export const reasonOf = ({ problem }: LrsFailure): UnsentReason =>
  problem === 'tooLarge' || problem === 'failing' ? problem : 'refused';
