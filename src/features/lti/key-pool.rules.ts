/** What decides about one of the tool's signing keys. */
export interface PooledKey {
  kid: string;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
  revokedAt: Date | null;
}

export type KeyState = 'next' | 'active' | 'retired' | 'revoked';

/** Platforms may keep our key set as long as its cache header says; the next key signs only when all can know it. */
export const KEY_SET_CACHE_SECONDS = 3600;
const DAY_MS = 24 * 3_600_000;
const ACTIVE_DAYS = 90;
const PUBLISHED_AHEAD_MS = 2 * KEY_SET_CACHE_SECONDS * 1000;
/** Longer than any platform keeps a fetched set, and than anything we signed is good for. */
const PUBLISHED_AFTER_MS = 14 * DAY_MS;

export function keyState(key: PooledKey): KeyState {
  if (key.revokedAt) return 'revoked';
  if (key.retiredAt) return 'retired';
  return key.activatedAt ? 'active' : 'next';
}

/** What has to be done so that one key signs, one is known ahead of its time, and old ones stay as long as needed. */
export interface PoolPlan {
  activate: string | null;
  retire: string[];
  remove: string[];
  /** How many new ones to make; the first of them signs at once where none is there to activate. */
  make: number;
}

/**
 * Rotates when the active key is old enough and the next one is known everywhere. `now-please`: an administrator wants
 * it before its time. Without any active key the next one signs at once: platforms ask again when they see a new kid.
 */
export function planPool(keys: readonly PooledKey[], now: Date, wish: 'when-due' | 'now-please'): PoolPlan {
  const inState = (state: KeyState) => keys.filter((key) => keyState(key) === state);
  const since = (at: Date | null) => now.getTime() - (at?.getTime() ?? 0);
  const [active, ...surplus] = inState('active').sort((a, b) => since(a.activatedAt) - since(b.activatedAt));
  const next = inState('next').sort((a, b) => since(b.createdAt) - since(a.createdAt))[0];
  const due = wish === 'now-please' || (active && since(active.activatedAt) >= ACTIVE_DAYS * DAY_MS);
  const rotates = next !== undefined && (!active || (due && since(next.createdAt) >= PUBLISHED_AHEAD_MS));
  return {
    activate: rotates ? next.kid : null,
    retire: [...surplus, ...(active && rotates ? [active] : [])].map(({ kid }) => kid),
    remove: [...inState('retired').filter((key) => since(key.retiredAt) >= PUBLISHED_AFTER_MS)]
      .concat(inState('revoked').filter((key) => since(key.revokedAt) >= PUBLISHED_AFTER_MS))
      .map(({ kid }) => kid),
    make: (active || next ? 0 : 1) + (next && !rotates ? 0 : 1),
  };
}
