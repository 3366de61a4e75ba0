import { z } from 'zod';

/** The parts of xAPI Profiles 1.0 that statements are judged by; other properties of a document are passed over. */
const iri = z.string().min(1).max(2000);
const text = z.record(z.string(), z.string());
const values = z.array(z.json()).min(1);
const iris = z.array(iri).min(1);

const Rule = z
  .object({
    location: z.string().min(1).max(2000),
    selector: z.string().min(1).max(2000).optional(),
    presence: z.enum(['included', 'excluded', 'recommended']).optional(),
    any: values.optional(),
    all: values.optional(),
    none: values.optional(),
    scopeNote: text.optional(),
  })
  .refine(({ presence, any, all, none }) => presence ?? any ?? all ?? none, { path: ['presence'] });
/** What must hold at some place of a statement (Profiles 8.1). */
export type TemplateRule = z.infer<typeof Rule>;

const Template = z
  .object({
    id: iri,
    type: z.literal('StatementTemplate'),
    prefLabel: text,
    // The published cmi5 profile leaves it out.
    definition: text.default({}),
    verb: iri.optional(),
    objectActivityType: iri.optional(),
    contextGroupingActivityType: iris.optional(),
    contextParentActivityType: iris.optional(),
    contextOtherActivityType: iris.optional(),
    contextCategoryActivityType: iris.optional(),
    attachmentUsageType: iris.optional(),
    objectStatementRefTemplate: iris.optional(),
    contextStatementRefTemplate: iris.optional(),
    rules: z.array(Rule).max(200).default([]),
  })
  .refine((template) => !(template.objectActivityType && template.objectStatementRefTemplate), {
    path: ['objectStatementRefTemplate'],
  });
/** One way a statement may be made (Profiles 8.0). */
export type StatementTemplate = z.infer<typeof Template>;

const WAYS = ['alternates', 'optional', 'oneOrMore', 'sequence', 'zeroOrMore'] as const;
const Pattern = z
  .object({
    id: iri,
    type: z.literal('Pattern'),
    primary: z.boolean().default(false),
    prefLabel: text.optional(),
    definition: text.optional(),
    alternates: z.array(iri).min(2).optional(),
    optional: iri.optional(),
    oneOrMore: iri.optional(),
    sequence: iris.optional(),
    zeroOrMore: iri.optional(),
  })
  .refine((pattern) => WAYS.filter((way) => pattern[way] !== undefined).length === 1, { path: ['sequence'] });
/** An order in which statements come (Profiles 9.0); exactly one of the five ways is set. */
export type Pattern = z.infer<typeof Pattern>;

export const Profile = z.object({
  id: iri,
  type: z.literal('Profile'),
  prefLabel: text,
  definition: text,
  versions: z.array(z.object({ id: iri, generatedAtTime: z.string() })).min(1),
  concepts: z
    .array(z.object({ id: iri, type: z.string(), prefLabel: text.optional() }))
    .max(5000)
    .default([]),
  templates: z.array(Template).max(500).default([]),
  patterns: z.array(Pattern).max(500).default([]),
});
export type Profile = z.infer<typeof Profile>;
