import type { CaseEvidence, CaseLevel, CaseMeasures, EvidenceLine } from '../cases/index.ts';
import { describeRisk, suggestByRisk, type RiskSignal } from './risk-evidence.rules.ts';

export const WARNING_RULE = 'warning-2';
/** A deadline counts as missed when the work is still not there so many days later. */
export const GRACE_DAYS = 3;
/** Activity and silence are looked at over so many days. */
export const WINDOW_DAYS = 14;
/** Below this share of the course's mean, activity is low. */
export const LOW_ACTIVITY = 0.5;
/** The class counts as active when at least this share of the other learners was. */
export const ACTIVE_CLASS = 0.5;
/** When nothing of the whole school is newer than so many days, records are missing, not learners. */
export const FRESH_DAYS = 3;

const DAY_MS = 86_400_000;

export interface Deadline {
  title: string;
  dueAt: Date;
  completedAt: Date | null;
  /** Share of the course's learners who have done it, 0..1. */
  doneShare: number;
}

/** What is known of one learner in one course when it is looked at. */
export interface LearnerSignals {
  /** Since when the learner could be seen here. */
  joinedAt: Date;
  lastActivityAt: Date | null;
  lastStatementId: string | null;
  /** Required tasks of which statements tell at all, by due date. */
  deadlines: readonly Deadline[];
  /** Events within the window: the learner's, and per learner of the course. */
  events: number;
  courseMeanEvents: number;
  /** Share of the other learners with an event in the window, 0..1. */
  activeShare: number;
  /** When the newest event of the whole school happened, as far as records have come in. */
  newestEventAt: Date | null;
  /** The first moment of the running term; null: today is in no term, or the course has none. */
  termStartsAt: Date | null;
  /** False: the course belongs to a term, and today is outside it. */
  inTerm: boolean;
  /** What the model's newest run says; null: there was none lately. */
  risk: RiskSignal | null;
}

export interface Warning {
  level: CaseLevel;
  evidence: CaseEvidence;
}

/** Required work whose grace is over, and the numbers that are compared from one look to the next. */
function judge(
  signals: LearnerSignals,
  now: Date,
): { due: Deadline[]; missed: Deadline[]; measures: Measures } {
  const due = signals.deadlines.filter(
    ({ dueAt }) => dueAt >= signals.joinedAt && dueAt.getTime() + GRACE_DAYS * DAY_MS <= now.getTime(),
  );
  const missed = due.filter(({ completedAt }) => completedAt === null);
  const share = signals.courseMeanEvents > 0 ? signals.events / signals.courseMeanEvents : 1;
  const measures = {
    missedDeadlines: missed.length,
    activityPercent: Math.round(share * 100),
    silentDays: countSilentDays(signals, now),
    ...(signals.risk ? { riskPercent: Math.round(signals.risk.p * 100) } : {}),
  };
  return { due, missed, measures };
}

/** What is measured of a learner, whether or not it calls for a warning. */
type Measures = Record<'missedDeadlines' | 'activityPercent' | 'silentDays', number> & {
  riskPercent?: number;
};

export const measureLearner = (signals: LearnerSignals, now: Date): CaseMeasures => ({
  ...judge(signals, now).measures,
});

/**
 * Decides whether a learner needs somebody's attention (notes/learning.md §3). Yellow: a required deadline missed and
 * little activity, silence while the class works, or the model in two runs. Red: two deadlines missed in a row, which no
 * limit drops, or the model twice sure of it. Nothing while the school's records lag behind, as when a platform's
 * history is being sent: what hasn't come in yet would look undone.
 */
export function decideWarning(signals: LearnerSignals, now: Date): Warning | null {
  if (!isFresh(signals, now)) return null;
  const { due, missed, measures } = judge(signals, now);
  const lastTwo = due.slice(-2);
  const missedTwo = lastTwo.length === 2 && lastTwo.every(({ completedAt }) => completedAt === null);
  const isLow = measures.activityPercent < LOW_ACTIVITY * 100;
  const isSilent = measures.silentDays >= WINDOW_DAYS;
  const missedAndLow = missed.length > 0 && isLow;
  const risk = signals.risk?.level ? signals.risk : null;
  const isRed = missedTwo || risk?.level === 'red';
  if (!isRed && !missedAndLow && !isSilent && risk === null) return null;
  const told = missedTwo ? lastTwo : missed.slice(-1);
  const lines = [
    ...told.map((deadline) => describeDeadline(deadline, now)),
    ...(isSilent ? [describeSilence(signals, measures)] : []),
    ...(risk ? describeRisk(risk) : []),
    describeActivity(signals, measures),
  ];
  const byRule = isRed ? 'meetWithMentor' : isSilent ? 'reachOut' : missedAndLow ? 'agreeOnPlan' : null;
  const suggestion = byRule ?? (risk ? suggestByRisk(risk) : 'agreeOnPlan');
  return {
    level: isRed ? 'red' : 'yellow',
    evidence: { lines, suggestion: `cases.suggestion.${suggestion}`, measures: { ...measures } },
  };
}

/** Whether records have come in lately: else what is missing may only be late. */
export const isFresh = ({ newestEventAt }: Pick<LearnerSignals, 'newestEventAt'>, now: Date) =>
  newestEventAt !== null && now.getTime() - newestEventAt.getTime() <= FRESH_DAYS * DAY_MS;

const describeDeadline = (deadline: Deadline, now: Date): EvidenceLine => ({
  id: 'cases.line.missedDeadline',
  values: {
    task: deadline.title,
    days: Math.floor((now.getTime() - deadline.dueAt.getTime()) / DAY_MS),
    donePercent: Math.round(deadline.doneShare * 100),
  },
  statementIds: [],
});

const describeSilence = (signals: LearnerSignals, measures: Measures): EvidenceLine => ({
  id: 'cases.line.silent',
  values: { days: measures.silentDays, activePercent: Math.round(signals.activeShare * 100) },
  statementIds: lastStatement(signals),
});

const describeActivity = (signals: LearnerSignals, measures: Measures): EvidenceLine => ({
  id: 'cases.line.activity',
  values: {
    events: signals.events,
    mean: Math.round(signals.courseMeanEvents),
    percent: measures.activityPercent,
    days: WINDOW_DAYS,
  },
  statementIds: lastStatement(signals),
});

const lastStatement = ({ lastStatementId }: LearnerSignals) =>
  lastStatementId === null ? [] : [lastStatementId];

/** Whole days without an event, counted within the term and only while the class works: holidays are no silence. */
function countSilentDays(signals: LearnerSignals, now: Date): number {
  if (!signals.inTerm || signals.activeShare < ACTIVE_CLASS) return 0;
  const since = [signals.joinedAt, signals.lastActivityAt, signals.termStartsAt]
    .filter((at) => at !== null)
    .map((at) => at.getTime());
  return Math.max(0, Math.floor((now.getTime() - Math.max(...since)) / DAY_MS));
}
