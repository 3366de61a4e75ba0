import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectIssuers } from '../lti/index.ts';
import { selectStatementsAfter } from '../xapi/index.ts';
import { foldBatch, type FoldedSchool } from './fold-batch.ts';
import {
  findFoldCursor,
  getTimeZone,
  hasMoreStatements,
  saveFoldCursor,
  tryFoldLock,
} from './fold.queries.ts';
import { refoldPeople } from './refold-people.ts';

/** A batch's cost is mostly its queries, so long ones pay; but what takes long makes others wait, on PGlite every page. */
const BATCH = { first: 200, most: 2000, quickMs: 150 };
/** Another process that folds is done with its transaction soon; waiting longer is the minute job's. */
const LOCK_TRIES = 15;
const LOCK_PAUSE_MS = 100;
/** What came in while an older transaction was running can be read when that ends, mostly within milliseconds. */
const YOUNG_TRIES = 40;
const YOUNG_PAUSE_MS = 25;
/** Whoever was touched is told of after so many, so that a long catch-up shows on the way. */
const TELL_AFTER = 300;

export interface Folded {
  /** False: statements lie beyond the cursor that can't be read yet, or another process had the lock. */
  caughtUp: boolean;
}

/** Told whose facts have changed, after the transaction that changed them. */
export type FactsListener = (deps: Deps, schoolId: string, personIds: string[]) => Promise<void>;

/** Runs in progress, per database and school. `next` starts when `current` ends: it sees what came in meanwhile. */
const flights = new WeakMap<
  Database,
  Map<string, { current: Promise<Folded>; next: Promise<Folded> | null }>
>();

/**
 * Brings a school's facts up to its statements, then tells whose they were. Cursor and facts are written in one
 * transaction per batch, so a process that dies anywhere leaves nothing counted twice or never. Callers in one process
 * share runs, and so have one listener: each call's promise ends after a run that began no earlier than the call.
 */
export function foldStatements(deps: Deps, schoolId: string, onFolded: FactsListener): Promise<Folded> {
  const ofDatabase = flights.get(deps.db) ?? new Map<string, never>();
  flights.set(deps.db, ofDatabase);
  const flight = ofDatabase.get(schoolId);
  if (flight) {
    flight.next ??= flight.current.then(
      () => startFlight(deps, schoolId, onFolded),
      () => startFlight(deps, schoolId, onFolded),
    );
    return flight.next;
  }
  return startFlight(deps, schoolId, onFolded);
}

function startFlight(deps: Deps, schoolId: string, onFolded: FactsListener): Promise<Folded> {
  const ofDatabase = flights.get(deps.db);
  const flight = { current: foldOnce(deps, schoolId, onFolded), next: null };
  ofDatabase?.set(schoolId, flight);
  const land = () => {
    if (ofDatabase?.get(schoolId) === flight && flight.next === null) ofDatabase.delete(schoolId);
  };
  flight.current.then(land, land);
  return flight.current;
}

async function foldOnce(deps: Deps, schoolId: string, onFolded: FactsListener): Promise<Folded> {
  const school = await loadSchool(deps, schoolId);
  for (let tries = 0; tries < YOUNG_TRIES; tries += 1) {
    if (!(await foldReadable(deps, school, onFolded))) return { caughtUp: false };
    const cursor = await findFoldCursor(deps.db, schoolId);
    if (!(await hasMoreStatements(deps.db, schoolId, cursor))) return { caughtUp: true };
    await wait(YOUNG_PAUSE_MS);
  }
  return { caughtUp: false };
}

/** Folds all that can be read now; false when another process has the lock. */
async function foldReadable(deps: Deps, school: FoldedSchool, onFolded: FactsListener): Promise<boolean> {
  const touched = new Set<string>();
  for (let limit = BATCH.first; ;) {
    const startedAt = performance.now();
    const step = await takeStep(deps, school, limit);
    if (performance.now() - startedAt < BATCH.quickMs) limit = Math.min(2 * limit, BATCH.most);
    const folded = step === null || step === 'busy' ? null : step;
    for (const personId of folded?.touched ?? []) touched.add(personId);
    if (touched.size > 0 && (!folded || touched.size >= TELL_AFTER)) {
      await onFolded(deps, school.schoolId, [...touched]);
      touched.clear();
    }
    if (!folded) return step === null;
    // The embedded database answers without ever leaving the event loop to others.
    await nextTurn();
  }
}

export const loadSchool = async (deps: Deps, schoolId: string): Promise<FoldedSchool> => ({
  schoolId,
  timeZone: await getTimeZone(deps.db, schoolId),
  issuers: await selectIssuers(deps.db, schoolId),
});

type Step = { touched: ReadonlySet<string> } | 'busy' | null;

/** One transaction: the next batch, or when all are read, people to fold anew; null when neither is left. */
async function takeStep(deps: Deps, school: FoldedSchool, limit: number): Promise<Step> {
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    const step = await inTransaction(deps.db, async (tx): Promise<Step> => {
      if (!(await tryFoldLock(tx, school.schoolId))) return 'busy';
      return (
        (await foldNext(tx, deps, school, { limit, notesVoids: true })) ??
        (await refoldNext(tx, deps, school))
      );
    });
    if (step !== 'busy') return step;
    await wait(LOCK_PAUSE_MS);
  }
  return 'busy';
}

/**
 * Folds the next `limit` statements and moves the cursor; null when there are none. The caller has the lock.
 * `notesVoids`: false when nothing that is voided by now has been counted.
 */
export async function foldNext(
  tx: Database,
  deps: Deps,
  school: FoldedSchool,
  { limit, notesVoids }: { limit: number; notesVoids: boolean },
): Promise<{ touched: ReadonlySet<string>; statements: number } | null> {
  const { schoolId } = school;
  const cursor = await findFoldCursor(tx, schoolId);
  const rows = await selectStatementsAfter(tx, { schoolId, cursor, limit });
  const last = rows.at(-1);
  if (!last) return null;
  const touched = await foldBatch(tx, deps, school, rows, { notesVoids });
  await saveFoldCursor(tx, schoolId, last, { count: rows.length, at: deps.now() });
  return { touched, statements: rows.length };
}

export async function refoldNext(
  tx: Database,
  deps: Deps,
  school: FoldedSchool,
): Promise<{ touched: ReadonlySet<string> } | null> {
  const cursor = await findFoldCursor(tx, school.schoolId);
  const touched = cursor === null ? null : await refoldPeople(tx, deps, school, cursor);
  return touched && { touched };
}
