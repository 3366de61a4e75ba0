import { and, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import { MailRefused, type Mailer } from '../../infra/mail.ts';
import type { Views } from '../../infra/views.ts';
import { getCalendar, openForPerson } from '../roster/index.ts';
import { mails } from './inbox.tables.ts';
import { claimMails, findAddress, getMailPolicy, selectMailed, type ClaimedMail } from './mail.queries.ts';
import { decideAfterSending } from './mail.rules.ts';
import { mayMailAt, nextMailTime } from './mail-time.rules.ts';
import { composeMail } from './compose-mail.ts';

const BATCH = 50;
/** What a dead process had taken is due again after this. */
const LEASE_MS = 15 * 60_000;

type Outcome = Partial<
  Pick<typeof mails.$inferInsert, 'state' | 'attempts' | 'nextAttemptAt' | 'problem' | 'sentAt'>
>;

/** Sends whatever is due; several processes may, no e-mail goes out of two. */
export async function sendMails(deps: Deps, views: Pick<Views, 'render' | 't'>): Promise<void> {
  const mailer = deps.mail;
  if (mailer === null) return;
  for (;;) {
    const now = deps.now();
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const claimed = await claimMails(deps.db, { now, leaseUntil, limit: BATCH });
    if (claimed.length === 0) return;
    for (const mail of claimed) {
      const outcome = await sendOne(deps, mailer, views, mail);
      await deps.db
        .update(mails)
        .set(outcome)
        .where(and(eq(mails.schoolId, mail.schoolId), eq(mails.id, mail.mailId)));
    }
  }
}

/** An attempt may come long after the e-mail was made: what it says, to whom and whether it may go is asked now. */
async function sendOne(
  deps: Deps,
  mailer: Mailer,
  views: Pick<Views, 'render' | 't'>,
  claimed: ClaimedMail,
): Promise<Outcome> {
  const { schoolId, personId, attempts } = claimed;
  const now = deps.now();
  const policy = await getMailPolicy(deps.db, schoolId);
  const calendar = await getCalendar(deps.db, schoolId);
  if (!mayMailAt(now, policy, calendar))
    return { attempts: attempts - 1, nextAttemptAt: nextMailTime(now, policy, calendar) };
  const recipient = await findAddress(deps.db, claimed);
  const waiting = await selectMailed(deps.db, claimed);
  if (!recipient || recipient.synthetic || waiting.length === 0) return { state: 'dropped' };
  const [to] = await openForPerson(deps.db, deps, { schoolId, personId }, [recipient.emailSealed]);
  if (!to) return { state: 'dropped', problem: 'noAddress' };
  const outcome = await attempt(deps, mailer, composeMail(deps, views, { claimed, recipient, to, waiting }));
  const after = decideAfterSending(outcome, attempts, now);
  if (after.state === 'sent') return { state: 'sent', sentAt: now, problem: null };
  return { ...after, problem: outcome };
}

async function attempt(
  deps: Deps,
  mailer: Mailer,
  mail: Parameters<Mailer['send']>[0],
): Promise<'sent' | 'refused' | 'failed'> {
  try {
    await mailer.send(mail);
    return 'sent';
  } catch (error) {
    // Its words may hold the address.
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
    const refused = error instanceof MailRefused;
    deps.log.warn({ mail: mail.messageId, code, responseCode, refused }, 'an e-mail could not be sent');
    return refused ? 'refused' : 'failed';
  }
}
