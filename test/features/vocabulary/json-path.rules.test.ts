import { describe, expect, test } from '@jest/globals';
import { findValues, parseJsonPath } from '../../../src/features/vocabulary/json-path.rules.ts';

const EXTENSION = 'https://example.org/a|b,c]d';
const statement = {
  verb: { id: 'v', display: { en: 'did', 'zh-CN': '做了' } },
  object: { id: 'o' },
  context: {
    contextActivities: { grouping: [{ id: 'g0' }, { id: 'g1' }, { id: 'g2' }] },
    extensions: { [EXTENSION]: { share: 0.5, "it's": true }, 'https://example.org/nothing': null },
  },
};
const at = (expression: string) =>
  findValues(statement, parseJsonPath(expression) ?? []).map(({ path, value }) => [path, value]);

describe('a path', () => {
  test.each<[string, string, [string, unknown][]]>([
    ['names one value', '$.verb.id', [['$.verb.id', 'v']]],
    ['may leave the dollar out, as the specification’s example does', 'verb.id', [['$.verb.id', 'v']]],
    ['may write names in brackets, with either quote', `$['verb']["id"]`, [['$.verb.id', 'v']]],
    [
      'reads marks within quotes as part of the name',
      `$.context.extensions['${EXTENSION}'].share`,
      [[`$.context.extensions['${EXTENSION}'].share`, 0.5]],
    ],
    [
      'may escape a quote',
      `$.context.extensions['${EXTENSION}']['it\\'s']`,
      [[`$.context.extensions['${EXTENSION}']['it\\'s']`, true]],
    ],
    [
      'takes all of a list',
      '$.context.contextActivities.grouping[*].id',
      [0, 1, 2].map((index) => [`$.context.contextActivities.grouping[${index}].id`, `g${index}`]),
    ],
    [
      'takes all of an object',
      '$.verb.display.*',
      [
        ['$.verb.display.en', 'did'],
        [`$.verb.display['zh-CN']`, '做了'],
      ],
    ],
    [
      'takes some of a list',
      '$.context.contextActivities.grouping[0, 2].id',
      [0, 2].map((index) => [`$.context.contextActivities.grouping[${index}].id`, `g${index}`]),
    ],
    [
      'takes some names',
      `$['verb','object'].id`,
      [
        ['$.verb.id', 'v'],
        ['$.object.id', 'o'],
      ],
    ],
    [
      'joins paths',
      '$.verb.id | $.object.id',
      [
        ['$.verb.id', 'v'],
        ['$.object.id', 'o'],
      ],
    ],
    ['finds nothing where nothing is', '$.result.score', []],
    [
      'finds a null that is there',
      `$.context.extensions['https://example.org/nothing']`,
      [[`$.context.extensions['https://example.org/nothing']`, null]],
    ],
    [
      'takes no index of an object and no name of a list',
      `$.verb[0] | $.context.contextActivities.grouping.id`,
      [],
    ],
    ['takes nothing an object only inherits', '$.verb.constructor', []],
    ['alone is the statement', '$', [['$', statement]]],
  ])('%s', (_sentence, expression, found) => {
    expect(at(expression)).toEqual(found);
  });

  test.each([
    ['a filter', '$.a[?(@.b)]'],
    ['a script', '$.a[(@.length-1)]'],
    ['a slice', '$.a[0:2]'],
    ['an index from the end', '$.a[-1]'],
    ['descent', '$..id'],
    ['an open bracket', `$.a['b'`],
    ['an open quote', `$.a['b]`],
    ['an empty union', '$.a[]'],
    ['a lonely joint', '$.a |'],
    ['a dot at the end', '$.a.'],
  ])('that holds %s is refused', (_what, expression) => {
    expect(parseJsonPath(expression)).toBeNull();
  });
});
