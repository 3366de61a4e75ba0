import { setTimeout as wait } from 'node:timers/promises';
import xapi from '@xapi/xapi';
import type { Statement } from '../features/xapi/index.ts';

const XAPI = xapi.default;
type Sendable = Parameters<InstanceType<typeof XAPI>['sendStatements']>[0]['statements'];

const BATCH = 50;
/** Between two batches pages are served: the embedded database shares its thread with everything else. */
const PAUSE_MS = 60;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
const TRIES = 10;

export interface Sender {
  send(statements: readonly Statement[]): Promise<void>;
}

/** A learning record provider like any other: HTTP, Basic credential, xAPI 1.0.3. */
export function createSender(toolUrl: string, credential: { key: string; secret: string }): Sender {
  const client = new XAPI({
    endpoint: `${toolUrl}/xapi/`,
    auth: XAPI.toBasicAuth(credential.key, credential.secret),
    version: '1.0.3',
    adapter: 'fetch',
  });
  return {
    async send(statements) {
      await client.sendStatements({ statements: statements as Sendable });
    },
  };
}

export interface Feed {
  statements: readonly Statement[];
  /** How many of them were stored before. */
  sent: number;
  /** Told after each batch the tool has stored; the next one waits for it. */
  onStored(sent: number): Promise<void>;
  /** Told before a batch is tried again. */
  onRefused(error: unknown): void;
  signal: AbortSignal;
}

/**
 * Sends the statements in their order, in batches, and tries a batch again with growing pauses; throws when it is
 * refused ten times running, or when aborted. A batch whose answer was lost is sent twice, as Moodle does.
 */
export async function feedSampleClass(sender: Sender, feed: Feed): Promise<void> {
  for (let sent = feed.sent; sent < feed.statements.length;) {
    const batch = feed.statements.slice(sent, sent + BATCH);
    await sendStubbornly(sender, batch, feed);
    sent += batch.length;
    await feed.onStored(sent);
    await wait(PAUSE_MS, undefined, { signal: feed.signal });
  }
}

async function sendStubbornly(sender: Sender, batch: readonly Statement[], feed: Feed): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    feed.signal.throwIfAborted();
    try {
      return await sender.send(batch);
    } catch (error) {
      if (tries === TRIES) throw error;
      feed.onRefused(error);
    }
    await wait(Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LAST_RETRY_MS), undefined, {
      signal: feed.signal,
    });
  }
}
