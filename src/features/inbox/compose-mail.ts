import type { Deps } from '../../infra/deps.ts';
import type { Mail } from '../../infra/mail.ts';
import type { Views } from '../../infra/views.ts';
import { EVERY_KIND } from './inbox.schema.ts';
import type { findAddress, ClaimedMail, selectMailed } from './mail.queries.ts';
import { presentMail } from './mail.pages.ts';
import { stopUrl } from './stop-mails.ts';

interface Given {
  claimed: ClaimedMail;
  recipient: NonNullable<Awaited<ReturnType<typeof findAddress>>>;
  to: string;
  waiting: Awaited<ReturnType<typeof selectMailed>>;
}

/** The e-mail in its reader's language: that something waits, in which course, and how to get there. No more. */
export function composeMail(
  deps: Deps,
  views: Pick<Views, 'render' | 't'>,
  { claimed, recipient, to, waiting }: Given,
): Mail {
  const { publicUrl } = deps.config;
  const locale = recipient.locale ?? 'zh-CN';
  const kinds = [...new Set(waiting.flatMap((one) => one.kinds))];
  const [only, another] = kinds;
  const stop = stopUrl(deps, {
    schoolId: claimed.schoolId,
    personId: claimed.personId,
    kind: only === undefined || another !== undefined ? EVERY_KIND : only,
  });
  const page = presentMail({
    waiting,
    schoolName: recipient.schoolName,
    urgent: claimed.urgent,
    publicUrl,
    stop,
  });
  const say = (key: string, values: Record<string, string | number> = {}) => views.t(locale, key, values);
  const lines = page.courses.map(({ title, count, url }) =>
    [
      title === null ? say('inbox.mail.school', { count }) : say('inbox.mail.course', { title, count }),
      url,
    ].join('\n'),
  );
  return {
    to,
    subject: say(page.subject, { count: page.count }),
    text: [
      say('inbox.mail.intro', { school: page.schoolName }),
      ...lines,
      say('inbox.mail.how'),
      `${say('inbox.mail.stop')}\n${stop}`,
    ].join('\n\n'),
    html: views.render('inbox/mail-body', page, { locale, timeZone: 'UTC', layout: 'mail', frame: {} }),
    messageId: `<${claimed.mailId}@${new URL(publicUrl).hostname}>`,
    headers: {
      // RFC 8058: a mail program may stop them with one click, without opening a page.
      'List-Unsubscribe': `<${stop}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}
