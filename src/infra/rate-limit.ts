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
