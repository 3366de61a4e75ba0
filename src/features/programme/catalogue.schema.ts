import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import { DIMENSIONS, QUESTION_KINDS, RESOURCE_KINDS, TASK_KINDS, TIERS } from './programme.schema.ts';

const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
const BothLanguages = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });

/** catalogue/skills/<type>.json */
export const SkillsFile = z.strictObject({
  talentType: z.enum(TALENT_TYPES),
  skills: z
    .array(
      z.strictObject({
        id: Id,
        name: BothLanguages,
        dimension: z.enum(DIMENSIONS),
        description: BothLanguages,
        requires: z.array(Id),
        aliases: z.array(z.string().min(1)).default([]),
      }),
    )
    .min(1),
});

/** catalogue/questions/<skillId>.json */
export const QuestionsFile = z.strictObject({
  skillId: Id,
  questions: z
    .array(
      z.strictObject({
        id: Id,
        kind: z.enum(QUESTION_KINDS),
        difficulty: z.int().min(1).max(3),
        stem: BothLanguages,
        choices: z.array(z.strictObject({ id: Id, text: BothLanguages })).default([]),
        key: z.array(z.string().min(1)).min(1),
        explanation: BothLanguages,
      }),
    )
    .min(1),
});

/** catalogue/resources/<type>.json */
export const ResourcesFile = z.strictObject({
  resources: z.array(
    z.strictObject({
      id: Id,
      skillId: Id,
      tier: z.enum(TIERS),
      kind: z.enum(RESOURCE_KINDS),
      minutes: z.int().positive(),
      title: BothLanguages,
      body: BothLanguages,
      url: z.url().nullable().default(null),
    }),
  ),
});

const Words = z.array(z.string().min(1)).min(1);
const wordsFor = <K extends string>(keys: readonly K[]) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, Words])) as Record<K, typeof Words>);

export const PLAN_COLUMNS = [
  'unit',
  'task',
  'kind',
  'skills',
  'due',
  'tier',
  'required',
  'activity',
  'enterprise',
] as const;
export type PlanColumn = (typeof PLAN_COLUMNS)[number];

/** catalogue/plan-words.json: the words a plan file may use, in any language, compared without case. */
export const TIMETABLE_COLUMNS = ['title', 'place', 'day', 'from', 'to', 'weeks'] as const;
export type TimetableColumn = (typeof TIMETABLE_COLUMNS)[number];

const CHOICE_COLUMNS = [
  ...(['choiceAZh', 'choiceAEn', 'choiceBZh', 'choiceBEn', 'choiceCZh', 'choiceCEn'] as const),
  ...(['choiceDZh', 'choiceDEn', 'choiceEZh', 'choiceEEn', 'choiceFZh', 'choiceFEn'] as const),
] as const;
/** In the order of an exported file. */
export const BANK_COLUMNS = [
  ...(['id', 'skill', 'kind', 'difficulty', 'stemZh', 'stemEn'] as const),
  ...CHOICE_COLUMNS,
  ...(['key', 'explanationZh', 'explanationEn'] as const),
] as const;
export type BankColumn = (typeof BANK_COLUMNS)[number];

/** The words of a question bank's file; an exported one has the first of its language. */
const BankWords = z.strictObject({
  columns: wordsFor(BANK_COLUMNS),
  kinds: wordsFor(QUESTION_KINDS),
  difficulties: wordsFor(['1', '2', '3']),
  answers: wordsFor(['true', 'false']),
  /** Stands in for an explanation: `{answer}` is the right one. */
  answerIs: BothLanguages,
});
export type BankWords = z.infer<typeof BankWords>;

export const PlanWords = z.strictObject({
  columns: wordsFor(PLAN_COLUMNS),
  timetable: wordsFor(TIMETABLE_COLUMNS),
  kinds: wordsFor(TASK_KINDS),
  tiers: wordsFor([...TIERS, 'both']),
  answers: wordsFor(['yes', 'no']),
  bank: BankWords,
});
export type PlanWords = z.infer<typeof PlanWords>;

export type CatalogueSkill = z.infer<typeof SkillsFile>['skills'][number] & {
  talentType: z.infer<typeof SkillsFile>['talentType'];
};
export type CatalogueQuestion = z.infer<typeof QuestionsFile>['questions'][number] & { skillId: string };
export type CatalogueResource = z.infer<typeof ResourcesFile>['resources'][number];

/** All that catalogue/ holds, in reading order. */
export interface CatalogueContent {
  skills: CatalogueSkill[];
  questions: CatalogueQuestion[];
  resources: CatalogueResource[];
}
