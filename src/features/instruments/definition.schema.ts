import { z } from 'zod';
import { APPOINTED_ROLES, COURSE_ROLES } from '../roster/index.ts';

/** An instrument as it is written down: shipped in catalogue/instruments, or uploaded by a school. */
const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$/);
export const BothLanguages = z.strictObject({
  'zh-CN': z.string().trim().min(1).max(4000),
  en: z.string().trim().min(1).max(4000),
});
export type BothLanguages = z.infer<typeof BothLanguages>;

/** Shown or asked only if. An item that is not shown, or not answered, fulfils `not` and `answered: false` alone. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { item: string; is: string | number }
  | { item: string; in: (string | number)[] }
  | { item: string; atLeast: number }
  | { item: string; atMost: number }
  | { item: string; answered: boolean };
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1).max(20) }),
    z.strictObject({ any: z.array(Condition).min(1).max(20) }),
    z.strictObject({ not: Condition }),
    z.strictObject({ item: Id, is: z.union([z.string(), z.number()]) }),
    z.strictObject({ item: Id, in: z.array(z.union([z.string(), z.number()])).min(1) }),
    z.strictObject({ item: Id, atLeast: z.number() }),
    z.strictObject({ item: Id, atMost: z.number() }),
    z.strictObject({ item: Id, answered: z.boolean() }),
  ]),
);

export const Option = z.strictObject({
  id: Id,
  text: BothLanguages,
  /** What choosing it is worth where a score sums points. */
  points: z.number().optional(),
});
export type Option = z.infer<typeof Option>;

/** One step of a scale: its value and its words. */
export const Anchor = z.strictObject({ value: z.number(), text: BothLanguages });
export type Anchor = z.infer<typeof Anchor>;
/** A scale of its own, or the name of one of the instrument's. */
const Anchors = z.union([z.string(), z.array(Anchor).min(2).max(11)]);

const asked = {
  id: Id,
  text: BothLanguages,
  help: BothLanguages.optional(),
  required: z.boolean().default(true),
  showIf: Condition.optional(),
};
const options = z.array(Option).min(2).max(30);

export const GENERATORS = ['number_series', 'logic_table', 'figure_matrix', 'syllogism'] as const;
export type Generator = (typeof GENERATORS)[number];

/** One step of a rubric: it may say what is to be seen there. */
const levels = z
  .array(Anchor.extend({ descriptor: BothLanguages.optional() }))
  .min(2)
  .max(11);

export const Item = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single'), ...asked, options, key: Id.optional() }),
  z.strictObject({
    kind: z.literal('multiple'),
    ...asked,
    options,
    most: z.int().min(1).optional(),
    key: z.array(Id).min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal('pair'),
    ...asked,
    options: z.array(Option).length(2),
    key: Id.optional(),
  }),
  z.strictObject({ kind: z.literal('likert'), ...asked, anchors: Anchors }),
  z.strictObject({
    kind: z.literal('rubric'),
    ...asked,
    levels,
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    ...asked,
    rows: z
      .array(z.strictObject({ id: Id, text: BothLanguages }))
      .min(1)
      .max(20),
    anchors: Anchors,
  }),
  z.strictObject({
    kind: z.literal('number'),
    ...asked,
    min: z.number(),
    max: z.number(),
    step: z.number().positive().default(1),
    key: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('short'), ...asked, maxLength: z.int().min(1).max(300).default(200) }),
  z.strictObject({ kind: z.literal('long'), ...asked, maxLength: z.int().min(1).max(5000).default(2000) }),
  /** Answered in one's own words, and marked by people along criteria. */
  z.strictObject({
    kind: z.literal('open'),
    ...asked,
    maxLength: z.int().min(1).max(5000).default(3000),
    criteria: z
      .array(z.strictObject({ id: Id, text: BothLanguages, levels }))
      .min(1)
      .max(8),
  }),
  z.strictObject({ kind: z.literal('ranking'), ...asked, options: z.array(Option).min(2).max(12) }),
  z.strictObject({
    kind: z.literal('generated'),
    ...asked,
    generator: z.enum(GENERATORS),
    level: z.int().min(1).max(3),
  }),
]);
export type Item = z.infer<typeof Item>;

