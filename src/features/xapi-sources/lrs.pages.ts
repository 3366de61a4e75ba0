import { z } from 'zod';
import type { CheckedField, ConnectionForm, FieldProblems } from './connection-form.rules.ts';
import type { EndpointReport } from './endpoint-test.rules.ts';
import {
  FORWARDED,
  ForwardProgress,
  ForwardSettings,
  PULL_MINUTES,
  PullProgress,
  PullSettings,
  XAPI_VERSIONS,
  type Direction,
  type LrsProblem,
  type TransferCounts,
} from './lrs.schema.ts';

interface ConnectionRow {
  id: string;
  label: string;
  endpoint: string;
  version: string;
}

interface TransferRow extends TransferCounts {
  connectionId: string;
  direction: Direction;
  active: boolean;
  everyMinutes: number;
  settings: unknown;
  progress: unknown;
  nextAt: Date;
  leaseUntil: Date | null;
  triedAt: Date | null;
  caughtUpAt: Date | null;
  problem: LrsProblem | null;
  httpStatus: number | null;
  said: string | null;
}

interface AuthorityRow {
  connectionId: string;
  authority: string;
}

export interface LrsRows {
  connections: readonly ConnectionRow[];
  transfers: readonly TransferRow[];
  /** What waits for somebody to look at it. */
  open: readonly { connectionId: string; putAside: number; unsent: number }[];
  authorities: readonly AuthorityRow[];
}

/** How one direction stands. `behind`: it goes on with the next run. */
export type TransferState = 'paused' | 'running' | 'trouble' | 'behind' | 'upToDate' | 'waiting';

/** The page about a school's connections with LRSs outside. */
export function presentLrs(rows: LrsRows, now: Date) {
  const connections = rows.connections.map((connection) => presentConnection(connection, rows, now));
  return {
    connections,
    running: connections.some(({ transfers }) => transfers.some(({ state }) => state === 'running')),
  };
}

function presentConnection({ id, label, endpoint, version }: ConnectionRow, rows: LrsRows, now: Date) {
  const open = rows.open.find(({ connectionId }) => connectionId === id);
  const waiting = { pull: open?.putAside ?? 0, forward: open?.unsent ?? 0 };
  return {
    id,
    label,
    endpoint,
    version,
    vouchers: rows.authorities
      .filter(({ connectionId }) => connectionId === id)
      .map(({ authority }) => presentAuthority(authority)),
    transfers: rows.transfers
      .filter(({ connectionId }) => connectionId === id)
      // Pull first, as it is told on the form.
      .toSorted((one, other) => (one.direction < other.direction ? 1 : -1))
      .map((transfer) => ({ label, ...presentTransfer(transfer, waiting[transfer.direction], now) })),
  };
}

function presentTransfer(transfer: TransferRow, waiting: number, now: Date) {
  const {
    connectionId,
    direction,
    active,
    everyMinutes,
    looked,
    done,
    leftOut,
    caughtUpAt,
    triedAt,
    nextAt,
  } = transfer;
  const { problem, httpStatus, said } = transfer;
  const state = stateOf(transfer, now);
  return {
    connectionId,
    direction,
    state,
    active,
    /** Never switched on: there is nothing to tell. */
    untouched: !active && looked === 0,
    everyMinutes,
    counts: [
      { name: 'looked', value: looked },
      { name: 'done', value: done },
      { name: 'leftOut', value: leftOut },
    ],
    /** Put aside or unsent, for somebody to look at. */
    waiting,
    caughtUpAt,
    readTo: reachedOf(transfer),
    triedAt,
    nextAt: active && state !== 'running' ? nextAt : null,
    problem: problem === null ? null : { id: problem, httpStatus, said },
    ...presentSettings(transfer),
  };
}

function stateOf(transfer: TransferRow, now: Date): TransferState {
  if (!transfer.active) return 'paused';
  if (transfer.leaseUntil !== null && transfer.leaseUntil > now) return 'running';
  if (transfer.problem !== null) return 'trouble';
  if (transfer.triedAt === null) return 'waiting';
  const isWhole = transfer.caughtUpAt !== null && transfer.caughtUpAt >= transfer.triedAt;
  return isWhole ? 'upToDate' : 'behind';
}

/** Up to when of the one store the other has everything. */
const reachedOf = ({ direction, progress }: TransferRow): Date | null =>
  direction === 'pull'
    ? PullProgress.parse(progress).readTo
    : (ForwardProgress.parse(progress).cursor?.storedAt ?? null);

function presentSettings({ direction, settings }: TransferRow) {
  const none = { since: null, verb: null, homePage: null, what: null, sensitive: false };
  return direction === 'pull'
    ? { ...none, ...PullSettings.parse(settings) }
    : { ...none, ...ForwardSettings.parse(settings) };
}

const Authority = z.object({
  name: z.string().optional(),
  account: z.object({ name: z.string() }).optional(),
  mbox: z.string().optional(),
});

/** A name if it has one, else whatever it is known by. */
export function presentAuthority(authority: string): string {
  if (authority === '') return '–';
  const agent = Authority.safeParse(JSON.parse(authority));
  const { name, account, mbox } = agent.success ? agent.data : {};
  return (name ?? account?.name ?? mbox ?? authority).slice(0, 100);
}

const TEXTS: CheckedField[] = ['label', 'endpoint', 'key', 'verb', 'homePage'];

/** The form as it was sent, and beside each field what is wrong with it. A secret is never sent back. */
export function presentConnectionForm(
  form: ConnectionForm,
  problems: FieldProblems,
  connectionId: string | null,
) {
  const wordsOf = (name: CheckedField) => (problems[name] ? `lrs.form.problem.${problems[name]}` : null);
  const fields = TEXTS.map((name) => ({
    name,
    label: `lrs.form.${name}`,
    hint: `lrs.form.hint.${name}`,
    required: name === 'label' || name === 'endpoint' || name === 'key',
    value: form[name],
    problem: wordsOf(name),
  }));
  return {
    connectionId,
    wrong: Object.keys(problems).length,
    access: fields.slice(0, 3),
    filters: fields.slice(3),
    secretProblem: wordsOf('secret'),
    since: form.since,
    sinceProblem: wordsOf('since'),
    versions: XAPI_VERSIONS.map((value) => ({ value, selected: value === form.version })),
    intervals: PULL_MINUTES.map((value) => ({ value, selected: value === form.everyMinutes })),
    forwarded: FORWARDED.map((value) => ({ value, selected: value === form.what })),
    pulls: form.pulls,
    forwards: form.forwards,
    sensitive: form.sensitive,
    backlog: form.backlog,
  };
}

/** What trying an address showed. */
export const presentTest = ({ works, lines, suggestions }: EndpointReport, endpoint: string) => ({
  works,
  endpoint,
  suggestions,
  lines: lines.map((line) =>
    line.kind === 'bad'
      ? { ...line, sentence: null, ...line.failure }
      : {
          kind: line.kind,
          sentence: { id: `lrs.test.${line.words}`, values: line.values },
          problem: null,
          httpStatus: null,
          said: null,
        },
  ),
});
