import type { Database } from '../../infra/db.ts';

/** Times of storing whose transactions still run, per database. */
const running = new WeakMap<Database, Set<{ storedAt: Date }>>();

/** Notes that statements with this time of storing are on their way; call the result when they are in or refused. */
export function noteStoring(db: Database, storedAt: Date): () => void {
  const ours = running.get(db) ?? new Set();
  running.set(db, ours);
  const note = { storedAt };
  ours.add(note);
  return () => void ours.delete(note);
}

/**
 * All statements stored up to this time can be read (X-Experience-API-Consistent-Through, Communication 2.1.3).
 * Knows this process only: who pulls from an installation of several processes reads a few seconds twice.
 */
export function consistentThrough(db: Database, now: Date): Date {
  let earliest = now.getTime();
  for (const { storedAt } of running.get(db) ?? []) earliest = Math.min(earliest, storedAt.getTime() - 1);
  return new Date(earliest);
}
