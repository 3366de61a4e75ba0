import { z } from 'zod';
import { WaymarkError } from '../../infra/errors.ts';
import type { Outbound } from '../../infra/outbound.ts';
import type { SelfTestFacts } from './self-test.rules.ts';

const KeySet = z.object({ keys: z.array(z.unknown()) });

/** Fetches a platform's key set as a launch would, past every cache, and looks at the clock on its answer. */
export async function probeKeySet(outbound: Outbound, jwksUrl: string): Promise<SelfTestFacts['keySet']> {
  const startedAt = performance.now();
  try {
    const answer = await outbound({
      url: jwksUrl,
      headers: { accept: 'application/json' },
      maxBytes: 200_000,
    });
    const tookMs = Math.round(performance.now() - startedAt);
    const dateAtPlatform = new Date(answer.headers.get('date') ?? NaN);
    const keySet = answer.status === 200 ? KeySet.safeParse(parseJson(answer.text)) : null;
    return keySet?.success
      ? {
          kind: 'reached',
          tookMs,
          keys: keySet.data.keys.length,
          dateAtPlatform: Number.isNaN(dateAtPlatform.getTime()) ? null : dateAtPlatform,
        }
      : { kind: 'problem', problem: 'unreadable' };
  } catch (error) {
    if (error instanceof WaymarkError) return { kind: 'problem', problem: 'unreachable' };
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
