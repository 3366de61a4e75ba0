import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import jsonld from 'jsonld';
import { parseProfile } from '../../../src/features/vocabulary/profile.rules.ts';
import * as terms from '../../../src/features/vocabulary/terms.rules.ts';
import { PROFILE_DOCUMENT } from './profile-document.schema.ts';

interface Part {
  id: string;
  type: string;
  inScheme: string;
  inlineSchema?: string;
  [property: string]: unknown;
}
interface Document {
  id: string;
  versions: { id: string }[];
  concepts: Part[];
  templates: Part[];
  patterns: Part[];
}

const FOLDER = 'xapi-profiles';
const documents = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonld'))
  .map((name): [string, Document] => [
    name,
    JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Document,
  ]);
const partsOf = ({ concepts, templates, patterns }: Document) => [...concepts, ...templates, ...patterns];
const everyPart = documents.flatMap(([, document]) => partsOf(document));
const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
};

const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
}).compile(PROFILE_DOCUMENT);

/**
 * A context of our own in place of the one the documents name, which is ADL's and isn't copied here: the same words,
 * each as an IRI, since all that is asked is whether every word of a document means something.
 */
const SPECIFIED = 'https://w3id.org/xapi/profiles/ontology#';
const asText = [
  'name',
  'location',
  'selector',
  'presence',
  'any',
  'all',
  'none',
  'inlineSchema',
  'generatedAtTime',
  'primary',
];
const asIri = [
  ...[
    'conformsTo',
    'inScheme',
    'broadMatch',
    'recommendedVerbs',
    'verb',
    'objectActivityType',
    'optional',
    'oneOrMore',
  ],
  ...['zeroOrMore', 'alternates', 'sequence', 'contextGroupingActivityType', 'contextParentActivityType'],
  ...['contextCategoryActivityType', 'objectStatementRefTemplate', 'contextStatementRefTemplate'],
];
const CONTEXT = {
  id: '@id',
  type: '@type',
  ...Object.fromEntries(
    ['Profile', 'Organization', 'ActivityType', 'ContextExtension', 'StatementTemplate', 'Pattern'].map(
      (name) => [name, SPECIFIED + name],
    ),
  ),
  ...Object.fromEntries(
    ['versions', 'author', 'concepts', 'templates', 'patterns', 'rules', ...asText].map((name) => [
      name,
      SPECIFIED + name,
    ]),
  ),
  ...Object.fromEntries(asIri.map((name) => [name, { '@id': SPECIFIED + name, '@type': '@id' }])),
  ...Object.fromEntries(
    ['prefLabel', 'definition', 'scopeNote'].map((name) => [
      name,
      { '@id': SPECIFIED + name, '@container': '@language' },
    ]),
  ),
};

interface Expanded {
  '@id': string;
  [word: string]: unknown;
  [rules: `${string}rules`]: object[] | undefined;
}
/** `safe`: an error where something would be lost. */
const OFFLINE: jsonld.Options.Expand & { safe: boolean } = {
  documentLoader: (url: string) =>
    Promise.resolve({ contextUrl: undefined, documentUrl: url, document: { '@context': CONTEXT } }),
  safe: true,
};

