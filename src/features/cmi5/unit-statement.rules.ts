/** What a statement of an assignable unit must be like by itself (cmi5 7.1.3, 9.1 … 9.7), whatever came before it. */
import { VOIDED_VERB, readTimestamp, type Statement } from '../xapi/index.ts';
import {
  CMI5_CATEGORY,
  MASTERY_SCORE,
  MOVE_ON_CATEGORY,
  PROGRESS,
  SESSION_ID,
  readUnitVerb,
  type UnitVerb,
} from './cmi5-terms.rules.ts';

/** A sentence below `errors.cmi5`, and the section that is broken. */
export interface StatementConflict {
  id: string;
  section: string;
  values: Record<string, string | number>;
}

/** What the launch told the unit: its statements must repeat it. */
export interface Told {
  actor: { homePage: string; name: string };
  registrationId: string;
  sessionId: string;
  activityId: string;
  /** Activities that the context template groups statements under. */
  groupingIds: readonly string[];
  masteryScore: number | null;
}

/** What counts of a statement that is in order. */
export interface UnitStatement {
  /** null: "cmi5 allowed", any verb. */
  verb: UnitVerb | null;
  at: Date;
  scoreScaled: number | null;
  progressPercent: number | null;
  /** ISO 8601; null: none. */
  duration: string | null;
}

export type StatementReading = { ok: true; read: UnitStatement } | { ok: false; conflict: StatementConflict };

type Check = (statement: Statement, told: Told) => StatementConflict | null;

const broken = (
  id: string,
  section: string,
  values: StatementConflict['values'] = {},
): StatementConflict => ({
  id,
  section,
  values,
});

export function readUnitStatement(statement: Statement, told: Told): StatementReading {
  const isDefined = hasCategory(statement, CMI5_CATEGORY);
  const verb = isDefined ? (readUnitVerb(statement.verb.id) ?? 'unknown') : null;
  if (verb === 'unknown')
    return { ok: false, conflict: broken('verb', '7.1.3', { verb: statement.verb.id.slice(0, 100) }) };
  const checks = verb === null ? [...ANY, checkAllowed] : [...ANY, checkObject, checkResult(verb)];
  for (const check of checks) {
    const found = check(statement, told);
    if (found) return { ok: false, conflict: found };
  }
  const at = readTimestamp(statement.timestamp ?? '');
  if (!at) return { ok: false, conflict: broken('timestamp', '9.7') };
  const judged = verb === 'passed' || verb === 'failed';
  return {
    ok: true,
    read: {
      verb,
      at,
      scoreScaled: judged ? readScaled(statement) : null,
      progressPercent: readProgress(statement, told),
      duration: statement.result?.duration ?? null,
    },
  };
}

const checkId: Check = ({ id }) => (id === undefined ? broken('id', '9.1') : null);

const checkActor: Check = ({ actor }, told) =>
  actor.objectType !== 'Group' &&
  actor.account?.homePage === told.actor.homePage &&
  actor.account.name === told.actor.name
    ? null
    : broken('actor', '9.2');

const checkRegistration: Check = ({ context }, { registrationId }) =>
  context?.registration?.toLowerCase() === registrationId ? null : broken('registration', '9.6.1');

const checkSession: Check = ({ context }, { sessionId }) =>
  context?.extensions?.[SESSION_ID] === sessionId ? null : broken('sessionId', '9.6.3.1');

const checkTemplate: Check = (statement, { groupingIds }) => {
  const given = idsOf(statement, 'grouping');
  const missing = groupingIds.find((id) => !given.includes(id));
  return missing === undefined ? null : broken('template', '10.2.1', { activity: missing.slice(0, 200) });
};

const checkTime: Check = ({ timestamp }) =>
  timestamp !== undefined && /(?:Z|\+00(?::?00)?)$/i.test(timestamp) ? null : broken('timestamp', '9.7');

