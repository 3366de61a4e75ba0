import { z } from 'zod';
import { REGULATION_SCOPES, REGULATION_STEPS } from './resources.schema.ts';

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });
const Id = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** catalogue/law/law-and-ethics.json */
export const LawFile = z.strictObject({
  regulations: z.array(
    z.strictObject({
      id: Id,
      scope: z.enum(REGULATION_SCOPES),
      effectiveOn: z.iso.date(),
      name: Text,
      note: Text,
    }),
  ),
  ethics: z.array(z.strictObject({ id: Id, name: Text, description: Text })),
});

export const Regulation = z.object({
  id: z.string(),
  name: Text,
  note: Text,
  scope: z.enum(REGULATION_SCOPES),
  effectiveOn: z.string(),
  url: z.string().nullable(),
  checkedOn: z.string().nullable(),
  repealedOn: z.string().nullable(),
});
export type Regulation = z.infer<typeof Regulation>;

/** A published case that teaches a regulation, with the modules it is taught in. */
export const LawCase = z.object({
  regulationId: z.string(),
  resourceId: z.string(),
  title: z.string(),
  published: z.boolean(),
  modules: z.array(z.string()),
});
export type LawCase = z.infer<typeof LawCase>;

export const RegulationEvent = z.object({
  regulationId: z.string(),
  name: Text,
  at: z.coerce.date(),
  byName: z.string(),
  step: z.enum(REGULATION_STEPS),
  words: z.string(),
});
export type RegulationEvent = z.infer<typeof RegulationEvent>;