describe('our profiles', () => {
  it('are seven', () => {
    expect(documents.map(([name]) => name)).toEqual([
      'career-goal.jsonld',
      'instrument.jsonld',
      'practice.jsonld',
      'scene.jsonld',
      'tier.jsonld',
      'warning.jsonld',
      'weak-spot.jsonld',
    ]);
  });

  it('give no id twice, also across files', () => {
    const ids = documents.flatMap(([, document]) => [
      document.id,
      ...document.versions.map(({ id }) => id),
      ...partsOf(document).map(({ id }) => id),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('define every own term that statements use', () => {
    const defined = new Set(everyPart.map(({ id }) => id));
    const used = Object.values(terms).filter(
      (term) => typeof term === 'string' && term.includes('/waymark/'),
    );
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((term) => !defined.has(term as string))).toEqual([]);
  });
});

describe.each(documents)('%s', (_name, document) => {
  it('has the shape that the specification asks for, with every text in both languages', () => {
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is read by the engine, references included', () => {
    expect(parseProfile(document, new Set())).toMatchObject({ ok: true });
  });

  it('holds nothing empty', () => {
    const isEmpty = (value: unknown): boolean =>
      value === null ||
      value === '' ||
      (typeof value === 'object' && (Object.keys(value).length === 0 || Object.values(value).some(isEmpty)));
    expect(isEmpty(document)).toBe(false);
  });

  it('names what it defines below its own IRI, in its newest version', () => {
    for (const { id, inScheme } of partsOf(document)) {
      expect(id.startsWith(`${document.id}/`)).toBe(true);
      expect(inScheme).toBe(document.versions[0]?.id);
    }
  });

  it('uses own terms that are defined, of the right kind', () => {
    const kinds = new Map(everyPart.map(({ id, type }) => [id, type]));
    for (const part of partsOf(document)) {
      const own = strings(part).flatMap(
        (text) => text.match(/https:\/\/w3id\.org\/waymark\/xapi\/[\w/-]+/g) ?? [],
      );
      for (const iri of own) {
        const isVersion = documents.some(([, one]) => one.versions.some(({ id }) => id === iri));
        expect(isVersion || kinds.has(iri) ? '' : iri).toBe('');
      }
      for (const name of ['contextParentActivityType', 'contextCategoryActivityType', 'objectActivityType'])
        for (const iri of strings(part[name])) expect(kinds.get(iri) ?? 'ActivityType').toBe('ActivityType');
      for (const iri of strings(part['broadMatch'])) expect(kinds.has(iri)).toBe(false);
    }
  });

  it('has extensions whose schemas are JSON Schema', () => {
    for (const { inlineSchema } of document.concepts)
      if (inlineSchema !== undefined)
        new Ajv({ strict: true, strictTypes: false, formats: { date: true } }).compile(
          JSON.parse(inlineSchema) as object,
        );
  });

  it('puts nothing that may be missing directly among alternatives', () => {
    const byId = new Map(document.patterns.map((pattern) => [pattern.id, pattern]));
    for (const { alternates } of document.patterns)
      for (const id of strings(alternates ?? []))
        expect(byId.get(id)?.['optional'] ?? byId.get(id)?.['zeroOrMore']).toBeUndefined();
  });

  it('has a primary pattern for each of its templates', () => {
    const byId = new Map(document.patterns.map((pattern) => [pattern.id, pattern]));
    const reach = (id: string): string[] => {
      const pattern = byId.get(id);
      const ways = ['alternates', 'optional', 'oneOrMore', 'sequence', 'zeroOrMore'];
      return [id, ...ways.flatMap((way) => strings(pattern?.[way] ?? [])).flatMap(reach)];
    };
    const reached = new Set(
      document.patterns.filter(({ primary }) => primary === true).flatMap(({ id }) => reach(id)),
    );
    expect(document.templates.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  it('is JSON-LD in which every word means something', async () => {
    const expanded: unknown = await jsonld.expand(document as unknown as jsonld.JsonLdDocument, OFFLINE);
    const [{ [`${SPECIFIED}templates`]: templates = [] } = {}] = expanded as Record<string, Expanded[]>[];
    expect(templates.map((template) => template['@id'])).toEqual(document.templates.map(({ id }) => id));
    // A word without a meaning would be dropped in silence: none of a rule may be.
    const kept = templates.flatMap((template) => template[`${SPECIFIED}rules`] ?? []);
    const written = document.templates.flatMap((template) => template['rules'] as object[]);
    expect(kept.map((rule) => Object.keys(rule).length)).toEqual(
      written.map((rule) => Object.keys(rule).length),
    );
  });
});

describe('a profile that doesn’t hold together', () => {
  const profile = {
    id: 'https://example.org/p',
    type: 'Profile',
    prefLabel: { en: 'P' },
    definition: { en: 'A profile.' },
    versions: [{ id: 'https://example.org/p/v1', generatedAtTime: '2026-01-01T00:00:00Z' }],
  };
  const template = (given: object) => ({
    id: 't1',
    type: 'StatementTemplate',
    prefLabel: {},
    definition: {},
    ...given,
  });
  const pattern = (id: string, given: object) => ({ id, type: 'Pattern', ...given });
  it.each<[string, object, string, string]>([
    ['without versions', { ...profile, versions: [] }, 'shape', 'versions'],
    ['of another type', { ...profile, type: 'Statement' }, 'shape', 'type'],
    [
      'with a rule that asks for nothing',
      { ...profile, templates: [template({ rules: [{ location: '$.a' }] })] },
      'shape',
      'templates.0.rules.0.presence',
    ],
    [
      'with both object properties',
      {
        ...profile,
        templates: [template({ objectActivityType: 'a:b', objectStatementRefTemplate: ['t1'] })],
      },
      'shape',
      'templates.0.objectStatementRefTemplate',
    ],
    [
      'with a pattern of two ways',
      { ...profile, patterns: [pattern('p', { optional: 't', zeroOrMore: 't' })] },
      'shape',
      'patterns.0.sequence',
    ],
    [
      'with one id for two things',
      { ...profile, templates: [template({}), template({})] },
      'repeatedId',
      't1',
    ],
    [
      'with a path that can’t be read',
      { ...profile, templates: [template({ rules: [{ location: '$..a', presence: 'included' }] })] },
      'unreadablePath',
      't1',
    ],
    [
      'that refers to nothing',
      { ...profile, templates: [template({ contextStatementRefTemplate: ['t2'] })] },
      'unknownTemplate',
      't1',
    ],
    [
      'whose pattern holds nothing known',
      { ...profile, patterns: [pattern('p', { oneOrMore: 't9' })] },
      'unknownTemplate',
      'p',
    ],
    [
      'whose patterns go round',
      { ...profile, patterns: [pattern('p', { oneOrMore: 'q' }), pattern('q', { optional: 'p' })] },
      'circle',
      'p',
    ],
    ['that is no object', [], 'shape', ''],
  ])('%s is refused with the place', (_what, document, id, at) => {
    expect(parseProfile(document, new Set())).toMatchObject({ ok: false, problem: { id, at } });
  });

  it.each([
    [
      'one IRI for a profile and its only version',
      { ...profile, versions: [{ ...profile.versions[0], id: profile.id }] },
    ],
    [
      'a template without a definition',
      { ...profile, templates: [{ id: 't', type: 'StatementTemplate', prefLabel: {} }] },
    ],
  ])('may have %s, as published ones do', (_what, document) => {
    expect(parseProfile(document, new Set()).ok).toBe(true);
  });

  it('may refer to templates of other profiles', () => {
    const document = { ...profile, patterns: [pattern('p', { oneOrMore: 'https://example.org/other' })] };
    expect(parseProfile(document, new Set(['https://example.org/other'])).ok).toBe(true);
  });
});
