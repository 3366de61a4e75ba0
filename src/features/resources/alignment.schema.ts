import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import { LIBRARY_KINDS, Module, Target } from './resources.schema.ts';

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });

export const LinkedTarget = Target.extend({ unitId: z.string() });
export type LinkedTarget = z.infer<typeof LinkedTarget>;

export const LinkedResource = z.object({
  unitId: z.string(),
  id: z.string(),
  title: z.string(),
  kind: z.enum(LIBRARY_KINDS),
  minutes: z.number().nullable(),
  published: z.boolean(),
});
export type LinkedResource = z.infer<typeof LinkedResource>;

export const EthicsItem = z.object({ id: z.string(), name: Text, description: Text });
export type EthicsItem = z.infer<typeof EthicsItem>;

export const UnitEthics = z.object({ unitId: z.string(), itemId: z.string(), scene: z.string() });
export type UnitEthics = z.infer<typeof UnitEthics>;

export const KindCount = z.object({
  kind: z.enum(LIBRARY_KINDS),
  talentType: z.enum(TALENT_TYPES).nullable(),
  all: z.number(),
  published: z.number(),
});
export type KindCount = z.infer<typeof KindCount>;

export const CompoundPost = z.object({
  id: z.string(),
  name: z.string(),
  note: z.string().nullable(),
  cycleWeeks: z.number().nullable(),
  schoolMentorId: z.string().nullable(),
  schoolMentorName: z.string().nullable(),
  enterpriseMentorId: z.string().nullable(),
  enterpriseMentorName: z.string().nullable(),
  modules: z.array(Module.extend({ skillTypes: z.array(z.enum(TALENT_TYPES)) })),
});
export type CompoundPost = z.infer<typeof CompoundPost>;
