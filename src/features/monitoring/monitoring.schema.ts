import { z } from 'zod';

const Text = z.strictObject({ 'zh-CN': z.string(), en: z.string() });
export const Day = z.object({ day: z.string(), seconds: z.int() });
export const Task = z.object({
  title: z.string(),
  kind: z.string(),
  dueOn: z.string().nullable(),
  doneOn: z.string().nullable(),
  /** 0..1. */
  best: z.number().nullable(),
  inTime: z.boolean(),
});
export const Skill = z.object({
  skillId: z.string(),
  name: Text,
  dimension: z.string(),
  attempts: z.int(),
  correct: z.int(),
  isWeak: z.boolean(),
});
export const PhaseRow = z.object({ phase: z.string(), seconds: z.int(), answers: z.int(), correct: z.int() });
export const Who = z.object({ name: z.string(), course: z.string(), found: z.int(), released: z.int() });

/** What a learner's report is made of. */
export interface LearnerFigures extends z.infer<typeof Who> {
  days: z.infer<typeof Day>[];
  tasks: ReportedTask[];
  skills: ReportedSkill[];
  phases: z.infer<typeof PhaseRow>[];
}
export type ReportedTask = z.infer<typeof Task>;
export type ReportedSkill = z.infer<typeof Skill>;

export const Axis = z.object({
  personId: z.string(),
  /** Answers to questions and how many were right, of the latest ten of each skill. */
  answers: z.int(),
  correct: z.int(),
  /** Practical work (assignments, projects, offline work) that was due, and its results; undone work counts 0. */
  works: z.int(),
  workSum: z.number(),
});
export type AxisFigures = z.infer<typeof Axis>;

export const Dimension = z.object({
  personId: z.string(),
  dimension: z.string(),
  answers: z.int(),
  correct: z.int(),
});
export type DimensionFigures = z.infer<typeof Dimension>;

export const Learners = z.object({
  learners: z.int(),
  active: z.int(),
  seconds: z.int(),
  /** Required tasks that fell due in the period, for each learner they were due for, and how many of those were done. */
  due: z.int(),
  done: z.int(),
  inTime: z.int(),
  answers: z.int(),
  correct: z.int(),
  found: z.int(),
  released: z.int(),
});
export const Band = z.object({ band: z.int(), pairs: z.int() });
export const TierCount = z.object({ tier: z.string(), learners: z.int() });
export const Teaching = z.object({
  yellow: z.int(),
  red: z.int(),
  /** Median hours until somebody took it up; null: nobody did yet. */
  hoursToAcknowledge: z.number().nullable(),
  judged: z.int(),
  inTime: z.int(),
  methodChanges: z.int(),
  mentorGuidances: z.int(),
  falseAlarms: z.int(),
  openNow: z.int(),
  tasks: z.int(),
  dated: z.int(),
  linked: z.int(),
  lessons: z.int(),
});
export const TaskUse = z.object({
  title: z.string(),
  kind: z.string(),
  learners: z.int(),
  opened: z.int(),
  completed: z.int(),
  meanSeconds: z.number().nullable(),
  meanBest: z.number().nullable(),
});
export const SkillSupply = z.object({
  name: Text,
  questions: z.int(),
  resources: z.int(),
  answers: z.int(),
  weak: z.int(),
});

/** What a course's monitoring report is made of. */
export interface CourseFigures {
  course: string;
  learners: z.infer<typeof Learners>;
  bands: z.infer<typeof Band>[];
  tiers: z.infer<typeof TierCount>[];
  teaching: z.infer<typeof Teaching>;
  tasks: z.infer<typeof TaskUse>[];
  skills: z.infer<typeof SkillSupply>[];
}
