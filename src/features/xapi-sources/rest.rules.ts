/** How long a connection rests after a failure. */

const FIRST_REST_SECONDS = 60;
const LONGEST_REST_SECONDS = 6 * 3600;

/**
 * Doubles with each failure in a row, spread by a quarter either way, so that many who failed together don't come
 * back together; never sooner than the LRS asks for.
 *
 * @param chance 0 … 1
 */
export function restSeconds(failures: number, waitSeconds: number | null, chance: number): number {
  const doubled = FIRST_REST_SECONDS * 2 ** Math.min(failures - 1, 20);
  const spread = Math.min(doubled, LONGEST_REST_SECONDS) * (0.75 + chance / 2);
  return Math.round(Math.max(spread, waitSeconds === null ? 0 : waitSeconds * (1 + chance / 10)));
}