const checkProgress: Check = ({ result }) => {
  const progress = result?.extensions?.[PROGRESS];
  const isPercent =
    typeof progress === 'number' && Number.isInteger(progress) && progress >= 0 && progress <= 100;
  return progress === undefined || isPercent ? null : broken('progress', '9.5.5.1');
};

/** Nothing that is in the record may be taken back by a unit (6.3). */
const checkVoiding: Check = ({ verb }) => (verb.id === VOIDED_VERB ? broken('voiding', '6.3') : null);

const ANY: readonly Check[] = [
  checkVoiding,
  checkId,
  checkActor,
  checkRegistration,
  checkSession,
  checkTemplate,
  checkTime,
  checkProgress,
];

const checkAllowed: Check = (statement) =>
  hasCategory(statement, MOVE_ON_CATEGORY) ? broken('moveOnCategory', '9.6.2.2') : null;

const checkObject: Check = ({ object }, { activityId }) =>
  'id' in object && object.objectType !== 'StatementRef' && object.id === activityId
    ? null
    : broken('object', '9.4');

const NEEDS_DURATION: readonly UnitVerb[] = ['completed', 'passed', 'failed', 'terminated'];
const SUCCESS: Partial<Record<UnitVerb, boolean>> = { passed: true, failed: false };
const COMPLETION: Partial<Record<UnitVerb, boolean>> = { completed: true };

const checkResult =
  (verb: UnitVerb): Check =>
  (statement, told) => {
    const { result } = statement;
    if (result?.success !== SUCCESS[verb]) return broken('success', '9.5.2', { verb });
    if (result?.completion !== COMPLETION[verb]) return broken('completion', '9.5.3', { verb });
    if (NEEDS_DURATION.includes(verb) && result?.duration === undefined)
      return broken('duration', '9.5.4.1', { verb });
    const countsForMoveOn = result?.success !== undefined || result?.completion !== undefined;
    if (hasCategory(statement, MOVE_ON_CATEGORY) !== countsForMoveOn)
      return broken('moveOnCategory', '9.6.2.2');
    return checkScore(verb, statement, told);
  };

function checkScore(verb: UnitVerb, statement: Statement, told: Told): StatementConflict | null {
  const score = statement.result?.score;
  if (!score) return null;
  if (verb !== 'passed' && verb !== 'failed') return broken('scoreNotHere', '9.5.1', { verb });
  const { scaled, raw, min, max } = score;
  if (scaled !== undefined && scaled < 0) return broken('scaled', '9.5.1');
  if (raw !== undefined && (min === undefined || max === undefined)) return broken('rawAlone', '9.5.1');
  if ([raw, min, max].some((number) => number !== undefined && !Number.isInteger(number)))
    return broken('rawWhole', '9.5.1');
  const { masteryScore } = told;
  if (scaled === undefined || masteryScore === null) return null;
  if (statement.context?.extensions?.[MASTERY_SCORE] !== masteryScore)
    return broken('masteryScore', '9.6.3.2', { masteryScore });
  if (verb === 'passed' && scaled < masteryScore) return broken('passedBelow', '9.3.4', { masteryScore });
  if (verb === 'failed' && scaled >= masteryScore) return broken('failedAbove', '9.3.5', { masteryScore });
  return null;
}

/** Share of the points; where only points are told, their place between the least and the most. */
function readScaled({ result }: Statement): number | null {
  const { scaled, raw, min, max } = result?.score ?? {};
  if (scaled !== undefined) return scaled;
  if (raw === undefined || min === undefined || max === undefined || max <= min) return null;
  return (raw - min) / (max - min);
}

function readProgress({ object, result }: Statement, { activityId }: Told): number | null {
  const progress = result?.extensions?.[PROGRESS];
  return typeof progress === 'number' && 'id' in object && object.id === activityId ? progress : null;
}

function idsOf({ context }: Statement, role: 'category' | 'grouping'): string[] {
  const activities = context?.contextActivities?.[role] ?? [];
  return [activities].flat().map(({ id }) => id);
}

const hasCategory = (statement: Statement, id: string): boolean => idsOf(statement, 'category').includes(id);
