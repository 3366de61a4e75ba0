/** A limit of requests per minute: unused ones add up to one minute's worth, so that short bursts pass. */
export interface Allowance {
  left: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * What is left after one more request, and how many whole seconds to wait before it is let in (0: it is).
 *
 * @param allowance after the last request; null before the first
 */
export function takeRequest(
  allowance: Allowance | null,
  requestsPerMinute: number,
  now: number,
): { allowance: Allowance; waitSeconds: number } {
  const perMs = requestsPerMinute / 60_000;
  const earned = allowance ? Math.max(0, now - allowance.at) * perMs : requestsPerMinute;
  const left = Math.min(requestsPerMinute, (allowance?.left ?? 0) + earned);
  return left >= 1
    ? { allowance: { left: left - 1, at: now }, waitSeconds: 0 }
    : { allowance: { left, at: now }, waitSeconds: Math.max(1, Math.ceil((1 - left) / perMs / 1000)) };
}

const MOST_KNOWN = 10_000;

/** Keeps the allowances of many askers in this process; returns how many seconds one of them has to wait (0: none). */
export function createAllowances(): (key: string, requestsPerMinute: number, now: number) => number {
  const allowances = new Map<string, Allowance>();
  return (key, requestsPerMinute, now) => {
    const { allowance, waitSeconds } = takeRequest(allowances.get(key) ?? null, requestsPerMinute, now);
    // Forgotten oldest first; whoever is forgotten starts with a full minute.
    allowances.delete(key);
    allowances.set(key, allowance);
    const [oldest] = allowances.size > MOST_KNOWN ? allowances.keys() : [];
    if (oldest !== undefined) allowances.delete(oldest);
    return waitSeconds;
  };
}
