import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import {
  parseStatement,
  selectStatementsByIds,
  storeOwnStatements,
  storeStatements,
  type ReceivedAttachment,
  type Statement,
  type StatementSource,
  type StoringOutcome,
} from '../xapi/index.ts';
import { unitActivityId } from './cmi5-terms.rules.ts';
import { gradeRegistration } from './grade-packages.ts';
import { prepareGrouping } from './lms-statement.rules.ts';
import { findPackage } from './packages.queries.ts';
import { lockRegistration, selectUnitStates, upsertUnitState } from './registrations.queries.ts';
import { newUnitState, type Session, type UnitState } from './session.schema.ts';
import { findSession, updateSession, type SessionKey } from './sessions.queries.ts';
import { tellSatisfied } from './tell-satisfied.ts';
import { isOpen, judgeUnitStatements } from './unit-session.rules.ts';
import type { StatementConflict, Told } from './unit-statement.rules.ts';

/** What a unit sends: unchecked JSON, and who it counts as. */
export interface Sent {
  source: StatementSource;
  values: readonly unknown[];
  attachments: readonly ReceivedAttachment[];
}

/**
 * Stores what a unit sends if cmi5 allows it, all of it or nothing, with what follows from it: where its learner is,
 * "satisfied", grades. Throws the refusal with the section that is broken.
 */
export async function recordUnitStatements(
  deps: Deps,
  key: SessionKey,
  sent: Sent,
): Promise<{ outcome: StoringOutcome; graded: boolean }> {
  const statements: Statement[] = [];
  for (const [index, value] of sent.values.entries()) {
    const parsed = parseStatement(value);
    if (!parsed.ok)
      return { outcome: { ok: false, kind: 'invalid', index, problem: parsed.problem }, graded: false };
    statements.push(parsed.statement);
  }
  return inTransaction(deps.db, (tx) => record(tx, deps, key, sent, statements));
}

async function record(
  tx: Database,
  deps: Deps,
  key: SessionKey,
  { source, attachments }: Sent,
  statements: readonly Statement[],
): Promise<{ outcome: StoringOutcome; graded: boolean }> {
  const { schoolId } = key;
  // The registration first, as a launch does: two statements at once would both be the only "passed".
  const found = await findSession(tx, key);
  const registration = found && (await lockRegistration(tx, schoolId, found.registrationId));
  const session = await findSession(tx, key);
  const now = deps.now();
  if (!session || !registration || !isOpen(session, now)) throw forbidden('cmi5.sessionOver');

  const fresh = await selectFresh(tx, schoolId, statements);
  const states = await selectUnitStates(tx, schoolId, [registration.id]);
  const unit = states.find(({ unitId }) => unitId === session.unitId) ?? newUnitState(session.unitId);
  const verdict = judgeUnitStatements({ session, unit }, toldOf(deps, session), fresh, now);
  if (!verdict.ok) {
    const refused = fresh[verdict.index];
    return refuse(verdict.conflict, refused ? statements.indexOf(refused) : 0);
  }
  const inside = { ...deps, db: tx };
  const outcome = await storeStatements(inside, source, statements, attachments);
  if (!outcome.ok) return { outcome, graded: false };
  const registrationKey = { schoolId, registrationId: registration.id };
  await updateSession(tx, verdict.session);
  await upsertUnitState(tx, registrationKey, verdict.unit);
  if (session.launchMode !== 'Normal' || !isNews(unit, verdict.unit)) return { outcome, graded: false };

  const content = await findPackage(tx, schoolId, session.packageId);
  if (!content) throw new Error('A session without its package.');
  const after = [...states.filter(({ unitId }) => unitId !== unit.unitId), verdict.unit];
  const satisfied = await tellSatisfied(tx, deps, {
    ...{ schoolId, courseId: session.courseId, content, registration, states: after },
    sessionId: session.id,
  });
  if (satisfied.length > 0) await storeOwnStatements(inside, schoolId, satisfied);
  const graded = await gradeRegistration(tx, deps, { schoolId, content, registration, states: after });
  return { outcome, graded };
}

/** Those that aren't stored yet: a repeated request is no second "passed"; the store compares it with the first. */
async function selectFresh(
  tx: Database,
  schoolId: string,
  statements: readonly Statement[],
): Promise<Statement[]> {
  const ids = statements.flatMap(({ id }) => id?.toLowerCase() ?? []);
  const stored = new Set((await selectStatementsByIds(tx, schoolId, ids)).map(({ id }) => id));
  return statements.filter(({ id }) => id === undefined || !stored.has(id.toLowerCase()));
}

function refuse({ id, section, values }: StatementConflict, index: number): never {
  throw forbidden(`cmi5.${id}`, { ...values, requirement: `cmi5 ${section}`, index });
}

function toldOf({ config: { publicUrl } }: Deps, session: Session): Told {
  const { courseId, publisherId } = session;
  return {
    actor: { homePage: publicUrl, name: session.personId },
    registrationId: session.registrationId,
    sessionId: session.id,
    activityId: unitActivityId(publicUrl, session.unitId),
    groupingIds: prepareGrouping({ publicUrl, courseId, publisherId }).map(({ id }) => id),
    masteryScore: session.masteryScore,
  };
}

/** Whether it counts for "moveOn" or a grade. */
const isNews = (before: UnitState, after: UnitState): boolean =>
  before.completedAt !== after.completedAt ||
  before.passedAt !== after.passedAt ||
  before.scoreScaled !== after.scoreScaled ||
  before.failedAt !== after.failedAt;
