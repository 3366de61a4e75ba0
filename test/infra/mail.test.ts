import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/infra/config.ts';
import { MailRefused, openMailer, type Mail } from '../../src/infra/mail.ts';

const MAIL: Mail = {
  to: 'teacher@school.example',
  subject: 'Two things wait',
  text: 'plain words',
  html: '<p>plain words</p>',
  messageId: '<m1@school.example>',
  headers: { 'List-Unsubscribe': '<https://tool.example/mail/stop/x>' },
};

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** As much of a mail server as one e-mail needs (RFC 5321); `recipient` is its answer to whom the e-mail is for. */
async function aMailServer(recipient = '250 ok'): Promise<{ url: string; received: () => string }> {
  let received = '';
  server = createServer((socket) => {
    let inData = false;
    socket.write('220 test\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
        if (inData) {
          received += `${line}\r\n`;
          if (line === '.') {
            inData = false;
            socket.write('250 queued\r\n');
          }
          continue;
        }
        if (line === 'DATA') {
          inData = true;
          socket.write('354 go on\r\n');
        } else if (line.startsWith('RCPT')) socket.write(`${recipient}\r\n`);
        else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, received: () => received };
}

const mailer = (url: string) => {
  const opened = openMailer(
    readConfig({ NODE_ENV: 'test', SMTP_URL: url, MAIL_FROM: 'Tool <tool@school.example>' }),
  );
  if (opened === null) throw new Error('off');
  return opened;
};

describe('an e-mail', () => {
  it('reaches the mail server in both forms, with its headers', async () => {
    const { url, received } = await aMailServer();
    await mailer(url).send(MAIL);
    for (const part of [
      'From: Tool <tool@school.example>',
      'To: teacher@school.example',
      'Subject: Two things wait',
      'Message-ID: <m1@school.example>',
      'List-Unsubscribe: <https://tool.example/mail/stop/x>',
      'text/plain',
      'text/html',
    ])
      expect(received()).toContain(part);
  });

  it('is refused for good where the server knows no such mailbox', async () => {
    const { url } = await aMailServer('550 no such mailbox');
    await expect(mailer(url).send(MAIL)).rejects.toBeInstanceOf(MailRefused);
  });

  it('is to be tried again where the server is busy, or away', async () => {
    const { url } = await aMailServer('450 later');
    await expect(mailer(url).send(MAIL)).rejects.not.toBeInstanceOf(MailRefused);
    server?.close();
    await expect(mailer('smtp://127.0.0.1:1').send(MAIL)).rejects.not.toBeInstanceOf(MailRefused);
  });
});

describe('the settings of e-mail', () => {
  it('are off unless a server is named, which needs a sender', () => {
    expect(openMailer(readConfig({ NODE_ENV: 'test' }))).toBeNull();
    expect(openMailer(readConfig({ NODE_ENV: 'test', SMTP_URL: '', MAIL_FROM: '' }))).toBeNull();
    expect(() => readConfig({ NODE_ENV: 'test', SMTP_URL: 'smtp://localhost:25' })).toThrow('MAIL_FROM');
    expect(() => readConfig({ NODE_ENV: 'test', SMTP_URL: 'http://localhost' })).toThrow('SMTP_URL');
  });
});
