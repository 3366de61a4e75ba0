import { createHash } from 'node:crypto';

/** Numbers 0 ≤ x < 1 that look like chance and are the same for the same seed, on any machine. */
export type Lot = () => number;

export function drawLots(seed: string): Lot {
  let block = 0;
  let bytes = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset + 4 > bytes.length) {
      bytes = createHash('sha256').update(`${seed}|${block}`).digest();
      block += 1;
      offset = 0;
    }
    const drawn = bytes.readUInt32BE(offset) / 2 ** 32;
    offset += 4;
    return drawn;
  };
}

/** A whole number from `from` to `to`, both included. */
export const drawInt = (lot: Lot, from: number, to: number): number =>
  from + Math.floor(lot() * (to - from + 1));

/** In an order drawn by the seed; the list itself is left as it is. */
export function shuffle<T>(list: readonly T[], seed: string): T[] {
  const lot = drawLots(seed);
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = drawInt(lot, 0, last);
    const [a, b] = [shuffled[last] as T, shuffled[other] as T];
    [shuffled[last], shuffled[other]] = [b, a];
  }
  return shuffled;
}
