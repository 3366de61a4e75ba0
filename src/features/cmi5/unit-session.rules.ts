/** The order of a unit's statements in its session and registration (cmi5 9.3), and what they change. */
import { readDurationSeconds, type Statement } from '../xapi/index.ts';
import type { UnitVerb } from './cmi5-terms.rules.ts';
import type { Session, UnitState } from './session.schema.ts';
import {
  readUnitStatement,
  type StatementConflict,
  type Told,
  type UnitStatement,
} from './unit-statement.rules.ts';

export interface SessionAfter {
  session: Session;
  unit: UnitState;
}

export type SessionVerdict =
  | ({ ok: true } & SessionAfter)
  /** `index`: of the statement, as they were given. */
  | { ok: false; index: number; conflict: StatementConflict };

/** How long a unit that said "terminated" may still send what it had on its way (9.3.8). */
export const GRACE_MS = 60_000;

export const isOpen = ({ abandonedAt, endedAt, expiresAt }: Session, now: Date): boolean =>
  abandonedAt === null &&
  now < expiresAt &&
  (endedAt === null || now.getTime() - endedAt.getTime() <= GRACE_MS);

/** Statements that aren't stored yet, in any order: what counts is the time they tell (9.3). */
export function judgeUnitStatements(
  before: SessionAfter,
  told: Told,
  statements: readonly Statement[],
  now: Date,
): SessionVerdict {
  const reads: { index: number; read: UnitStatement }[] = [];
  for (const [index, statement] of statements.entries()) {
    const reading = readUnitStatement(statement, told);
    if (!reading.ok) return { ok: false, index, conflict: reading.conflict };
    reads.push({ index, read: reading.read });
  }
  let after = before;
  for (const { index, read } of reads.toSorted(byTime)) {
    const id = findDisorder(after, read);
    if (id) return { ok: false, index, conflict: id };
    after = { session: applyToSession(after.session, read, now), unit: applyToUnit(after.unit, read) };
  }
  return { ok: true, ...after };
}

const RANK: Partial<Record<UnitVerb, number>> = { initialized: 0, terminated: 2 };
const rankOf = ({ verb }: UnitStatement): number => (verb && RANK[verb]) ?? 1;

/** Of those of one moment the first and the last of a session stand first and last. */
const byTime = (a: { read: UnitStatement }, b: { read: UnitStatement }): number =>
  a.read.at.getTime() - b.read.at.getTime() || rankOf(a.read) - rankOf(b.read);

function findDisorder(
  { session, unit }: SessionAfter,
  { verb, at }: UnitStatement,
): StatementConflict | null {
  const refuse = (id: string, section: string): StatementConflict => ({
    id,
    section,
    values: { verb: verb ?? '' },
  });
  if (verb !== null && session.verbs.includes(verb)) return refuse('twice', '9.3');
  const { initializedAt, terminatedAt } = session;
  if (verb === 'initialized') return null;
  if (initializedAt === null || at < initializedAt) return refuse('notInitialized', '9.3');
  if (verb === 'terminated')
    return session.lastStatementAt && at < session.lastStatementAt ? refuse('notLast', '9.3') : null;
  if (terminatedAt !== null && at > terminatedAt) return refuse('afterTerminated', '9.3');
  if (verb === null) return null;
  if (session.launchMode !== 'Normal') return refuse('launchMode', '10.2.2');
  if (verb === 'completed' && unit.completedAt) return refuse('completedBefore', '9.3.3');
  if (verb === 'passed' && unit.passedAt) return refuse('passedBefore', '9.3.4');
  if (verb === 'failed' && unit.passedAt) return refuse('failedAfterPassed', '9.3');
  const other = verb === 'passed' ? 'failed' : verb === 'failed' ? 'passed' : null;
  return other && session.verbs.includes(other) ? refuse('passedAndFailed', '9.3') : null;
}

function applyToSession(session: Session, { verb, at }: UnitStatement, now: Date): Session {
  const last = session.lastStatementAt;
  return {
    ...session,
    verbs: verb === null ? session.verbs : [...session.verbs, verb],
    lastStatementAt: last && last > at ? last : at,
    ...(verb === 'initialized' ? { initializedAt: at } : {}),
    ...(verb === 'terminated' ? { terminatedAt: at, endedAt: now } : {}),
  };
}

function applyToUnit(unit: UnitState, read: UnitStatement): UnitState {
  const { verb, at, scoreScaled, progressPercent, duration } = read;
  const seconds = verb === 'terminated' && duration !== null ? readDurationSeconds(duration) : null;
  return {
    ...unit,
    ...(verb === 'completed' ? { completedAt: at, progressPercent: 100 } : {}),
    ...(verb === 'passed' ? { passedAt: at } : {}),
    ...(verb === 'failed' ? { failedAt: at } : {}),
    ...(scoreScaled === null ? {} : { scoreScaled: Math.max(scoreScaled, unit.scoreScaled ?? 0) }),
    ...(progressPercent === null ? {} : { progressPercent }),
    timeSeconds: unit.timeSeconds + (seconds ?? 0),
  };
}
