/** How a score becomes a warning that lasts. */
export interface AlertPolicy {
  yellow: { enter: number; leave: number };
  red: { enter: number; leave: number } | null;
  /** In how many runs in a row a score has to be reached. */
  runs: 1 | 2;
  /** The most a course's model may warn of at a time, as shares of its roster; null: no limit. */
  warnedCap: number | null;
  redCap: number | null;
}

/** What a run left behind for the next one. */
export interface Standing {
  p: number;
  level: AlertLevel | null;
}
export type AlertLevel = 'yellow' | 'red';

/**
 * The policy of rule warning-2 (notes/learning.md §3, measured in docs/decisions/0033): entered after two runs, left
 * lower than entered so that nobody flickers, and never more than a teacher can answer.
 */
export const WARNING_POLICY: AlertPolicy = {
  yellow: { enter: 0.6, leave: 0.45 },
  red: { enter: 0.8, leave: 0.6 },
  runs: 2,
  warnedCap: 0.15,
  redCap: 0.1,
};

export interface RunDecision {
  levels: ReadonlyMap<string, AlertLevel>;
  /** Who would be warned of if the course's limit allowed: together a matter of the course, not of single learners. */
  overCap: string[];
}

/**
 * Decides whom a run warns of. Whoever stands keeps the place; what is left goes to the highest scores, so that a
 * full class doesn't change its list by the week.
 */
export function decideAlerts(
  policy: AlertPolicy,
  run: readonly { id: string; p: number }[],
  before: ReadonlyMap<string, Standing>,
): RunDecision {
  const wanted = run
    .map(({ id, p }) => ({
      id,
      p,
      was: before.get(id)?.level ?? null,
      wants: wish(policy, p, before.get(id)),
    }))
    .filter(({ wants }) => wants !== null)
    .sort((a, b) => b.p - a.p || (a.id < b.id ? -1 : 1));
  const warned = keepRoom(wanted, ({ was }) => was !== null, room(policy.warnedCap, run.length));
  const reds = keepRoom(
    warned.filter(({ wants }) => wants === 'red'),
    ({ was }) => was === 'red',
    room(policy.redCap, run.length),
  );
  const redIds = new Set(reds.map(({ id }) => id));
  const levels = new Map(
    warned.map(({ id }) => [id, redIds.has(id) ? ('red' as const) : ('yellow' as const)]),
  );
  return { levels, overCap: wanted.filter(({ id }) => !levels.has(id)).map(({ id }) => id) };
}

function wish(policy: AlertPolicy, p: number, before: Standing | undefined): AlertLevel | null {
  const reached = (enter: number) =>
    p >= enter && (policy.runs === 1 || (before !== undefined && before.p >= enter));
  const was = before?.level ?? null;
  const { red, yellow } = policy;
  if (red !== null && (was === 'red' ? p >= red.leave : reached(red.enter))) return 'red';
  return (was === null ? reached(yellow.enter) : p >= yellow.leave) ? 'yellow' : null;
}

/** A class is never too small for one warning. */
const room = (cap: number | null, roster: number): number =>
  cap === null ? Infinity : Math.max(1, Math.floor(cap * roster + 1e-9));

function keepRoom<T>(sorted: readonly T[], stands: (one: T) => boolean, places: number): T[] {
  const newcomers = sorted.filter((one) => !stands(one));
  return [...sorted.filter(stands), ...newcomers].slice(0, places);
}