export const Part = z.strictObject({
  id: Id,
  title: BothLanguages,
  intro: BothLanguages.optional(),
  /** Of working time, counted by the server from the first time the part is opened. */
  minutes: z.number().positive().max(600).optional(),
  shuffle: z.boolean().default(false),
  showIf: Condition.optional(),
  items: z.array(Item).min(1).max(100),
});
export type Part = z.infer<typeof Part>;

/** What a score is made of: an item, or one row of a matrix (`item.row`). */
export const Term = z.strictObject({
  item: z.string().max(130),
  reversed: z.boolean().default(false),
  weight: z.number().default(1),
});
export type Term = z.infer<typeof Term>;

export const Score = z.strictObject({
  id: Id,
  title: BothLanguages,
  about: BothLanguages.optional(),
  /** `right`: points for answers that match the key. `percent`: of the way from least to most. */
  how: z.enum(['sum', 'mean', 'right', 'percent']),
  terms: z
    .array(z.union([z.string().transform((item): Term => ({ item, reversed: false, weight: 1 })), Term]))
    .min(1)
    .max(200),
  /** Added to each item's value before anything else, e.g. −1 for a scale counted from 0. */
  shift: z.number().default(0),
  /** Fewer answers than this: no score. null: all that were asked. */
  least: z.int().min(1).nullable().default(null),
  /** What a missing answer counts, once there are enough: nothing, or the mean of the others. */
  missing: z.enum(['nothing', 'mean']).default('mean'),
  /** Reported as the distance from another score (a person's own mean). */
  minus: Id.optional(),
  bands: z
    .array(z.strictObject({ atLeast: z.number(), text: BothLanguages }))
    .min(1)
    .optional(),
  norms: z
    .strictObject({
      source: BothLanguages,
      n: z.int().positive(),
      table: z.array(z.strictObject({ atLeast: z.number(), percentile: z.number().min(0).max(100) })).min(2),
    })
    .optional(),
  /** As others published it. */
  published: z.strictObject({ alpha: z.number().min(0).max(1), source: BothLanguages }).optional(),
});
export type Score = z.infer<typeof Score>;

export const INSTRUMENT_KINDS = [
  'scale',
  'survey',
  'placement',
  'exam',
  'reasoning',
  'situational',
  'rubric',
  'follow_up',
  'maturity',
] as const;

export const Definition = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  version: z.int().min(1),
  kind: z.enum(INSTRUMENT_KINDS),
  title: BothLanguages,
  about: BothLanguages,
  licence: BothLanguages,
  attribution: BothLanguages,
  /** What its results can't say. */
  limits: BothLanguages,
  /** What staff may see of somebody's attempt, and who of them; the person sees their own. */
  privacy: z.strictObject({
    staff: z.enum(['none', 'scores', 'answers']),
    readers: z.array(z.enum([...COURSE_ROLES, ...APPOINTED_ROLES])).default([]),
  }),
  /** May be taken by whoever likes, without being asked to. */
  open: z.boolean().default(false),
  /** How often somebody may take it, and how many days apart. */
  mostAttempts: z.int().min(1).nullable().default(null),
  retestDays: z.int().min(0).default(0),
  minutes: z.number().positive().max(600).optional(),
  /** Parts in an order drawn for each attempt. */
  shuffle: z.boolean().default(false),
  anchors: z.record(Id, z.array(Anchor).min(2).max(11)).default({}),
  parts: z.array(Part).min(1).max(40),
  scores: z.array(Score).max(60).default([]),
  /** Of a test: reached from here on, in the units of one of its scores. */
  pass: z.strictObject({ score: Id, atLeast: z.number() }).optional(),
  /** Who marks its open items, and how many of them each attempt needs; scores are there when they have. */
  marking: z
    .strictObject({
      raters: z.int().min(1).max(2).default(1),
      by: z.array(z.enum([...COURSE_ROLES, ...APPOINTED_ROLES])).min(1),
    })
    .optional(),
});
export type Definition = z.infer<typeof Definition>;

/** What keeps a definition from being used: where, and an id of words. */
export interface DefinitionProblem {
  path: string;
  id: string;
  value: string;
}
