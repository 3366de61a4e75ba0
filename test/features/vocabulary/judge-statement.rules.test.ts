import { describe, expect, test } from '@jest/globals';
import { judgeStatement } from '../../../src/features/vocabulary/judge-statement.rules.ts';
import type { Profile, StatementTemplate } from '../../../src/features/vocabulary/profile.schema.ts';

const IRI = 'https://example.org/';
const template = (name: string, given: Partial<StatementTemplate>): StatementTemplate => ({
  id: IRI + name,
  type: 'StatementTemplate',
  ...{ prefLabel: { en: name }, definition: {}, rules: [] },
  ...given,
});
const profile = (name: string, ...templates: StatementTemplate[]): Profile => ({
  ...{ id: IRI + name, type: 'Profile', prefLabel: { en: name }, definition: {}, concepts: [], patterns: [] },
  versions: [{ id: `${IRI}${name}/v1`, generatedAtTime: '2026-01-01T00:00:00Z' }],
  templates,
});
const needs = (...paths: string[]) => paths.map((location) => ({ location, presence: 'included' as const }));
const passed = { verb: { id: `${IRI}passed` }, object: { id: 'o' }, result: { success: true } };
const claiming = { ...passed, context: { contextActivities: { category: [{ id: `${IRI}two/v1` }] } } };

const judge = (statement: object, ...profiles: Profile[]) => {
  const { follows, nearest } = judgeStatement(JSON.parse(JSON.stringify(statement)) as never, profiles);
  return {
    follows: follows.map((match) => match.template.prefLabel['en']),
    nearest: nearest?.template.prefLabel['en'],
  };
};

describe('judgeStatement', () => {
  test.each<[string, object, Profile[], { follows: string[]; nearest?: string }]>([
    [
      'names all templates that are followed',
      passed,
      [
        profile(
          'one',
          template('a', {}),
          template('b', { verb: `${IRI}passed` }),
          template('c', { verb: 'x' }),
        ),
      ],
      { follows: ['a', 'b'] },
    ],
    ['names none where there is none', passed, [], { follows: [] }],
    [
      'prefers the same verb with more missing to another with less',
      passed,
      [
        profile(
          'one',
          template('other', { verb: 'x' }),
          template('same', { verb: `${IRI}passed`, rules: needs('$.a', '$.b', '$.c') }),
        ),
      ],
      { follows: [], nearest: 'same' },
    ],
    [
      'of the same verb prefers what lacks less',
      passed,
      [
        profile(
          'one',
          template('much', { verb: `${IRI}passed`, rules: needs('$.a', '$.b') }),
          template('little', { verb: `${IRI}passed`, rules: needs('$.a') }),
        ),
      ],
      { follows: [], nearest: 'little' },
    ],
    [
      'prefers the verb’s template to one for every statement',
      passed,
      [
        profile(
          'one',
          template('general', { rules: needs('$.a') }),
          template('own', { verb: `${IRI}passed`, rules: needs('$.a', '$.b') }),
        ),
      ],
      { follows: [], nearest: 'own' },
    ],
    [
      'prefers the profile that the statement names',
      claiming,
      [
        profile('one', template('a', { verb: `${IRI}passed`, rules: needs('$.a') })),
        profile('two', template('b', { verb: `${IRI}passed`, rules: needs('$.a', '$.b') })),
      ],
      { follows: [], nearest: 'b' },
    ],
  ])('%s', (_sentence, statement, profiles, told) => {
    expect(judge(statement, ...profiles)).toEqual({ nearest: undefined, ...told });
  });
});
