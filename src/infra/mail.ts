import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

/** An e-mail, ready to go. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same at each attempt, so that a receiver can tell a repeat. */
  messageId: string;
  headers: Record<string, string>;
}

/** Hands e-mails to the school's mail server; rejects with a MailRefused where trying again is in vain. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export class MailRefused extends Error {}

/** A mail server answers at once or not at all. */
const TIMEOUT_MS = 20_000;

/** null: no mail server is set, so none goes out. */
export function openMailer({ smtp }: Config): Mailer | null {
  if (smtp === null) return null;
  const { url, from } = smtp;
  const transport = createTransport(
    {
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // What a mail names is text of ours: no file or address is read to make it.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send(mail) {
      try {
        await transport.sendMail(mail);
      } catch (error) {
        if (isRefusal(error)) throw new MailRefused('The mail server refuses the e-mail.', { cause: error });
        throw error;
      }
    },
  };
}

/** 5xx is a server's last word (RFC 5321) about this e-mail; about our log-in it is a setting to be mended. */
function isRefusal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: unknown; command?: unknown };
  const aboutMail = typeof command === 'string' && /^(MAIL FROM|RCPT TO|DATA)/.test(command);
  return aboutMail && typeof responseCode === 'number' && responseCode >= 500;
}
