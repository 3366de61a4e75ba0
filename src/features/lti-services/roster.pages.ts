import type { RosterChanges } from './services.schema.ts';

interface RosterRow {
  offered: boolean;
  /** The registration is in use. */
  trusted: boolean;
  platformName: string | null;
  issuer: string;
  syncedAt: Date | null;
  triedAt: Date | null;
  problem: string | null;
  changes: RosterChanges | null;
  running: boolean;
}

/** A course's roster in one LMS. */
export interface RosterCard {
  platform: string;
  /** What can be done: `read` it, or nothing because the platform doesn't offer it or isn't trusted. */
  state: 'readable' | 'notOffered' | 'switchedOff';
  running: boolean;
  /** Of the last good reading; null: there was none. */
  last: {
    at: Date;
    counts: { name: 'members' | 'joined' | 'left' | 'changed'; value: number }[];
    observers: number;
    testUsers: number;
    nameless: number;
  } | null;
  problem: { id: string; at: Date; doubt: { leaving: number; known: number } | null } | null;
}

export interface RosterPage {
  /** What the reading just asked for came to. */
  notice: 'done' | 'running' | null;
  rosters: RosterCard[];
  canRead: boolean;
  running: boolean;
  /** A much smaller course waits for somebody's word. */
  canConfirm: boolean;
}

export function presentRoster(rows: readonly RosterRow[], asked: boolean): RosterPage {
  const rosters = rows.map(presentCard);
  const readable = rosters.filter(({ state }) => state === 'readable');
  const running = readable.some((one) => one.running);
  const canRead = readable.length > 0;
  const fine = canRead && readable.every(({ problem, last }) => problem === null && last !== null);
  return {
    notice: running ? 'running' : asked && fine ? 'done' : null,
    rosters,
    canRead,
    running,
    canConfirm: readable.some(({ problem }) => problem?.doubt),
  };
}

function presentCard(row: RosterRow): RosterCard {
  const { syncedAt, triedAt, problem, changes } = row;
  return {
    platform: row.platformName ?? new URL(row.issuer).host,
    state: !row.trusted ? 'switchedOff' : row.offered ? 'readable' : 'notOffered',
    running: row.running,
    last: syncedAt && changes ? presentLast(syncedAt, changes) : null,
    problem: problem === null || triedAt === null ? null : presentProblem(problem, triedAt, changes),
  };
}

const presentLast = (at: Date, changes: RosterChanges): NonNullable<RosterCard['last']> => ({
  at,
  counts: (['members', 'joined', 'left', 'changed'] as const).map((name) => ({ name, value: changes[name] })),
  observers: changes.observers,
  testUsers: changes.testUsers,
  nameless: changes.nameless,
});

/** A doubt is remembered through readings that fail; it is told, and can be settled, while it is the problem. */
const presentProblem = (id: string, at: Date, changes: RosterChanges | null): RosterCard['problem'] => ({
  id,
  at,
  doubt: id === 'rosterShrank' ? (changes?.doubt ?? null) : null,
});
