import { createHash } from 'node:crypto';

/** Chance that repeats: the same seed gives the same numbers on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  between(low: number, high: number): number;
  /** Whole number, both ends included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Bell-shaped around 0, spread 1, never beyond ±3. */
  bell(): number;
  /** UUID of the given version, as far as its digits go. */
  uuid(version: 4 | 5): string;
  /** An independent stream: what one learner does shifts nobody else's numbers. */
  fork(name: string): Random;
}

export function createRandom(seed: string): Random {
  const next = stream(seed);
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const random: Random = {
    next,
    integer,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick(from) {
      const chosen = from[integer(0, from.length - 1)];
      if (chosen === undefined) throw new RangeError('Nothing to pick from.');
      return chosen;
    },
    // Twelve even numbers add up to a bell with spread 1.
    bell: () =>
      clamp(
        Array.from({ length: 12 }, next).reduce((sum, x) => sum + x, -6),
        -3,
        3,
      ),
    uuid: (version) => formatUuid(next, version),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
  return random;
}

export const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Numbers 0 ≤ x < 1 from the hashes of a counter: plenty for a sample, and the same everywhere. */
function stream(seed: string): () => number {
  let block = Buffer.alloc(0);
  let blocks = 0;
  let offset = 0;
  return () => {
    if (offset >= block.length) {
      block = createHash('sha256').update(`${seed}#${blocks}`).digest();
      blocks += 1;
      offset = 0;
    }
    const number = block.readUInt32BE(offset) / 2 ** 32;
    offset += 4;
    return number;
  };
}

function formatUuid(next: () => number, version: 4 | 5): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(next() * 16));
  hex[12] = version;
  hex[16] = 8 + ((hex[16] ?? 0) % 4);
  const text = hex.map((digit) => digit.toString(16)).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
