import { dayAt, fromWallTime, type SchoolCalendar } from '../roster/index.ts';
import { EVERY_KIND, type MailPolicy } from './inbox.schema.ts';
import { clockOf, mayMailAt } from './mail-time.rules.ts';

/** A notice that nobody has read, and that no e-mail tells of yet. */
export interface UntoldNotice {
  id: string;
  kind: string;
  urgent: boolean;
  createdAt: Date;
}

export interface Mailbox {
  untold: readonly UntoldNotice[];
  /** Kinds of which this person wants no e-mail. */
  refused: readonly string[];
  /** E-mails made for this person since the school's midnight. */
  mailsToday: number;
}

export type MailDecision = { kind: 'nothing' } | { kind: 'mail'; urgent: boolean; noticeIds: string[] };

const NOTHING: MailDecision = { kind: 'nothing' };

/**
 * Decides whether somebody gets an e-mail now. What is urgent goes at once and takes all else along; the rest waits for
 * the morning, so that there is one digest a day at most. Beyond the day's cap everything waits for tomorrow.
 */
export function decideMail(
  { untold, refused, mailsToday }: Mailbox,
  policy: MailPolicy,
  calendar: SchoolCalendar,
  now: Date,
): MailDecision {
  if (refused.includes(EVERY_KIND)) return NOTHING;
  const wanted = untold.filter(({ kind }) => !refused.includes(kind));
  if (wanted.length === 0 || mailsToday >= policy.dailyCap || !mayMailAt(now, policy, calendar))
    return NOTHING;
  const all = wanted.map(({ id }) => id);
  if (wanted.some(({ urgent }) => urgent)) return { kind: 'mail', urgent: true, noticeIds: all };
  const morning = fromWallTime(`${dayAt(now, calendar)}T${clockOf(policy.quietUntil)}`, calendar.timeZone);
  const ofYesterday = wanted.some(({ createdAt }) => morning !== null && createdAt < morning);
  return ofYesterday ? { kind: 'mail', urgent: false, noticeIds: all } : NOTHING;
}

/** Rests between attempts, in minutes: about a day. */
const REST_MINUTES = [2, 10, 30, 60, 120, 240, 480, 480];

export type AfterSending = { state: 'sent' } | { state: 'waiting'; nextAttemptAt: Date } | { state: 'dead' };

/** What becomes of an e-mail after an attempt; `attempts` counts it. */
export function decideAfterSending(
  outcome: 'sent' | 'refused' | 'failed',
  attempts: number,
  now: Date,
): AfterSending {
  if (outcome === 'sent') return { state: 'sent' };
  const rest = REST_MINUTES[attempts - 1];
  if (outcome === 'refused' || rest === undefined) return { state: 'dead' };
  return { state: 'waiting', nextAttemptAt: new Date(now.getTime() + rest * 60_000) };
}
