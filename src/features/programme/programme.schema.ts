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
