import { and, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import type { Views } from '../../infra/views.ts';
import { mails, notices } from './inbox.tables.ts';
import { makeMails } from './make-mails.ts';
import { sendMails } from './send-mails.ts';

const DAY_MS = 86_400_000;
/** News that nobody put away is old news after a month; what is done is kept for a year. */
const NEWS_DAYS = 30;
const KEPT_DAYS = 365;

/** Keeps inbox and outbox from growing without end. */
export async function tidyInbox(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const now = deps.now();
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await deps.db
    .update(notices)
    .set({ doneAt: now })
    .where(and(isNull(notices.doneAt), isNull(notices.dueAt), lt(notices.createdAt, before(NEWS_DAYS))));
  await deps.db.delete(notices).where(and(isNotNull(notices.doneAt), lt(notices.doneAt, before(KEPT_DAYS))));
  await deps.db
    .delete(mails)
    .where(
      and(or(isNotNull(mails.sentAt), lt(mails.nextAttemptAt, now)), lt(mails.createdAt, before(KEPT_DAYS))),
    );
}

export const inboxJobs = (views: Pick<Views, 'render' | 't'>): Job[] => [
  {
    name: 'send-mails',
    schedule: '*/5 * * * *',
    async run(deps) {
      // Nothing is put into an outbox that nobody empties: it would all go out on the day a mail server is set.
      if (deps.mail === null) return;
      await makeMails(deps);
      await sendMails(deps, views);
    },
  },
  { name: 'tidy-inbox', schedule: '23 3 * * *', run: tidyInbox },
];
