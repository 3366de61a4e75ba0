import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Sends pieces as fast as the reader takes them. What fails on the way ends the connection, so that nobody takes a part
 * for the whole; a reader who goes away is no failure.
 */
export async function sendChunks(to: Writable, chunks: AsyncIterable<string | Buffer>): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), to);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
