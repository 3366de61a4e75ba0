import type { LocalText, TaskKind, Tier } from '../programme/index.ts';
import { STAGES, type Stage } from '../roster/index.ts';
import type { Learner, LearnerTask, SkillFact, StageRecord } from './learner.schema.ts';
import type { Reason } from './learning.schema.ts';
import { assessMastery, assessOwnLevel, stepOfMastery, type MasteryStep } from './mastery.rules.ts';
import { isDrilled } from './teaching-method.rules.ts';

/** Figure 1: each stage with its dates, and where the learner is. */
export interface StageStep {
  stage: Stage;
  state: 'done' | 'current' | 'coming';
  startedAt: Date | null;
  endedAt: Date | null;
}

/** The current stage is the last one begun and not ended. */
export function presentStages(records: readonly StageRecord[]): StageStep[] {
  const steps = STAGES.map((stage) => {
    const record = records.find((one) => one.stage === stage);
    return { stage, startedAt: record?.startedAt ?? null, endedAt: record?.endedAt ?? null };
  });
  const current = steps.findLast((step) => step.startedAt && !step.endedAt)?.stage;
  return steps.map((step) => ({
    ...step,
    state: step.stage === current ? 'current' : step.startedAt ? 'done' : 'coming',
  }));
}

export interface SkillLine {
  skillId: string;
  name: LocalText;
  mastery: number;
  low: number;
  high: number;
  attempts: number;
  correct: number;
  step: MasteryStep;
  /** The interval and the value as whole percents, for drawing. */
  bar: { from: number; width: number; mark: number };
  weak: boolean;
  weakSince: Date | null;
  /** Suspected only: three questions will tell. */
  probe: boolean;
  /** Practised in vain: somebody will sit down with the learner first. */
  stuckAt: Date | null;
  /** Practised much without success: another way will help more. */
  drilled: boolean;
  lastAttemptAt: Date;
  evidence: EvidenceLink[];
}

/** Down to the statements themselves; numbered, newest first. */
export interface EvidenceLink {
  place: number;
  statementId: string;
}

export const linkEvidence = (statementIds: readonly string[]): EvidenceLink[] =>
  statementIds.map((statementId, index) => ({ place: index + 1, statementId }));

/** Skills with answers, weak spots first, then by mastery. */
export function presentSkills(facts: readonly SkillFact[]): SkillLine[] {
  const ownLevel = assessOwnLevel(facts);
  return facts
    .map((fact): SkillLine => {
      const { mastery, low, high } = assessMastery(fact, ownLevel);
      return {
        skillId: fact.skillId,
        name: fact.name,
        mastery,
        low,
        high,
        attempts: fact.attempts,
        correct: fact.correct,
        step: stepOfMastery(mastery),
        bar: {
          from: Math.round(low * 100),
          width: Math.round((high - low) * 100),
          mark: Math.round(mastery * 100),
        },
        weak: fact.weakSince !== null,
        weakSince: fact.weakSince,
        probe: fact.spot === 'suspected',
        stuckAt: fact.spot === 'stuck' ? fact.stuckAt : null,
        drilled: fact.weakSince !== null && isDrilled(fact),
        lastAttemptAt: fact.lastAttemptAt,
        evidence: linkEvidence(fact.statementIds),
      };
    })
    .sort((a, b) => Number(b.weak) - Number(a.weak) || a.mastery - b.mastery);
}

export type TaskState = 'overdue' | 'due_soon' | 'open' | 'done';

export interface TaskLine {
  id: string;
  title: string;
  unitTitle: string;
  kind: TaskKind;
  state: TaskState;
  required: boolean;
  started: boolean;
  dueAt: Date | null;
  completedAt: Date | null;
  bestScaled: number | null;
  hasScore: boolean;
  /** Whole days past the due date; 0 unless overdue. */
  daysLate: number;
  /** Where it is done, when the LMS's activity has a web address. */
  href: string | null;
}

const SOON_MS = 3 * 86_400_000;
const DAY_MS = 86_400_000;

export function presentTask(task: LearnerTask, now: Date): TaskLine {
  const left = task.dueAt === null ? null : task.dueAt.getTime() - now.getTime();
  const state: TaskState =
    task.completedAt !== null
      ? 'done'
      : left === null || left > SOON_MS
        ? 'open'
        : left < 0
          ? 'overdue'
          : 'due_soon';
  return {
    id: task.id,
    title: task.title,
    unitTitle: task.unitTitle,
    kind: task.kind,
    state,
    required: task.required,
    started: task.startedAt !== null,
    dueAt: task.dueAt,
    completedAt: task.completedAt,
    bestScaled: task.bestScaled,
    hasScore: task.bestScaled !== null,
    daysLate: state === 'overdue' && left !== null ? Math.floor(-left / DAY_MS) : 0,
    href: task.activityId !== null && /^https?:\/\//.test(task.activityId) ? task.activityId : null,
  };
}

/** What is left to do: required and overdue first, then by due date, then in the plan's order. */
export function orderTasksToDo(tasks: readonly TaskLine[]): TaskLine[] {
  const due = (task: TaskLine) => task.dueAt?.getTime() ?? Infinity;
  const rank = (task: TaskLine) => (task.state === 'overdue' && task.required ? 0 : 1);
  return tasks
    .filter((task) => task.state !== 'done')
    .map((task, place) => ({ task, place }))
    .sort(
      (a, b) =>
        rank(a.task) - rank(b.task) ||
        (due(a.task) === due(b.task) ? a.place - b.place : due(a.task) - due(b.task)),
    )
    .map(({ task }) => task);
}

export interface Pace {
  done: number;
  total: number;
  /** Required tasks whose due date is past, and how many of them are done. */
  dueByNow: number;
  dueDone: number;
  behind: boolean;
}

export function presentPace(tasks: readonly TaskLine[], now: Date): Pace {
  const due = tasks.filter((task) => task.required && task.dueAt !== null && task.dueAt < now);
  const dueDone = due.filter((task) => task.state === 'done').length;
  return {
    done: tasks.filter((task) => task.state === 'done').length,
    total: tasks.length,
    dueByNow: due.length,
    dueDone,
    behind: dueDone < due.length,
  };
}

export interface TierCard {
  /** Without a decision learners get the package for beginners. */
  tier: Tier;
  decided: boolean;
  provisional: boolean;
  reason: Reason | null;
  answers: number;
  estimate: number;
  low: number;
  high: number;
  cut: number;
  decidedByName: string | null;
  overrideReason: string | null;
  decidedAt: Date | null;
  ruleVersion: string | null;
}

export function presentTier(decision: Learner['tier']): TierCard {
  const evidence = decision?.evidence;
  return {
    tier: decision?.tier ?? 'zero_basis',
    decided: decision !== null,
    provisional: decision?.provisional ?? true,
    reason: evidence?.reason ?? null,
    answers: evidence?.answers ?? 0,
    estimate: evidence?.estimate ?? 0,
    low: evidence?.low ?? 0,
    high: evidence?.high ?? 0,
    cut: evidence?.cut ?? 0,
    decidedByName: decision?.decidedByName ?? null,
    overrideReason: decision?.overrideReason ?? null,
    decidedAt: decision?.decidedAt ?? null,
    ruleVersion: decision?.ruleVersion ?? null,
  };
}
