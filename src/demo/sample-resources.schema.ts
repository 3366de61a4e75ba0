import { z } from 'zod';
import { TALENT_TYPES } from '../features/roster/index.ts';
import {
  LIBRARY_KINDS,
  LIBRARY_STATES,
  MEDIA,
  ORIGINS,
  TARGET_KINDS,
  UPDATE_SOURCES,
} from '../features/resources/resources.schema.ts';

const Text = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const Pair = z.tuple([z.int().nonnegative(), z.int().nonnegative()]);

const SampleResource = z.strictObject({
  key: z.string(),
  kind: z.enum(LIBRARY_KINDS),
  talentType: z.enum(TALENT_TYPES).nullable(),
  medium: z.enum(MEDIA),
  title: Text,
  summary: Text,
  skills: z.array(z.string()).min(1),
  /** Places of units in the course's plan, from 0. */
  units: z.array(z.int().nonnegative()),
  targets: z.array(z.string()),
  /** `updating`: published, with a newer version in review. */
  state: z.enum([...LIBRARY_STATES, 'updating']),
  origin: z.enum(ORIGINS),
  evidence: Text.optional(),
  minutes: z.int().positive(),
  practical: z.boolean().default(false),
  /** Characters and errors. */
  proofread: Pair.optional(),
  /** Minutes and seconds of a film that lies elsewhere. */
  measure: Pair.optional(),
  /** How many of the two reviews there are while it is in review. */
  approvals: z.int().min(0).max(1).default(0),
  comment: Text.optional(),
  regulations: z.array(z.string()).default([]),
  /** When somebody last looked at it. */
  monthsAgo: z.int().positive().optional(),
  file: z.strictObject({ name: z.string(), content: Text }).optional(),
  url: z.url().optional(),
});
export type SampleResource = z.output<typeof SampleResource>;

/** catalogue/sample-resources.json: what the demo's library holds. */
export const SampleResources = z.strictObject({
  expert: Text,
  targets: z.array(
    z.strictObject({ key: z.string(), kind: z.enum(TARGET_KINDS), name: Text, level: Text.nullable() }),
  ),
  resources: z.array(SampleResource),
  modules: z.array(
    z.strictObject({
      unit: z.int().nonnegative(),
      targets: z.array(z.string()),
      ethics: z.array(z.strictObject({ item: z.string(), scene: Text })),
    }),
  ),
  update: z.strictObject({
    summary: Text,
    items: z.array(z.strictObject({ source: z.enum(UPDATE_SOURCES), words: Text, reference: Text })),
  }),
  surge: z.strictObject({ title: Text, evidence: Text, monthsAgo: z.int().positive() }),
  post: z.strictObject({ name: Text, note: Text, cycleWeeks: z.int(), units: z.array(z.int()) }),
});
export type SampleResources = z.output<typeof SampleResources>;
