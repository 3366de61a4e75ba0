/** A score and how it ended. */
export interface Scored {
  score: number;
  failed: boolean;
}

interface Group {
  members: number[];
}

/** Places of equal scores, from the lowest on. */
function groupByScore(scores: readonly number[]): Group[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const groups: Group[] = [];
  let last: number | null = null;
  for (const index of order) {
    const score = scores[index] ?? 0;
    if (groups.length > 0 && score === last) groups.at(-1)?.members.push(index);
    else groups.push({ members: [index] });
    last = score;
  }
  return groups;
}

/** The chance that one who failed scores above one who didn't, ties counting half; null: all ended alike. */
export function areaUnderCurve(scored: readonly Scored[]): number | null {
  return weighCurve(
    groupByScore(scored.map(({ score }) => score)),
    scored.map(({ failed }) => failed),
    scored.map(() => 1),
  );
}

function weighCurve(
  groups: readonly Group[],
  failed: readonly boolean[],
  times: readonly number[],
): number | null {
  let [below, wins, positives] = [0, 0, 0];
  for (const { members } of groups) {
    let [bad, good] = [0, 0];
    for (const index of members) {
      if (failed[index]) bad += times[index] ?? 0;
      else good += times[index] ?? 0;
    }
    wins += bad * (below + good / 2);
    below += good;
    positives += bad;
  }
  return positives === 0 || below === 0 ? null : wins / (positives * below);
}

/** Of the top share by score, how many failed; where the cut goes through equals, what a fair draw among them gives. */
export function precisionAtTop(scored: readonly Scored[], share: number): number | null {
  const wanted = Math.round(scored.length * share);
  if (wanted === 0) return null;
  let [taken, hits] = [0, 0];
  for (const { members } of groupByScore(scored.map(({ score }) => score)).reverse()) {
    if (taken >= wanted) break;
    const use = Math.min(members.length, wanted - taken);
    hits += (members.filter((index) => scored[index]?.failed).length * use) / members.length;
    taken += use;
  }
  return hits / taken;
}

export interface Interval {
  low: number;
  high: number;
}

const RESAMPLES = 2000;
const SEED = 20_250_722;

/**
 * 95% intervals of differences in AUC, by resampling learners: each draw takes the same learners for both scores.
 * `minus` is the other score, or a number that somebody else reported. The draws follow a fixed seed.
 */
export function bootstrapDifference(
  scored: readonly Scored[],
  minus: readonly number[] | number,
): Interval | null {
  const failed = scored.map((one) => one.failed);
  const ours = groupByScore(scored.map(({ score }) => score));
  const others = typeof minus === 'number' ? null : groupByScore(minus);
  const draw = seededDraw(SEED);
  const differences: number[] = [];
  for (let round = 0; round < RESAMPLES; round += 1) {
    const times = scored.map(() => 0);
    for (let i = 0; i < times.length; i += 1) {
      const index = Math.floor(draw() * times.length);
      times[index] = (times[index] ?? 0) + 1;
    }
    const own = weighCurve(ours, failed, times);
    const other = others === null ? Number(minus) : weighCurve(others, failed, times);
    if (own !== null && other !== null) differences.push(own - other);
  }
  if (differences.length === 0) return null;
  differences.sort((a, b) => a - b);
  const at = (share: number) => differences[Math.round(share * (differences.length - 1))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}

/** A small generator (mulberry32): the same numbers in [0, 1) from the same seed on every machine. */
function seededDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
