import { createLocalJWKSet, errors, type CryptoKey, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Outbound } from '../../infra/outbound.ts';

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** How long a fetched set answers for the kids it holds. */
const FRESH_MS = 10 * 60_000;
/** A platform that is down for a day doesn't lock out its school. */
const USABLE_MS = 24 * 3_600_000;
/** Unknown kids make at most one fetch per this time, whatever arrives. */
const COOL_DOWN_MS = 30_000;

export type FoundKey =
  | { kind: 'key'; key: CryptoKey }
  | { kind: 'unknown' }
  | { kind: 'ambiguous' }
  | { kind: 'unreachable'; cause: unknown };

/** A platform's verification keys by key set address and kid. */
export type PlatformKeys = (jwksUrl: string, header: { alg: string; kid: string }) => Promise<FoundKey>;

interface Cached {
  find: ReturnType<typeof createLocalJWKSet> | null;
  /** Milliseconds since the epoch. */
  fetchedAt: number;
  triedAt: number;
  problem: unknown;
  fetching: Promise<void> | null;
}

/** Fetches each key set once for many launches: again when it grows old or a kid is unknown, never twice at a time. */
export function createPlatformKeys(outbound: Outbound, now: () => Date): PlatformKeys {
  const cache = new Map<string, Cached>();

  function refresh(url: string, cached: Cached): Promise<void> {
    cached.triedAt = now().getTime();
    cached.fetching ??= fetchKeySet(outbound, url)
      .then((keySet) => {
        cached.find = createLocalJWKSet(keySet);
        cached.fetchedAt = now().getTime();
        cached.problem = null;
      })
      .catch((error: unknown) => {
        cached.problem = error;
      })
      .finally(() => {
        cached.fetching = null;
      });
    return cached.fetching;
  }

  return async (url, header) => {
    const cached = cache.get(url) ?? { find: null, fetchedAt: 0, triedAt: 0, problem: null, fetching: null };
    cache.set(url, cached);
    const age = now().getTime() - cached.fetchedAt;
    const mayAsk = () => cached.fetching !== null || now().getTime() - cached.triedAt >= COOL_DOWN_MS;

    if ((cached.find === null || age >= FRESH_MS) && mayAsk()) await refresh(url, cached);
    let found = await look(cached, header);
    if (found.kind === 'unknown' && mayAsk()) {
      await refresh(url, cached);
      found = await look(cached, header);
    }
    const tooOld = now().getTime() - cached.fetchedAt >= USABLE_MS;
    return cached.find === null || (tooOld && cached.problem !== null)
      ? { kind: 'unreachable', cause: cached.problem }
      : found;
  };
}

async function look(cached: Cached, header: { alg: string; kid: string }): Promise<FoundKey> {
  if (cached.find === null) return { kind: 'unreachable', cause: cached.problem };
  try {
    return { kind: 'key', key: await cached.find(header) };
  } catch (error) {
    return { kind: error instanceof errors.JWKSMultipleMatchingKeys ? 'ambiguous' : 'unknown' };
  }
}

async function fetchKeySet(outbound: Outbound, url: string): Promise<JSONWebKeySet> {
  const answer = await outbound({ url, headers: { accept: 'application/json' }, maxBytes: 200_000 });
  if (answer.status !== 200) throw new Error(`The key set answered ${answer.status}.`);
  return KeySet.parse(JSON.parse(answer.text));
}
