import { z } from 'zod';
import type { MailPolicy } from './inbox.schema.ts';
import { clockOf } from './mail-time.rules.ts';

export interface MailBody {
  schoolName: string;
  /** Key of the subject line. */
  subject: string;
  count: number;
  courses: { title: string | null; count: number; url: string }[];
  stop: string;
}

/** What an e-mail may say: how much waits in which course, and where that course is. */
export function presentMail(given: {
  waiting: readonly { title: string | null; activityIds: readonly string[]; count: number }[];
  schoolName: string;
  urgent: boolean;
  publicUrl: string;
  stop: string;
}): MailBody {
  const { waiting, schoolName, urgent, publicUrl, stop } = given;
  return {
    schoolName,
    stop,
    subject: urgent ? 'inbox.mail.subjectUrgent' : 'inbox.mail.subject',
    count: waiting.reduce((sum, { count }) => sum + count, 0),
    courses: waiting.map(({ title, activityIds, count }) => ({
      title,
      count,
      // In the LMS, since the tool is entered from there.
      url: activityIds.find(isPage) ?? `${publicUrl}/`,
    })),
  };
}

/** A course's page rather than its LMS's front door. */
const isPage = (id: string): boolean =>
  z.url({ protocol: /^https?$/ }).safeParse(id).success && new URL(id).pathname !== '/';

export interface MailSettingsPage {
  saved: boolean;
  mailOn: boolean;
  hasAddress: boolean;
  everything: boolean;
  kinds: { name: string; urgent: boolean; wanted: boolean }[];
  /** For administrators only: the school's own rules. */
  school: {
    quietFrom: string;
    quietUntil: string;
    schoolDaysOnly: boolean;
    dailyCap: number;
    counts: { sent: number; waiting: number; dead: number };
  } | null;
}

export const presentPolicy = (
  policy: MailPolicy,
  counts: { sent: number; waiting: number; dead: number },
) => ({
  ...policy,
  quietFrom: clockOf(policy.quietFrom),
  quietUntil: clockOf(policy.quietUntil),
  counts,
});
