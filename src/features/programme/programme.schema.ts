import type { Locale } from '../../infra/views.ts';
import type { TalentType } from '../roster/index.ts';

/** A text that data carries in both languages. A teacher who writes one language gets it in both until the other is written. */
export type LocalText = Record<Locale, string>;

export type { TalentType };

/** Table 1: two dimensions per talent type. */
export const DIMENSIONS = [
  'technical_depth',
  'innovation',
  'proficiency',
  'responsiveness',
  'business_insight',
  'tool_use',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const QUESTION_KINDS = ['single', 'multiple', 'true_false', 'fill'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export interface Choice {
  id: string;
  text: LocalText;
}

/** 零基础 / 有经验 (§5.2.2.1). */
export const TIERS = ['zero_basis', 'experienced'] as const;
export type Tier = (typeof TIERS)[number];

export const RESOURCE_KINDS = ['theory', 'basic_practice', 'project', 'seminar'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

export const TASK_KINDS = ['reading', 'quiz', 'assignment', 'project', 'offline'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** 课前 / 课中 / 课后 (§5.5.3.1). */
export const PHASES = ['pre_class', 'in_class', 'post_class'] as const;
export type Phase = (typeof PHASES)[number];

/** How a teacher counts what lies around a lesson (`decidePhase`). */
export interface PhaseSettings {
  /** So long before its start and after its end a lesson goes on. */
  graceMinutes: number;
  /** No earlier before a lesson does preparing for it begin, while there was one before it. */
  preparationHours: number;
}

/** What a course has until its teacher says otherwise. */
export const DEFAULT_PHASE_SETTINGS: PhaseSettings = { graceMinutes: 10, preparationHours: 72 };

/** When a class sits together. */
export interface Timetable extends PhaseSettings {
  lessons: readonly Pick<Lesson, 'startsAt' | 'endsAt'>[];
}

export interface Skill {
  id: string;
  name: LocalText;
  description: LocalText;
  talentType: TalentType;
  dimension: Dimension;
  /** Ids of the direct prerequisites. */
  requires: string[];
}

export type CourseSkill = Pick<Skill, 'id' | 'name' | 'talentType' | 'requires'>;

/** What can be asked and marked. */
export interface QuestionContent {
  kind: QuestionKind;
  /** 1 easy … 3 hard. */
  difficulty: number;
  stem: LocalText;
  /** Empty for true_false and fill. */
  choices: Choice[];
  /** Ids of the right choices; `true` or `false`; or, for fill, every accepted spelling. */
  key: string[];
  explanation: LocalText;
}

export interface Question extends QuestionContent {
  id: string;
  skillId: string;
  /** null: the school's (catalogue) question. */
  courseId: string | null;
  replacesQuestionId: string | null;
}

export interface Resource {
  id: string;
  skillId: string;
  courseId: string | null;
  tier: Tier;
  kind: ResourceKind;
  minutes: number;
  title: LocalText;
  body: LocalText;
  url: string | null;
}

export interface PlanUnit {
  id: string;
  position: number;
  title: string;
}

export interface PlanTask {
  id: string;
  unitId: string;
  position: number;
  title: string;
  kind: TaskKind;
  /** null: for both tiers. */
  tier: Tier | null;
  activityId: string | null;
  dueAt: Date | null;
  required: boolean;
  fromEnterprise: boolean;
  skillIds: string[];
}

export interface Lesson {
  id: string;
  title: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
}

/** Units, tasks and lessons in the order in which they are taught. */
export interface CoursePlan {
  units: PlanUnit[];
  tasks: PlanTask[];
  lessons: Lesson[];
}
