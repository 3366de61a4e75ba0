import type { ItemPrediction } from '../knowledge/index.ts';
import type { ReviewedItem } from './reviewed-item.pages.ts';
import type { TalentType } from '../roster/index.ts';
import { isSilent } from './class-need.rules.ts';
import { addDays, dayIn, mondayOf, shortDay } from '../../infra/day.rules.ts';
import {
  linkEvidence,
  orderTasksToDo,
  presentPace,
  presentSkills,
  presentStages,
  presentTask,
  presentTier,
  type EvidenceLink,
  type Pace,
  type SkillLine,
  type StageStep,
  type TaskLine,
  type TierCard,
} from './learner-parts.pages.ts';
import type {
  Day,
  Learner,
  LearnerTask,
  PastTier,
  PastWarning,
  PastWeakSpot,
  ReviewCard,
  SkillFact,
} from './learner.schema.ts';
import { ENOUGH_ATTEMPTS, RELEASED_FROM } from './mastery.rules.ts';
import type { PhaseBreakdown } from '../trajectory/index.ts';
import type { TeachingMethod } from './methods.schema.ts';
import { presentPrediction, type PredictionCard } from './prediction.pages.ts';
import { recommendMethod } from './teaching-method.rules.ts';
import { toMinutes, type Minutes } from './time-on-task.pages.ts';

export interface LearnerRows {
  learner: Learner;
  review: ReviewCard;
  tasks: LearnerTask[];
  skillFacts: SkillFact[];
  /** By skill. */
  predictions: ReadonlyMap<string, ItemPrediction>;
  days: Day[];
  tierHistory: PastTier[];
  weakSpots: PastWeakSpot[];
  warnings: PastWarning[];
}

export interface LearnerPage {
  personId: string;
  /** What brought the reader here from the LMS's gradebook. */
  reviewed: ReviewedItem | null;
  name: string;
  className: string | null;
  talentType: TalentType | null;
  lastActivityAt: Date | null;
  silent: boolean;
  canDecide: boolean;
  saved: boolean;
  stages: StageStep[];
  hoursOnTask: number;
  pace: Pace;
  /** Most urgent first. */
  toDo: TaskLine[];
  done: TaskLine[];
  weeks: Minutes[];
  minutesChart: string;
  phases: PhaseBreakdown;
  method: TeachingMethod;
  openWarningId: string | null;
  tier: TierCard;
  otherTier: TierCard['tier'];
  review: ReviewCard;
  tierHistory: PastTier[];
  /** With the model's word for the next question; null: it knows nothing yet. */
  skills: (SkillLine & { prediction: PredictionCard | null })[];
  weakSpots: (Omit<PastWeakSpot, 'statementIds'> & { evidence: EvidenceLink[] })[];
  warnings: PastWarning[];
}

export const WEEKS_SHOWN = 12;

/** Minutes per week, the last twelve, each named by its Monday. */
export function presentWeeks(days: readonly Day[], now: Date, timeZone: string): Minutes[] {
  const thisMonday = mondayOf(dayIn(timeZone, now));
  return Array.from({ length: WEEKS_SHOWN }, (_, index) => {
    const monday = addDays(thisMonday, (index - WEEKS_SHOWN + 1) * 7);
    const week = days.filter(({ day }) => mondayOf(day) === monday);
    return { label: shortDay(monday), minutes: toMinutes(week) };
  });
}

export function presentLearner(
  rows: LearnerRows,
  shown: {
    now: Date;
    weeks: Minutes[];
    minutesChart: string;
    phases: PhaseBreakdown;
    canDecide: boolean;
    saved: boolean;
    reviewed: ReviewedItem | null;
  },
): LearnerPage {
  const { learner } = rows;
  const lines = rows.tasks.map((task) => presentTask(task, shown.now));
  const toDo = orderTasksToDo(lines);
  const skills = presentSkills(rows.skillFacts);
  const tier = presentTier(learner.tier);
  const silent = isSilent(learner.lastActivityAt, shown.now);
  return {
    personId: learner.personId,
    name: learner.name,
    className: learner.className,
    talentType: learner.talentType,
    lastActivityAt: learner.lastActivityAt,
    silent,
    canDecide: shown.canDecide,
    saved: shown.saved,
    reviewed: shown.reviewed,
    stages: presentStages(learner.stages),
    hoursOnTask: learner.secondsOnTask / 3600,
    pace: presentPace(lines, shown.now),
    toDo,
    done: lines.filter((task) => task.state === 'done'),
    weeks: shown.weeks,
    minutesChart: shown.minutesChart,
    phases: shown.phases,
    method: recommendMethod({
      silent,
      overdueTasks: toDo.filter((task) => task.required && task.state === 'overdue').length,
      weakSkills: rows.skillFacts.filter((fact) => fact.weakSince !== null),
      judgedSkills: skills.filter((skill) => skill.attempts >= ENOUGH_ATTEMPTS).length,
      masteredSkills: skills.filter(
        (skill) => skill.attempts >= ENOUGH_ATTEMPTS && skill.mastery >= RELEASED_FROM,
      ).length,
    }),
    openWarningId: rows.warnings.find((warning) => warning.closedAt === null)?.id ?? null,
    tier,
    otherTier: tier.tier === 'zero_basis' ? 'experienced' : 'zero_basis',
    review: rows.review,
    tierHistory: rows.tierHistory,
    skills: skills.map((skill) => {
      const predicted = rows.predictions.get(skill.skillId);
      return { ...skill, prediction: predicted ? presentPrediction(predicted) : null };
    }),
    weakSpots: rows.weakSpots.map(({ statementIds, ...spot }) => ({
      ...spot,
      evidence: linkEvidence(statementIds),
    })),
    warnings: rows.warnings,
  };
}
