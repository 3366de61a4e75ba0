/** JSON Schema of an xAPI Profile document, written from the tables of the specification (Profiles: Structure 6–9). */
const iri = { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:\\S+$' };
const iris = { type: 'array', minItems: 1, uniqueItems: true, items: iri };
const text = { type: 'string', minLength: 1 };
/** Every text in both of our languages, and in no other. */
const words = {
  type: 'object',
  required: ['zh-CN', 'en'],
  additionalProperties: false,
  properties: {
    'zh-CN': { ...text, pattern: '[\\u4e00-\\u9fff]' },
    en: { ...text, pattern: '^[^\\u4e00-\\u9fff]+$' },
  },
};
const values = { type: 'array', minItems: 1 };

const object = (required: string[], properties: Record<string, unknown>) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const described = {
  id: iri,
  inScheme: iri,
  prefLabel: words,
  definition: words,
  deprecated: { type: 'boolean' },
};
const DESCRIBED = ['id', 'type', 'inScheme', 'prefLabel', 'definition'];
const related = Object.fromEntries(
  ['broader', 'broadMatch', 'narrower', 'narrowMatch', 'related', 'relatedMatch', 'exactMatch'].map(
    (name) => [name, iris],
  ),
);
const concept = {
  oneOf: [
    object(DESCRIBED, {
      ...described,
      type: { enum: ['Verb', 'ActivityType', 'AttachmentUsageType'] },
      ...related,
    }),
    {
      ...object(DESCRIBED, {
        ...described,
        type: { enum: ['ContextExtension', 'ResultExtension'] },
        recommendedVerbs: iris,
        context: iri,
        schema: iri,
        inlineSchema: text,
      }),
      not: { required: ['schema', 'inlineSchema'] },
    },
  ],
};
const rule = {
  ...object(['location'], {
    location: text,
    selector: text,
    presence: { enum: ['included', 'excluded', 'recommended'] },
    any: values,
    all: values,
    none: values,
    scopeNote: words,
  }),
  anyOf: ['presence', 'any', 'all', 'none'].map((name) => ({ required: [name] })),
};
const template = {
  ...object(DESCRIBED, {
    ...described,
    type: { const: 'StatementTemplate' },
    verb: iri,
    objectActivityType: iri,
    contextGroupingActivityType: iris,
    contextParentActivityType: iris,
    contextOtherActivityType: iris,
    contextCategoryActivityType: iris,
    attachmentUsageType: iris,
    objectStatementRefTemplate: iris,
    contextStatementRefTemplate: iris,
    rules: { type: 'array', minItems: 1, items: rule },
  }),
  not: { required: ['objectActivityType', 'objectStatementRefTemplate'] },
};
const pattern = {
  ...object(['id', 'type', 'inScheme'], {
    ...described,
    type: { const: 'Pattern' },
    primary: { type: 'boolean' },
    alternates: { ...iris, minItems: 2 },
    optional: iri,
    oneOrMore: iri,
    sequence: { type: 'array', minItems: 1, items: iri },
    zeroOrMore: iri,
  }),
  oneOf: ['alternates', 'optional', 'oneOrMore', 'sequence', 'zeroOrMore'].map((name) => ({
    required: [name],
  })),
  if: { properties: { primary: { const: true } }, required: ['primary'] },
  then: { required: ['prefLabel', 'definition'] },
};

export const PROFILE_DOCUMENT = object(
  [
    '@context',
    'id',
    'type',
    'conformsTo',
    'prefLabel',
    'definition',
    'versions',
    'author',
    'concepts',
    'templates',
  ],
  {
    '@context': { const: 'https://w3id.org/xapi/profiles/context' },
    id: iri,
    type: { const: 'Profile' },
    conformsTo: { const: 'https://w3id.org/xapi/profiles#1.0' },
    prefLabel: words,
    definition: words,
    versions: {
      type: 'array',
      minItems: 1,
      items: object(['id', 'generatedAtTime'], {
        id: iri,
        generatedAtTime: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' },
        wasRevisionOf: iris,
      }),
    },
    author: object(['type', 'name'], { type: { enum: ['Organization', 'Person'] }, name: text, url: iri }),
    concepts: { type: 'array', minItems: 1, items: concept },
    templates: { type: 'array', minItems: 1, items: template },
    patterns: { type: 'array', minItems: 1, items: pattern },
  },
);
